"""Qinhuangdao (秦皇岛新闻网). That its articles are below /content/ is from a program's rule; no page was seen."""

from scrapers.site import Site
from scrapers.sources import Listing

HOME = "http://www.qhdnews.com/"

SITE = Site(
    name="qhdnews",
    publisher="秦皇岛新闻网",
    homepage=HOME,
    hosts=("qhdnews.com",),
    article=r"^https?://(?:\w+\.)?qhdnews\.com/(?:\w+/)*content/[\w./-]*\w",
    example=f"{HOME}content/2026-01/05/123456.html",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
)
