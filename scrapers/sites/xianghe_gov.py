"""The government of Xianghe, a county of Hebei (香河县人民政府). No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "http://www.xianghe.gov.cn/"

SITE = Site(
    name="xianghe_gov",
    publisher="香河县人民政府",
    homepage=HOME,
    hosts=("xianghe.gov.cn",),
    article=r"^https?://www\.xianghe\.gov\.cn/system/\d{4}/\d{2}/\d{2}/\d+\.shtml",
    example=f"{HOME}system/2026/01/05/030000001.shtml",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence=government.YUQING,
        ),
    ),
    profiles=government.PROFILES,
)
