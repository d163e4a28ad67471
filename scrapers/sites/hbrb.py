"""Hebei Daily (河北日报), its paper edition. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://hbrb.hebnews.cn/"

SITE = Site(
    name="hbrb",
    publisher="河北日报",
    homepage=HOME,
    hosts=("hbrb.hebnews.cn",),
    article=r"^https?://hbrb\.hebnews\.cn/pc/paper/c/\d{6}/\d{2}/(?:content_|c)\d+\.html",
    example=f"{HOME}pc/paper/c/202601/05/content_260001.html",
    sources=(
        Epaper(
            name="版面",
            url=f"{HOME}pc/paper/layout/{{day:%Y%m/%d}}/node_01.html",
            evidence="B 2026, 1 program: YuQing",
        ),
    ),
    profiles=(standard.FOUNDER,),
)
