"""National Audit Office (审计署): pages in a tree of numbers."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.audit.gov.cn/"

SITE = Site(
    name="audit",
    publisher="审计署",
    homepage=HOME,
    hosts=("audit.gov.cn",),
    article=r"^https?://www\.audit\.gov\.cn/(?:n\d+/)+c\d+/content\.html",
    example=f"{HOME}n4/n19/c10500001/content.html",
    sources=(
        Listing(
            name="审计要闻",
            url=f"{HOME}n4/n19/index.html",
            evidence="A 2026, 3 programs: china-governance",
        ),
        Listing(
            name="通知通告",
            url=f"{HOME}n8/n28/",
            evidence="A 2026, 2 programs: china-governance, gov-site-list",
        ),
        Listing(
            name="法律法规",
            url=f"{HOME}n6/n36/",
            evidence="A 2026, 2 programs: china-governance, gov-site-list",
        ),
        Listing(
            name="公告报告",
            url=f"{HOME}n5/n25/index.html",
            evidence="B 2026, 1 program: china-governance",
        ),
    ),
    profiles=standard.PROFILES,
)
