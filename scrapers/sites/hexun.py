"""Hexun (和讯网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="hexun",
    publisher="和讯网",
    homepage="http://www.hexun.com/",
    hosts=("hexun.com",),
    article=r"^https?://[\w.]+\.hexun\.com/\d{4}-\d{2}-\d{2}/\d+\.html",
    example="https://pe.hexun.com/2026-01-05/220000001.html",
    sources=(
        Listing(
            name="创投行业新闻",
            url="https://pe.hexun.com/news/",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="hexun",
            mark="div.art_contextBox",
            title=("div.articleName h1",),
            body=("div.art_contextBox",),
            published=("div.tip span.pr20", "div.tip"),
            source_name=("div.tip > a", "div.tip"),
            editor=("div.art_contextBox > div",),
            keywords=('meta[name="keywords"]',),
            drop=("#arctTailMark",),
            address=r"/(?P<content_id>\d+)\.html",
        ),
    ),
)
