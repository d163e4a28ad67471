"""The government of Qinghai (青海省人民政府). It answers by http only, and not at all below /xxgk/.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "http://www.qinghai.gov.cn/"

SITE = Site(
    name="qinghai_gov",
    publisher="青海省人民政府",
    homepage=HOME,
    hosts=("qinghai.gov.cn",),
    article=r"^https?://www\.qinghai\.gov\.cn/(?:\w+/)*system/\d{4}/\d{2}/\d{2}/\d+\.shtml",
    example=f"{HOME}zwgk/system/2026/01/05/030080001.shtml",
    sources=(
        Listing(
            name="青海要闻",
            url=f"{HOME}zwgk/xwdt/qhyw/",
            evidence=government.CHINA_GOVERNANCE,
        ),
        Listing(
            name="通知公告",
            url=f"{HOME}zwgk/xwdt/tzgg/index.html",
            evidence=government.BOTH,
        ),
    ),
    profiles=government.PROFILES,
)
