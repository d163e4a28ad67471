"""National Immigration Administration (国家移民管理局): pages in a tree of numbers."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.nia.gov.cn/"

SITE = Site(
    name="nia",
    publisher="国家移民管理局",
    homepage=HOME,
    hosts=("nia.gov.cn",),
    article=r"^https?://www\.nia\.gov\.cn/(?:n\d+/)+c\d+/content\.html",
    example=f"{HOME}n741440/n741567/c1780001/content.html",
    sources=(
        Listing(
            name="新闻发布",
            url=f"{HOME}n741440/n741567/index.html",
            evidence="A 2026, 2 programs: china-governance",
        ),
    ),
    profiles=standard.PROFILES,
)
