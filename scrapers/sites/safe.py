"""State Administration of Foreign Exchange (国家外汇管理局): articles by year and day."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.safe.gov.cn/safe/"

SITE = Site(
    name="safe",
    publisher="国家外汇管理局",
    homepage="https://www.safe.gov.cn/",
    hosts=("safe.gov.cn",),
    article=r"^https?://www\.safe\.gov\.cn/\w+/\d{4}/\d{4}/\d+\.html",
    example=f"{HOME}2026/0105/27001.html",
    sources=(
        Listing(
            name="政策法规",
            url=f"{HOME}zcfg/index.html",
            next="index_{page}.html",
            evidence="A 2026, 2 programs: china-governance, gov-site-list",
        ),
        Listing(
            name="行政规范性文件",
            url="http://www.safe.gov.cn/safe/xzgfxwj/index.html",
            next="index_{page}.html",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
