"""China Meteorological Administration (中国气象局), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.cma.gov.cn/"

SITE = Site(
    name="cma",
    publisher="中国气象局",
    homepage=HOME,
    hosts=("cma.gov.cn",),
    article=rf"^https?://www\.cma\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zfxxgk/gknr/wjgk/gfxwj/202601/t20260105_7500001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "规范性文件": "zfxxgk/gknr/wjgk/gfxwj/",
                "通知公告": "2011zwxx/2011ztzgg/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
