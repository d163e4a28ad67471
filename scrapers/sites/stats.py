"""National Bureau of Statistics (国家统计局), on TRS.

Its front page sets a cookie (wzws_sessionid), which some of its readers send back, and others not.
"""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.stats.gov.cn/"

SITE = Site(
    name="stats",
    publisher="国家统计局",
    homepage=HOME,
    hosts=("stats.gov.cn",),
    article=rf"^https?://www\.stats\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}sj/zxfb/202601/t20260105_1960001.html",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, china-governance",
            {
                "最新发布": "sj/zxfb/",
            },
        ),
        *trs.columns(
            HOME,
            "A 2026, 3 programs: china-governance, gov-site-list",
            {
                "通知公告": "xw/tjxw/tzgg/",
            },
        ),
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, gov-site-list",
            {
                "政务公开": "gk/index.html",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
