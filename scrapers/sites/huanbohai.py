"""Tangshan (唐山环渤海新闻网), the site of the city's daily. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.huanbohainews.com.cn/"

SITE = Site(
    name="huanbohai",
    publisher="环渤海新闻网",
    homepage=HOME,
    hosts=("huanbohainews.com.cn",),
    article=r"^https?://\w+\.huanbohainews\.com\.cn/\d{4}-\d{2}/\d{2}/content_\d+\.html",
    example="https://tangshan.huanbohainews.com.cn/2026-01/05/content_50600001.html",
    sources=(
        Listing(
            name="唐山要闻",
            url="http://tangshan.huanbohainews.com.cn/node_223.html",
            evidence="B 2026, 1 program: YuQing",
        ),
        Listing(
            name="唐山",
            url="http://tangshan.huanbohainews.com.cn/node_824.html",
            evidence="B 2026, 1 program: YuQing",
        ),
        Listing(
            name="唐山要闻（首页）",
            url=f"{HOME}tsyw/",
            evidence="B 2026, 1 program: YuQing",
        ),
        Listing(
            name="唐山新闻",
            url=f"{HOME}tsxw/",
            evidence="B 2026, 1 program: YuQing",
        ),
        Listing(
            name="唐山频道",
            url=f"{HOME}ts/",
            evidence="B 2026, 1 program: YuQing",
        ),
        Listing(
            name="滚动",
            url=f"{HOME}roll/",
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
    profiles=(
        standard.BAIDU,
        standard.FOUNDER,
        standard.TRS,
    ),
)
