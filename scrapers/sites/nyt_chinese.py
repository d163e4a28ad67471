"""The New York Times in Chinese (纽约时报中文网). No page of it was seen."""

from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://cn.nytimes.com/"

SITE = Site(
    name="nyt_chinese",
    publisher="纽约时报中文网",
    homepage=HOME,
    country="US",
    hosts=("cn.nytimes.com",),
    article=r"^https?://(?:www\.)?cn\.nytimes\.com/[\w-]+/\d{8}/[\w-]+",
    example=f"{HOME}china/20260105/china-economy/",
    sources=(
        Feed(
            name="简体",
            url=f"{HOME}rss/",
            evidence="A 2026, 8 programs",
        ),
        Feed(
            name="繁體",
            url=f"{HOME}rss/zh-hant/",
            evidence="B 2026, 1 program",
        ),
    ),
)
