"""The papers of Jiaxing (嘉兴日报, 南湖晚报), on Founder's system. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://jxrb.cnjxol.com/"

SITE = Site(
    name="cnjxol",
    publisher="嘉兴日报",
    homepage=HOME,
    hosts=("cnjxol.com",),
    article=r"^https?://(?:jxrb|nhwb)\.cnjxol\.com/(?:jxrb|nhwb)Paper/pc/content/\d{6}/\d{2}/content_\d+\.html",
    example=f"{HOME}jxrbPaper/pc/content/202601/05/content_200001.html",
    sources=(
        Epaper(
            name="嘉兴日报",
            url=f"{HOME}jxrbPaper/pc/layout/{{day:%Y%m/%d}}/node_01.html",
            evidence="B 2026, 1 program: RSSHub",
        ),
        Epaper(
            name="南湖晚报",
            url="https://nhwb.cnjxol.com/nhwbPaper/pc/layout/{day:%Y%m/%d}/node_01.html",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=(standard.FOUNDER,),
)
