"""SETN (三立新聞網)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="setn",
    publisher="三立新聞網",
    homepage="https://www.setn.com/",
    country="TW",
    hosts=("setn.com",),
    article=r"^https?://www\.setn\.com/(?:e/)?[Nn]ews\.aspx\?.*NewsID=\d+",
    sources=(
        Listing(
            name="即時",
            url="https://www.setn.com/ViewAll.aspx",
        ),
    ),
    profiles=(
        Profile(
            name="setn",
            mark="#ckuse",
            title=("h1.title-headline", "h1.news-title-3", "h1"),
            body=("#Content1", "#ckuse article", "#ckuse"),
            published=("time.page-date", "div.page-date time", "time", 'meta[name="pubdate"]'),
            section=('meta[name="section"]',),
            keywords=('meta[name="keywords"]',),
            drop=(".ad", ".pagination-area", "#newsTextAD"),
            address=r"NewsID=(?P<content_id>\d+)",
        ),
    ),
)
