"""Radio Free Asia in Mandarin (自由亚洲电台普通话). Its front page names the articles in a script (Fusion.contentCache).

No page of it was seen.
"""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.rfa.org/mandarin/"

SITE = Site(
    name="rfa_chinese",
    publisher="自由亚洲电台",
    homepage=HOME,
    country="US",
    hosts=("rfa.org",),
    zone=ZoneInfo("America/New_York"),
    article=r"^https?://www\.rfa\.org/mandarin/(?:[\w-]+/)*(?:\d{4}/\d\d/\d\d/[\w%-]+/?$|[\w-]+-\d{14}\.html)",
    example="https://www.rfa.org/mandarin/yataibaodao/2026/10/10/taiwan-double10th/",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2025, 1 program: RSSHub",
        ),
    ),
)
