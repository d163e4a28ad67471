"""China News Service (中国新闻网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Feed, Listing, Sitemap

FEEDS = {
    "要闻": "importnews",
    "国内": "china",
    "国际": "world",
    "社会": "society",
    "财经": "finance",
    "生活": "life",
    "大湾区": "dwq",
    "华人": "chinese",
    "文化": "culture",
    "体育": "sports",
}

SITE = Site(
    name="chinanews",
    publisher="中国新闻网",
    homepage="https://www.chinanews.com.cn/",
    hosts=("chinanews.com", "chinanews.com.cn"),
    article=r"^https?://(?:[\w-]+\.)?chinanews\.com(?:\.cn)?/(?:[\w-]+/)*\d{4}/\d{2}-\d{2}/(?:news)?\d+\.s?html",
    example="https://www.chinanews.com.cn/gn/2026/01-05/10500001.shtml",
    sources=(
        Listing(
            name="滚动新闻",
            url="https://www.chinanews.com.cn/scroll-news/news1.html",
            next="news{page}.html",
            evidence="A 2026, 2 programs: RSSHub, whatshot; 100 rows",
        ),
        Feed(
            name="RSS 滚动新闻",
            url="https://www.chinanews.com.cn/rss/scroll-news.xml",
            evidence="A 2026, 3 programs: whatshot, YuQing, rss_news_crawler; 30 rows",
        ),
        *(
            Feed(
                name=f"RSS {name}",
                url=f"https://www.chinanews.com.cn/rss/{file}.xml",
                evidence="A 2026, 3 programs: whatshot, YuQing, rss_news_crawler",
            )
            for name, file in FEEDS.items()
        ),
        Sitemap(
            name="站点地图",
            url="http://www.chinanews.com/sitemap.xml",
            evidence="B 2026, 1 program: answered on 2026-09-24",
        ),
        Listing(
            name="视频",
            url="https://www.chinanews.com.cn/shipin/",
            evidence="C 2019, 1 program: EE208",
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
