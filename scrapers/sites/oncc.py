"""on.cc (東網). No page of it was seen."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://hk.on.cc/"

SITE = Site(
    name="oncc",
    publisher="東網",
    homepage=HOME,
    country="HK",
    hosts=("on.cc",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://hk\.on\.cc/hk/bkn/cnt/\w+/\d{8}/bkn-\d{17}-\d{4}_\d{5}_\d{3}\.html",
    example=f"{HOME}hk/bkn/cnt/news/20260105/bkn-20260105090026470-0105_00822_001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}hk/{path}/index.html",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("港澳", "news"),
                ("兩岸", "cnnews"),
                ("國際", "intnews"),
                ("評論", "commentary"),
                ("產經", "finance"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="oncc",
            mark="div.breakingNewsContent",
            title=("h1", "title"),
            body=("div.breakingNewsContent",),
            published=(".datetime", "time"),
        ),
    ),
)
