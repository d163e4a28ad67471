"""All About Macau (論盡媒體). No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://aamacau.com/"

SITE = Site(
    name="aamacau",
    publisher="論盡媒體",
    homepage=HOME,
    country="MO",
    hosts=("aamacau.com",),
    zone=ZoneInfo("Asia/Macau"),
    article=r"^https?://aamacau\.com/\d{4}/\d{2}/\d{2}/[^/?#]+/?$",
    example=f"{HOME}2026/01/05/zai-zhang-guan/",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}topics/{path}",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("即時報道", "breakingnews"),
                ("每週專題", "weeklytopic"),
                ("新聞事件", "case"),
                ("特別企劃", "special"),
                ("論盡紙本", "press"),
                ("藝文爛鬼樓", "culture"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="aamacau",
            mark='html:has(meta[property="article:published_time"]) #contentleft',
            title=("h1", 'meta[property="og:title"]'),
            body=("#contentleft",),
            published=('meta[property="article:published_time"]',),
            author=('meta[itemprop="author"]',),
            drop=(".cat", ".author", ".date", "h1"),
        ),
    ),
)
