"""Caijing (财经网). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList

SITE = Site(
    name="caijing",
    publisher="财经网",
    homepage="http://www.caijing.com.cn/",
    hosts=("caijing.com.cn",),
    article=r"^https?://[\w.]+\.caijing\.com\.cn/(?:\d{4}-\d{2}-\d{2}/\d+\.html|\d{8}/\d+\.shtml)",
    example="https://economy.caijing.com.cn/20260105/5100001.shtml",
    sources=(
        JsonList(
            name="滚动新闻",
            url="https://roll.caijing.com.cn/json/lists1.json",
            next="lists{page}.json",
            rows="@",
            link="url",  # the address has the day, the row only month and hour
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="caijing",
            mark="#cont_title",
            title=("#cont_title",),
            body=("#the_content",),
            published=("#pubtime_baidu",),
            source_name=("#source_baidu",),
            author=("#author_baidu",),
            editor=("#editor_baidu",),
            keywords=('meta[name="keywords"]',),
            drop=("#editor_baidu", ".ar_keywords"),
        ),
        standard.BAIDU,
    ),
)
