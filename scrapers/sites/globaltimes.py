"""Global Times, the English edition of 环球时报. Its sitemap is one of news: some fifty pages, with day and title."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Sitemap

SITE = Site(
    name="globaltimes",
    publisher="Global Times",
    homepage="https://www.globaltimes.cn/",
    language="en",
    hosts=("globaltimes.cn",),
    article=r"^https?://www\.globaltimes\.cn/(?:page/\d{6}|content)/\d+\.shtml",
    example="https://www.globaltimes.cn/page/202601/1350001.shtml",
    sources=(
        Sitemap(
            name="Sitemap",
            url="https://www.globaltimes.cn/sitemap.xml",
            evidence="A 2026, 3 programs: megaCrawler; named in robots.txt, 51 and 60 rows when looked at",
        ),
    ),
    profiles=standard.PROFILES,
)
