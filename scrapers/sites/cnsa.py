"""China National Space Administration (国家航天局): pages in a tree of numbers."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.cnsa.gov.cn/"

SITE = Site(
    name="cnsa",
    publisher="国家航天局",
    homepage=HOME,
    hosts=("cnsa.gov.cn",),
    article=r"^https?://www\.cnsa\.gov\.cn/(?:n\d+/)+c\d+/content\.html",
    example=f"{HOME}n6758823/n6758838/c10700001/content.html",
    sources=(
        Listing(
            name="要闻",
            url=f"{HOME}n6758823/n6758838/index.html",
            evidence="A 2026, 2 programs: china-governance",
        ),
    ),
    profiles=standard.PROFILES,
)
