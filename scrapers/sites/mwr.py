"""Ministry of Water Resources (水利部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.mwr.gov.cn/"

SITE = Site(
    name="mwr",
    publisher="水利部",
    homepage=HOME,
    hosts=("mwr.gov.cn",),
    article=rf"^https?://www\.mwr\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zw/slzx/slyw/202601/t20260105_1790001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "水利要闻": "zw/slzx/slyw/",
                "法律": "zw/zcfg/fl/",
                "行政法规": "zw/zcfg/xzfg/",
                "部门规章": "zw/zcfg/bmgz/",
                "规范性文件": "zw/zcfg/gfxwj/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "通知公告": "zw/tzgg/",
                "政策法规": "zw/zcfg/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
