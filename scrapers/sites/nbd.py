"""National Business Daily (每日经济新闻)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="nbd",
    publisher="每经网",
    homepage="https://www.nbd.com.cn/",
    hosts=("nbd.com.cn",),
    article=r"^https?://(?:www|m)\.nbd\.com\.cn/articles/\d{4}-\d{2}-\d{2}/\d+\.html",
    example="https://www.nbd.com.cn/articles/2026-01-05/4200001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"https://www.nbd.com.cn/columns/{number}/",
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, number in {"要闻": 3, "头条": 2, "推荐": 5, "图片新闻": 4}.items()
    ),
    profiles=standard.PROFILES,
)
