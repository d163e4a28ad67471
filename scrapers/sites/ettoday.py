"""ETtoday (ETtoday新聞雲)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="ettoday",
    publisher="ETtoday新聞雲",
    homepage="https://www.ettoday.net/",
    country="TW",
    hosts=("ettoday.net",),
    article=r"^https?://\w+\.ettoday\.net/news/\d{8}/\d+\.htm",
    sources=(
        Listing(
            name="即時",
            url="https://www.ettoday.net/news/news-list.htm",
        ),
    ),
    profiles=(
        Profile(
            name="ettoday",
            mark="div.subject_news div.story, div.subject_article div.story",
            title=("h1.title", "h1"),
            body=("div.story",),
            published=("time.date", "span.date time", "time", 'meta[name="pubdate"]'),
            section=('meta[name="section"]',),
            keywords=('meta[name="news_keywords"]', 'meta[name="keywords"]'),
            drop=(".ad_readmore", ".related-news", ".et_board", ".ad_in_news"),
            address=r"/\d{8}/(?P<content_id>\d+)\.",
        ),
    ),
)
