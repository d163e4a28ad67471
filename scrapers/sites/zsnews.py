"""Zhongshan (中山网): its layout is tables without ids."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList

SITE = Site(
    name="zsnews",
    publisher="中山网",
    homepage="http://www.zsnews.cn/",
    hosts=("zsnews.cn",),
    article=r"^https?://[\w.]+\.zsnews\.cn/(?:[\w-]+/)*\d+\.s?html",
    example="http://www.zsnews.cn/news/index/view/cateid/35/id/700001.html",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"http://www.zsnews.cn/api/mobile/getlist.html?cateid={number}",
                rows="@",
                link="url",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, number in (
                ("本地", 35),
                ("镇区", 36),
                ("热点", 37),
                ("社会", 38),
                ("综合", 39),
            )
        ),
    ),
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
