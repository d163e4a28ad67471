"""Ministry of Natural Resources (自然资源部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.mnr.gov.cn/"

SITE = Site(
    name="mnr",
    publisher="自然资源部",
    homepage=HOME,
    hosts=("mnr.gov.cn",),
    article=rf"^https?://(?:www|f|gi)\.mnr\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}gk/tzgg/202601/t20260105_2880001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "通知公告": "gk/tzgg/",
            },
        ),
        *trs.columns(
            "https://f.mnr.gov.cn/",
            "B 2026, 1 program: gov-site-list",
            {
                "政策法规库": "",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
