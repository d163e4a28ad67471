"""Ministry of Culture and Tourism (文化和旅游部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://zwgk.mct.gov.cn/zfxxgkml/"

SITE = Site(
    name="mct",
    publisher="文化和旅游部",
    homepage=HOME,
    hosts=("mct.gov.cn",),
    article=rf"^https?://(?:www|zwgk)\.mct\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zcfg/202601/t20260105_960001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "信息公开": "",
                "政策法规": "zcfg/",
            },
        ),
        *trs.columns(
            "http://www.mct.gov.cn/",
            "B 2026, 1 program: china-governance",
            {
                "公告通知": "whzx/ggtz/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
