"""Zhongshan (中山网): its layout is tables without ids."""

from cundang.model.profile import Profile
from scrapers.site import Site

SITE = Site(
    name="zsnews",
    publisher="中山网",
    homepage="http://www.zsnews.cn/",
    hosts=("zsnews.cn",),
    article=r"^https?://[\w.]+\.zsnews\.cn/(?:[\w-]+/)*\d+\.s?html",
    profiles=(
        Profile(
            name="zsnews",
            mark='meta[name="generator"][content="ZSNEWS"]',
            title=("span.Title",),
            body=('td[style*="line-height:166%"]',),
            published=("td > font",),
            source_name=("div > font",),
            editor=("td > font",),
            drop=(".QuickButton",),
        ),
    ),
)
