"""Sing Tao Headline (星島頭條). No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

HOME = "https://www.stheadline.com/"

SITE = Site(
    name="stheadline",
    publisher="星島頭條",
    homepage=HOME,
    country="HK",
    hosts=("stheadline.com",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://(?:www|std)\.stheadline\.com/[\w-]+/\d{6,9}(?:/|$)",
    example=f"{HOME}realtime-china/3600179/",
    sources=(
        Feed(
            name="全部 RSS",
            url=f"{HOME}rss",
            evidence="A 2026, 4 programs: RSSHub",
        ),
        *(
            Listing(
                name=name,
                url=f"{HOME}{path}",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("即時", "realtimenews"),
                ("即時中國", "realtime-china"),
                ("即時國際", "realtime-world"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="stheadline",
            mark='html:has(meta[name="keyword"]) div.content-body',
            title=("h1", 'meta[property="og:title"]'),
            body=("div.content-body",),
            published=('meta[property="article:published_time"]',),
            keywords=('meta[name="keyword"]',),
        ),
    ),
)
