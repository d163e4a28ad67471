"""RTHK (香港電台). Its feeds have the whole text, and the address in guid. No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

HOME = "https://news.rthk.hk/rthk/ch/"

SITE = Site(
    name="rthk",
    publisher="香港電台",
    homepage=HOME,
    country="HK",
    hosts=("rthk.hk", "rthk.org.hk"),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://news\.rthk\.hk/rthk/ch/component/k2/\d+-\d{8}\.htm",
    example=f"{HOME}component/k2/1838001-20260105.htm",
    sources=(
        Listing(
            name="最新",
            url=f"{HOME}latest-news.htm",
            evidence="A 2026, 6 programs",
        ),
        *(
            Feed(
                name=name,
                url=f"https://rthk.hk/rthk/news/rss/c_expressnews_{path}.xml",
                evidence="A 2026, 2 programs: RSSHub",
            )
            for name, path in (
                ("本地", "clocal"),
                ("大中華", "greaterchina"),
                ("國際", "cinternational"),
                ("財經", "cfinance"),
                ("體育", "csport"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="rthk",
            mark="div.itemFullText",
            title=("h2.itemTitle", "h1"),
            body=("div.itemFullText",),
            published=("div.createddate",),
        ),
    ),
)
