"""MyDrivers (快科技)."""

from cundang.model.profile import Profile
from scrapers.site import Site

SITE = Site(
    name="mydrivers",
    publisher="快科技",
    homepage="https://news.mydrivers.com/",
    hosts=("mydrivers.com",),
    article=r"^https?://news\.mydrivers\.com/\d+/\d+/\d+\.htm",
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
