"""SETN (三立新聞網)."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="setn",
    publisher="三立新聞網",
    homepage="https://www.setn.com/",
    country="TW",
    hosts=("setn.com",),
    zone=ZoneInfo("Asia/Taipei"),
    article=r"^https?://www\.setn\.com/(?:e/)?[Nn]ews\.aspx\?.*NewsID=\d+",
    example="https://www.setn.com/News.aspx?NewsID=1780001",
    sources=(
        *(
            Listing(
                name=name,
                url=f"https://www.setn.com/{path}",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("即時", "ViewAll.aspx"),
                ("政治", "ViewAll.aspx?PageGroupID=6"),
                ("國際", "ViewAll.aspx?PageGroupID=5"),
                ("兩岸", "ViewAll.aspx?PageGroupID=68"),
                ("社會", "ViewAll.aspx?PageGroupID=41"),
                ("財經", "ViewAll.aspx?PageGroupID=2"),
                ("生活", "ViewAll.aspx?PageGroupID=4"),
                ("地方", "ViewAll.aspx?PageGroupID=97"),
            )
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
