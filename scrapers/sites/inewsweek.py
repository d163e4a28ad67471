"""China Newsweek (中国新闻周刊) of 中国新闻社."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="inewsweek",
    publisher="中国新闻周刊",
    homepage="https://www.inewsweek.cn/",
    hosts=("inewsweek.cn",),
    article=r"^https?://(?:www|news)\.inewsweek\.cn/\w+/\d{4}-\d{2}-\d{2}/\d+\.shtml",
    example="https://www.inewsweek.cn/society/2026-01-05/32001.shtml",
    sources=(
        Listing(
            name="首页",
            url="https://www.inewsweek.cn/",
            evidence="B 2026, 1 program: whatshot",
        ),
    ),
    profiles=standard.PROFILES,
)
