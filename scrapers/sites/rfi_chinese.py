"""Radio France Internationale in Chinese (法国国际广播电台). No page of it was seen."""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://www.rfi.fr/cn/"

SITE = Site(
    name="rfi_chinese",
    publisher="法国国际广播电台",
    homepage=HOME,
    country="FR",
    hosts=("rfi.fr",),
    zone=ZoneInfo("Europe/Paris"),
    article=r"^https?://www\.rfi\.fr/(?:cn|tw)/[^?#]*\d{8}-[^/?#]+",
    example=f"{HOME}%E4%B8%AD%E5%9B%BD/20260105-%E4%B8%AD%E5%9B%BD",
    sources=(
        Feed(
            name="简体",
            url=f"{HOME}rss",
            evidence="A 2026, 10 programs",
        ),
        Feed(
            name="繁體",
            url="https://www.rfi.fr/tw/rss",
            evidence="B 2026, 1 program",
        ),
    ),
)
