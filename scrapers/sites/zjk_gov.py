"""The government of Zhangjiakou (张家口市人民政府). No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.zjk.gov.cn/"

SITE = Site(
    name="zjk_gov",
    publisher="张家口市人民政府",
    homepage=HOME,
    hosts=("zjk.gov.cn",),
    article=r"^https?://www\.zjk\.gov\.cn/content/(?:\w+/)*\d+\.html",
    example=f"{HOME}content/qtszfwj/252545.html",
    sources=(
        Listing(
            name="要闻",
            url=f"{HOME}channel/list/14.html",
            evidence=government.YUQING,
        ),
    ),
    profiles=government.PROFILES,
)
