"""Deutsche Welle in Chinese (德国之声中文网). No page of it was seen.

What is dropped, and where the author stands, is from a program that keeps the markup of its pages (2026).
"""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://www.dw.com/zh/"

SITE = Site(
    name="dw_chinese",
    publisher="德国之声",
    homepage=HOME,
    country="DE",
    hosts=("dw.com",),
    zone=ZoneInfo("Europe/Berlin"),
    article=r"^https?://(?:www|amp)\.dw\.com/zh(?:-hant)?/[^?#]*a-\d+",
    example=f"{HOME}%E4%B8%AD%E5%9B%BD/a-75400001",
    sources=(
        Feed(
            name="全部",
            url="https://rss.dw.com/rdf/rss-chi-all",
            evidence="A 2026, 12 programs: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="dw",
            mark="div.rich-text",
            title=("h1",),
            body=("div.rich-text",),
            published=("header time", "time", 'meta[property="article:published_time"]'),
            author=('.author-details a[rel="author"]', ".author-details a"),
            drop=(
                'p:contains("DW中文有Instagram")',
                'p:contains("德国之声版权声明")',
                'p:contains("德國之聲版權聲明")',
            ),
        ),
    ),
)
