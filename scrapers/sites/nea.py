"""National Energy Administration (国家能源局), on Xinhua's CMS."""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Listing

SITE = Site(
    name="nea",
    publisher="国家能源局",
    homepage="https://www.nea.gov.cn/",
    hosts=("nea.gov.cn",),
    article=r"^https?://www\.nea\.gov\.cn/(?:\d{8}/[0-9a-f]{32}/c\.html|\d{4}-\d{2}/\d{2}/c_\d+\.htm)",
    sources=(
        Listing(
            name="首页",
            url="https://www.nea.gov.cn/",
        ),
    ),
    profiles=xinhua.PROFILES,
)
