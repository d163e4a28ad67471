"""Chinese People's Political Consultative Conference (全国政协), on the CMS of CCTV."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "http://www.cppcc.gov.cn/"

SITE = Site(
    name="cppcc",
    publisher="中国政协网",
    homepage=HOME,
    hosts=("cppcc.gov.cn",),
    article=r"^https?://www\.cppcc\.gov\.cn/\w+/\d{4}/\d{2}/\d{2}/ARTI\d+\.shtml",
    example=f"{HOME}zxww/2026/01/05/ARTI1767572700000001.shtml",
    sources=(
        Listing(
            name="要闻",
            url=f"{HOME}zxxw/yw/",
            evidence="B 2026, 1 program: RSSHub",
        ),
        Listing(
            name="理论研究",
            url=f"{HOME}llyj/",
            evidence="B 2026, 1 program: china-governance",
        ),
        Listing(
            name="委员建言",
            url=f"{HOME}wylz/wyjy/",
            evidence="B 2026, 1 program: china-governance",
        ),
    ),
    profiles=(
        Profile(
            name="cppcc",
            mark=".cnt_box .con",
            title=(".cnt_box h3", ".cnt_box h1", "h3", "h1"),
            body=(".cnt_box .con",),
            published=(".info i", ".info"),
            source_name=(".info em",),
            address=r"/(?P<content_id>ARTI\d+)\.",
        ),
    ),
)
