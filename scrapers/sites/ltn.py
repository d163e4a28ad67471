"""Liberty Times (自由時報)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

SITE = Site(
    name="ltn",
    publisher="自由時報",
    homepage="https://news.ltn.com.tw/",
    country="TW",
    hosts=("ltn.com.tw",),
    article=r"^https?://\w+\.ltn\.com\.tw/(?:news/\w+|article)/(?:\w+/)*\d+",
    sources=(
        Listing(
            name="即時",
            url="https://news.ltn.com.tw/list/breakingnews/all",
        ),
        Feed(
            name="RSS",
            url="https://news.ltn.com.tw/rss/all.xml",
        ),
    ),
    profiles=(
        Profile(
            name="ltn",
            mark="div.whitecon",
            title=("div.whitecon h1",),
            body=("div.whitecon div.text", "div.text"),
            published=("span.time", "span.viewtime", "div.text"),
            keywords=('meta[name="keywords"]',),
            drop=(".time", ".viewtime", ".appE1121", ".before_ir", ".suggest", ".ph_b", ".ad", ".boxText", ".related"),
            address=r"/(?P<content_id>\d+)(?:$|[?#])",
        ),
    ),
)
