"""Ministry of Civil Affairs (民政部): pages in a tree of numbers."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.mca.gov.cn/"

SITE = Site(
    name="mca",
    publisher="民政部",
    homepage=HOME,
    hosts=("mca.gov.cn",),
    article=r"^https?://www\.mca\.gov\.cn/(?:n\d+/)+c\d+/content\.html",
    example=f"{HOME}n152/n165/c1662004999980010001/content.html",
    sources=(
        Listing(
            name="民政要闻",
            url=f"{HOME}n152/n165/index.html",
            evidence="B 2026, 1 program",
        ),
        Listing(
            name="通知公告",
            url=f"{HOME}n1636/",
            evidence="B 2026, 1 program: gov-site-list",
        ),
        Listing(
            name="统计数据",
            url=f"{HOME}n156/n2679/index.html",
            evidence="B 2026, 1 program",
        ),
    ),
    profiles=standard.PROFILES,
)
