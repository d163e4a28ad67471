"""Now News (Now 新聞). No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList

HOME = "https://news.now.com/"

SITE = Site(
    name="now",
    publisher="Now 新聞",
    homepage=HOME,
    country="HK",
    hosts=("now.com",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://news\.now\.com/home/\w+/player\?newsId=\d+",
    example=f"{HOME}home/local/player?newsId=640001",
    sources=(
        JsonList(
            name="港聞",
            url="https://newsapi1.now.com/pccw-news-api/api/getNewsListv2?category=119&pageNo=1",
            page_parameter="pageNo",
            rows="[list, @][] | [?newsId]",
            article="https://news.now.com/home/local/player?newsId={newsId}",
            day="publishDate",
            evidence="A 2026, 3 programs: RSSHub by another host",
        ),
        JsonList(
            name="兩岸國際",
            url="https://newsapi1.now.com/pccw-news-api/api/getNewsListv2?category=120&pageNo=1",
            page_parameter="pageNo",
            rows="[list, @][] | [?newsId]",
            article="https://news.now.com/home/international/player?newsId={newsId}",
            day="publishDate",
            evidence="A 2026, 2 programs: RSSHub by another host",
        ),
        JsonList(
            name="財經",
            url="https://newsapi1.now.com/pccw-news-api/api/getNewsListv2?category=121&pageNo=1",
            page_parameter="pageNo",
            rows="[list, @][] | [?newsId]",
            article="https://news.now.com/home/finance/player?newsId={newsId}",
            day="publishDate",
            evidence="A 2026, 2 programs: RSSHub by another host",
        ),
    ),
    profiles=(
        Profile(
            name="now",
            mark="div.newsLeading",
            title=("h1", ".newsTitle", 'meta[property="og:title"]'),
            body=("div.newsLeading",),
            published=("script:newsData publishDate", ".newsTime"),
        ),
    ),
)
