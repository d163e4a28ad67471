"""Xiamen (厦门网), on TRS. No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://news.xmnn.cn/"

SITE = Site(
    name="xmnn",
    publisher="厦门网",
    homepage=HOME,
    hosts=("xmnn.cn",),
    article=r"^https?://\w+\.xmnn\.cn/(?:[\w-]+/)*\d{6}/t\d{8}_\d+\.html?",
    example=f"{HOME}xmxw/202601/t20260105_300001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}{path}/",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("厦门新闻", "xmxw"),
                ("厦门新闻发布", "xmxwfb"),
                ("本网快报", "bwkb"),
                ("福建新闻", "fjxw"),
                ("国内新闻", "gnxw"),
                ("国际新闻", "gjxw"),
                ("台海新闻", "thxw"),
                ("社会新闻", "shxw"),
                ("厦门网眼", "xmwy"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="xmnn",
            mark="div.cont-h",
            title=("div.cont-h", "div.tip h1", "h1"),
            body=("div.TRS_Editor",),
            published=("span.time", "div.pubtime div.w"),
            source_name=("span.cont-a-src a", "span.cont-a-src"),
        ),
        standard.TRS,
    ),
)
