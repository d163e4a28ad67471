"""China News Service (中国新闻网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Feed, Listing

SITE = Site(
    name="chinanews",
    publisher="中国新闻网",
    homepage="https://www.chinanews.com.cn/",
    hosts=("chinanews.com", "chinanews.com.cn"),
    article=r"^https?://(?:[\w-]+\.)?chinanews\.com(?:\.cn)?/(?:[\w-]+/)*\d{4}/\d{2}-\d{2}/(?:news)?\d+\.s?html",
    sources=(
        Listing(
            name="视频",
            url="https://www.chinanews.com.cn/shipin/",
        ),
        Listing(
            name="滚动新闻",
            url="https://www.chinanews.com.cn/scroll-news/news1.html",
        ),
        Feed(
            name="滚动新闻 RSS",
            url="https://www.chinanews.com.cn/rss/scroll-news.xml",
        ),
    ),
    profiles=(
        Profile(
            name="chinanews",
            mark="div.left_zw, div.left-t",
            title=("div.content h1", "h1"),
            body=("div.left_zw",),
            published=("#pubtime_baidu", "div.left-t", "div.content_left_time"),
            source_name=("#source_baidu", "div.left-t", "div.content_left_time"),
            author=("#author_baidu",),
            editor=("#editor_baidu", "div.left_name", ".adEditor"),
            keywords=('meta[name="keywords"]',),
            drop=("#function_code_page", ".left_name", "#editor_baidu", ".adEditor", ".channel", ".pictext a"),
            address=r"/(?:news)?(?P<content_id>\d+)\.s?html",
        ),
        standard.BAIDU,
    ),
)
