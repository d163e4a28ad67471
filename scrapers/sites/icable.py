"""i-CABLE News (有線新聞), on WordPress. No page of it was seen."""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import JsonList

HOME = "https://www.i-cable.com/"

SITE = Site(
    name="icable",
    publisher="有線新聞",
    homepage=HOME,
    country="HK",
    hosts=("i-cable.com",),
    zone=ZoneInfo("Asia/Hong_Kong"),
    article=r"^https?://www\.i-cable\.com/(?!category/|tag/)[^/?#]+/(?:[^/?#]+/)?\d{5,9}/",
    example=f"{HOME}%E6%96%B0%E8%81%9E%E8%B3%87%E8%A8%8A/424132/yi-xian-sou-cha",
    sources=(
        JsonList(
            name="新聞",
            url=f"{HOME}wp-json/wp/v2/posts?per_page=20&page=1",
            page_parameter="page",
            rows="@",
            link="link",
            day="date",
            evidence="B 2026, 1 program: RSSHub, by category",
        ),
    ),
)
