"""Guangzhou Daily (广州日报): the app lists articles of its pages on another host. No page of it was seen."""

from scrapers.site import Site
from scrapers.sources import JsonList

HOME = "https://www.gzdaily.cn/"

SITE = Site(
    name="gzdaily",
    publisher="广州日报",
    homepage=HOME,
    hosts=("gzdaily.cn", "huacheng.gz-cmc.com"),
    article=r"^https?://huacheng\.gz-cmc\.com/pages/\d{4}/\d{2}/\d{2}/\w{16,40}\.html",
    example="https://huacheng.gz-cmc.com/pages/2026/01/05/0a1b2c3d4e5f60718293a4b5c6d7e8f9.html",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"https://app.gzdaily.cn/app_if/getArticles?columnId={number}&page=1",
                page_parameter="page",
                rows="list",
                link="shareUrl",
                day="publishtime",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, number in (
                ("首页", 74),
                ("时局", 374),
                ("广州", 371),
                ("大湾区", 397),
            )
        ),
    ),
)
