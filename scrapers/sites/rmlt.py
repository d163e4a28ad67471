"""People's Tribune (人民论坛) of 人民日报."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="rmlt",
    publisher="人民论坛网",
    homepage="https://www.rmlt.com.cn/",
    hosts=("rmlt.com.cn",),
    article=r"^https?://[\w.]+\.rmlt\.com\.cn/\d{4}/\d{4}/\d+\.shtml",
    example="https://www.rmlt.com.cn/2026/0105/750001.shtml",
    sources=(
        Listing(
            name="思想理论",
            url="https://www.rmlt.com.cn/idea/",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=standard.PROFILES,
)
