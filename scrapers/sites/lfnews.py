"""Langfang (廊坊新闻网), on Discuz: its articles are portal.php?mod=view. No page of it was seen."""

from scrapers.site import Site
from scrapers.sources import Listing

HOME = "http://www.lfnews.cn/"

SITE = Site(
    name="lfnews",
    publisher="廊坊新闻网",
    homepage=HOME,
    hosts=("lfnews.cn",),
    article=r"^https?://(?:\w+\.)?lfnews\.cn/portal\.php\?(?:aid=\d+&)?mod=view(?:&aid=\d+)?",
    example=f"{HOME}portal.php?mod=view&aid=300001",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
)
