"""Xingtai Daily (邢台日报, 邢台网). No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.xtrb.cn/"

SITE = Site(
    name="xtrb",
    publisher="邢台网",
    homepage=HOME,
    hosts=("xtrb.cn",),
    article=r"^https?://(?:\w+\.)?xtrb\.cn/(?:\w+/)*\d{4}-\d{2}/\d{2}/content_\d+\.htm",
    example=f"{HOME}xt/2026-01/05/content_1085514.htm",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
    profiles=(
        standard.BAIDU,
        standard.FOUNDER,
        standard.TRS,
    ),
)
