"""ETtoday (ETtoday新聞雲)."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

SITE = Site(
    name="ettoday",
    publisher="ETtoday新聞雲",
    homepage="https://www.ettoday.net/",
    country="TW",
    hosts=("ettoday.net",),
    list_hosts=("feeds.feedburner.com",),
    zone=ZoneInfo("Asia/Taipei"),
    article=r"^https?://\w+\.ettoday\.net/news/\d{8}/\d+\.htm",
    example="https://www.ettoday.net/news/20260105/3100001.htm",
    sources=(
        Listing(
            name="總覽",
            url="https://www.ettoday.net/news/news-list-{day:%Y-%m-%d}-0.htm",
            evidence="A 2026, 7 programs",
        ),
        Listing(
            name="即時",
            url="https://www.ettoday.net/news/news-list.htm",
            evidence="A 2026, 7 programs",
        ),
        *(
            Feed(
                name=name,
                url=f"https://feeds.feedburner.com/ettoday/{path}",
                evidence="A 2026, 10 programs",
            )
            for name, path in (
                ("即時 RSS", "realtime"),
                ("政治 RSS", "news"),
                ("國際 RSS", "global"),
                ("財經 RSS", "finance"),
                ("體育 RSS", "sport"),
            )
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
