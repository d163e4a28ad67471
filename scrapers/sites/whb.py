"""Wenhui Daily (文汇报). No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

HOME = "https://www.whb.cn/"

SITE = Site(
    name="whb",
    publisher="文汇报",
    homepage=HOME,
    hosts=("whb.cn",),
    article=r"^https?://(?:\w+\.)?whb\.cn/zhuzhan/\w+/\d{8}/\d+\.html",
    example=f"{HOME}zhuzhan/kandian/20260105/560001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}zhuzhan/{path}/index.html",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("要闻", "kandian"),
                ("城事", "cs"),
                ("学人", "xueren"),
                ("影视", "yingshi"),
                ("笔会", "bihui"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="whb",
            mark="body:has(.content_other) div.content_info",
            title=(".content_title", "h1"),
            body=("div.content_info",),
            published=(".content_other",),
            author=(".content_other",),
        ),
    ),
)
