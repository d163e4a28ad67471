"""8world (8视界) of Mediacorp. No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.8world.com/"

SITE = Site(
    name="eightworld",
    publisher="8视界",
    homepage=HOME,
    country="SG",
    hosts=("8world.com",),
    zone=ZoneInfo("Asia/Singapore"),
    article=r"^https?://www\.8world\.com/(?:[\w-]+/)+(?:[\w-]+-)?\d{6,9}$",
    example=f"{HOME}singapore/kpod-driver-crash-jail-3198996",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}{path}",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("即时", "realtime"),
                ("新加坡", "singapore"),
                ("东南亚", "southeast-asia"),
                ("中港台", "greater-china"),
                ("国际", "world"),
                ("财经", "finance"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="8world",
            mark='meta[name="cXenseParse:recs:publishtime"]',
            title=('meta[name="cXenseParse:mdc-title"]', "h1"),
            body=(".text-long", ".article-content"),
            published=('meta[name="cXenseParse:recs:publishtime"]',),
            author=('meta[name="cXenseParse:author"]',),
            keywords=('meta[name="cXenseParse:mdc-keywords"]',),
        ),
    ),
)
