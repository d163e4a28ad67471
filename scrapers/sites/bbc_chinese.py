"""BBC News in Chinese (BBC News 中文). No page of it was seen."""

from zoneinfo import ZoneInfo

from scrapers.site import Site
from scrapers.sources import Feed

HOME = "https://www.bbc.com/zhongwen/simp"

SITE = Site(
    name="bbc_chinese",
    publisher="BBC News 中文",
    homepage=HOME,
    country="GB",
    hosts=("bbc.com", "bbc.co.uk"),
    list_hosts=("feeds.bbci.co.uk",),
    zone=ZoneInfo("Europe/London"),
    article=r"^https?://www\.bbc\.(?:com|co\.uk)/zhongwen/(?:articles/\w{8,16}|(?:simp|trad)/[\w-]*\d{6,9})",
    example="https://www.bbc.com/zhongwen/articles/c0abcd1efgho/simp",
    sources=(
        Feed(
            name="简体",
            url="https://feeds.bbci.co.uk/zhongwen/simp/rss.xml",
            evidence="A 2026, 15 programs",
        ),
        Feed(
            name="繁體",
            url="https://feeds.bbci.co.uk/zhongwen/trad/rss.xml",
            evidence="A 2026, 2 programs",
        ),
    ),
)
