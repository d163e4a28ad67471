"""The Cover (封面新闻) of Sichuan. No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.thecover.cn/"

SITE = Site(
    name="thecover",
    publisher="封面新闻",
    homepage=HOME,
    hosts=("thecover.cn",),
    article=r"^https?://www\.thecover\.cn/news/(?:\d+|[\w%+-]{12,}=*)$",
    example=f"{HOME}news/ReLMa4FgDmKH90qSdq8Jkw==",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}channel_{number}",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, number in (
                ("四川", 3560),
                ("国内", 1),
                ("天下", 3892),
                ("国际", 3686),
                ("商业", 4),
                ("辟谣", 3909),
            )
        ),
    ),
    profiles=(
        Profile(
            name="thecover",
            mark="body:has(.props-of-title) section.article-content",
            title=(".main-article h1", "h1"),
            body=("section.article-content",),
            published=(".props-of-title span + span", ".props-of-title"),
            source_name=(".props-of-title span",),
        ),
    ),
)
