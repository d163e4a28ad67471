"""Lianhe Zaobao (联合早报). The ld+json of its pages has the title, the author, and the time in UTC.

No page of it was seen whole: where its text is, a program says that keeps one of 2026.
"""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.zaobao.com.sg/"

SITE = Site(
    name="zaobao",
    publisher="联合早报",
    homepage=HOME,
    country="SG",
    hosts=("zaobao.com.sg", "zaobao.com"),
    zone=ZoneInfo("Asia/Singapore"),
    article=r"^https?://www\.zaobao\.com(?:\.sg)?/(?:[\w-]+/)+story\d{8}-\d+",
    example=f"{HOME}realtime/china/story20260105-7654321",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}{path}",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("即时 中国", "realtime/china", "A 2026, 3 programs: RSSHub, whatshot, newsnook"),
                ("即时 新加坡", "realtime/singapore", "B 2026, 1 program: RSSHub"),
                ("即时 国际", "realtime/world", "B 2026, 1 program: RSSHub"),
                ("即时 财经", "realtime/finance", "B 2026, 1 program: RSSHub"),
                ("新闻 中国", "news/china", "B 2026, 1 program: RSSHub"),
                ("新闻 新加坡", "news/singapore", "B 2026, 1 program: RSSHub"),
                ("新闻 国际", "news/world", "B 2026, 1 program: RSSHub"),
                ("新闻 东南亚", "news/sea", "B 2026, 1 program: RSSHub"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="zaobao-2026",
            since="2026",
            mark="div.articleBody",
            title=("article h1", "h1"),
            body=("div.articleBody",),
            published=('meta[property="article:published_time"]',),
            keywords=('meta[name="keywords"]',),
            address=r"/story(?P<content_id>\d{8}-\d+)",
        ),
    ),
)
