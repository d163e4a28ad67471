"""Zhejiang Daily (浙江日报) and the papers of its group, on Founder's older system.

The first page of an issue is node_18.htm, and of the art paper node_199.htm, in addresses of 2013 to 2025. Of the
others only the front page of today is known, to which paperindex.htm leads.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper, Listing

HOME = "https://zjrb.zjol.com.cn/"

SITE = Site(
    name="zjrb",
    publisher="浙江日报",
    homepage=HOME,
    hosts=("zjol.com.cn",),
    article=r"^https?://(?:zjrb|msb|zjlnb|zjfzb|jnyb)\.zjol\.com\.cn/html/\d{4}-\d{2}/\d{2}/content_\d+\.htm",
    example=f"{HOME}html/2026-01/05/content_3880001.htm",
    sources=(
        Epaper(
            name="浙江日报",
            url=f"{HOME}html/{{day:%Y-%m/%d}}/node_18.htm",
            evidence="B 2026, 1 program: RSSHub, by paperindex.htm",
        ),
        Epaper(
            name="美术报",
            url="https://msb.zjol.com.cn/html/{day:%Y-%m/%d}/node_199.htm",
            evidence="B 2026, 1 program: RSSHub, by paperindex.htm",
        ),
        *(
            Listing(
                name=name,
                url=f"https://{path}.zjol.com.cn/paperindex.htm",
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in (
                ("浙江法制报（头版）", "zjfzb"),
                ("浙江老年报（头版）", "zjlnb"),
                ("江南游报（头版）", "jnyb"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="zjrb",
            mark="div.main-article-content",
            title=(".main-article-title",),
            body=("div.main-article-content",),
            published=(".main-ed-date", 'meta[name="publishdate"]'),
            drop=(".main-article-alltitle",),
        ),
        standard.FOUNDER,
    ),
)
