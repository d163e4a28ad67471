"""Great Wall New Media (长城网), the news site of Hebei. No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.hebei.com.cn/"

SITE = Site(
    name="hebei_media",
    publisher="长城网",
    homepage=HOME,
    hosts=("hebei.com.cn", "hebccw.cn"),
    article=r"^https?://\w+\.(?:hebccw|hebei\.com)\.cn/system/\d{4}/\d{2}/\d{2}/\d+\.shtml",
    example="http://news.hebccw.cn/system/2026/01/05/102000001.shtml",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
    profiles=(
        Profile(
            name="hebei-media",
            mark="div.detailMessage",
            title=("h1",),
            body=("div.detailMessage",),
            published=(".time", ".date", 'meta[name="publishdate"]'),
        ),
    ),
)
