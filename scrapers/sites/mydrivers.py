"""MyDrivers (快科技)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed

SITE = Site(
    name="mydrivers",
    publisher="快科技",
    homepage="https://news.mydrivers.com/",
    hosts=("mydrivers.com",),
    article=r"^https?://news\.mydrivers\.com/\d+/\d+/\d+\.htm",
    example="https://news.mydrivers.com/1/1100/1100001.htm",
    sources=(
        Feed(
            name="RSS 新闻",
            url="https://rss.mydrivers.com/rss.aspx?cid=1",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="mydrivers",
            mark="#thread_subject",
            title=("#thread_subject",),
            body=("div.news_info",),
            published=("div.news_bt1_left",),
            source_name=("div.news_bt1_left",),
            author=("div.news_bt1_left",),
            editor=("p.bianji", "p.url"),
            keywords=('meta[name="keywords"]',),
            drop=(".bianji", ".news_bq", ".jcuo1", ".page_article", ".end", ".zhuanzai", ".bqian", ".url"),
            address=r"/(?P<content_id>\d+)\.htm",
        ),
    ),
)
