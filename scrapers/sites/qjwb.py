"""Qianjiang Evening News (钱江晚报), on Founder's older system.

The first page of an issue is node_77.htm in a program of 2025, which reads the issues since July 2009.
"""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "http://qjwb.thehour.cn/"

SITE = Site(
    name="qjwb",
    publisher="钱江晚报",
    homepage=HOME,
    hosts=("qjwb.thehour.cn",),
    article=r"^https?://qjwb\.thehour\.cn/html/\d{4}-\d{2}/\d{2}/content_\d+\.htm",
    example=f"{HOME}html/2026-01/05/content_4400001.htm",
    sources=(
        Epaper(
            name="版面",
            url=f"{HOME}html/{{day:%Y-%m/%d}}/node_77.htm",
            first="2009-07-15",
            evidence="B 2026, 1 program: RSSHub, by paperindex.htm",
        ),
    ),
    profiles=(standard.FOUNDER,),
)
