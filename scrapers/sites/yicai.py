"""Yicai (第一财经)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList

SITE = Site(
    name="yicai",
    publisher="第一财经",
    homepage="https://www.yicai.com/",
    hosts=("yicai.com",),
    article=r"^https?://(?:www|m)\.yicai\.com/(?:news|brief|vip/news)/\d+\.html",
    example="https://www.yicai.com/news/103000001.html",
    sources=(
        JsonList(
            name="最新",
            url="https://www.yicai.com/api/ajax/getlatest?page=1&pagesize=30",
            page_parameter="page",
            rows="@",
            link="url",
            day="CreateDate",
            evidence="B 2026, 1 program: RSSHub",
        ),
        JsonList(
            name="快讯",
            url="https://www.yicai.com/api/ajax/getbrieflist?type=0&page=1&pagesize=30",
            page_parameter="page",
            rows="@",
            link="url",
            day="CreateDate",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=standard.PROFILES,
)
