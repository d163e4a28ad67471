"""Ministry of Justice (司法部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.moj.gov.cn/pub/sfbgw/"

SITE = Site(
    name="moj",
    publisher="司法部",
    homepage=HOME,
    hosts=("moj.gov.cn",),
    article=rf"^https?://www\.moj\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}gwxw/xwyw/202601/t20260105_530001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "新闻要闻": "gwxw/xwyw/index.html",
                "行政法规": "flfggz/flfggzxzfg/",
            },
        ),
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, china-governance",
            {
                "立法意见征集": "lfyjzj/lflfyjzj/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
