"""Ministry of Agriculture and Rural Affairs (农业农村部) with the sites of its departments, on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.moa.gov.cn/"

SITE = Site(
    name="moa",
    publisher="农业农村部",
    homepage=HOME,
    hosts=("moa.gov.cn",),
    article=rf"^https?://(?:[\w-]+\.){{1,3}}moa\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}xw/zwdt/202601/t20260105_6480001.htm",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "政务动态": "xw/zwdt/",
            },
            "htm",
        ),
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, china-governance",
            {
                "政策": "gk/zcfg/",
            },
            "htm",
        ),
        *trs.columns("https://fgs.moa.gov.cn/", "B 2026, 1 program: gov-site-list", {"法律法规": "flfg/"}, "htm"),
        *trs.columns(
            "http://www.gjs.moa.gov.cn/", "B 2026, 1 program: RSSHub", {"国际合作司 工作动态": "gzdt/"}, "htm"
        ),
    ),
    profiles=standard.PROFILES,
)
