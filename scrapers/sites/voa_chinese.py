"""Voice of America in Chinese (美国之音中文网). It has said little since 2025. No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://www.voachinese.com/"

SITE = Site(
    name="voa_chinese",
    publisher="美国之音",
    homepage=HOME,
    country="US",
    hosts=("voachinese.com",),
    zone=ZoneInfo("America/New_York"),
    article=r"^https?://www\.voachinese\.com/a/(?:[\w%-]+/)?\d{6,9}\.html",
    example=f"{HOME}a/taiwan-national-day-20261010/8209700.html",
    sources=(
        Feed(
            name="全部",
            url=f"{HOME}api/zm_yql-vomx-tpeybti",
            evidence="A 2026, 6 programs",
        ),
    ),
    profiles=(
        Profile(
            name="voa",
            mark="#article-content .wsw",
            title=("h1",),
            body=("#article-content .wsw", "#article-content"),
            published=("time[pubdate]", "time", ".published time", 'meta[name="pub-date"]'),
            author=(".links__item-link",),
            drop=(".wsw__embed", ".wsw__related"),
        ),
    ),
)
