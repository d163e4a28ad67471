"""Hunan Daily (湖南日报), on Founder's older system. No page of it was seen."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Epaper

HOME = "https://hnrb.voc.com.cn/hnrb_epaper/"

SITE = Site(
    name="hnrb",
    publisher="湖南日报",
    homepage=HOME,
    hosts=("hnrb.voc.com.cn",),
    article=r"^https?://hnrb\.voc\.com\.cn/hnrb_epaper/html/\d{4}-\d{2}/\d{2}/content_\d+\.htm",
    example=f"{HOME}html/2026-01/05/content_1700001.htm?div=-1",
    sources=(
        Epaper(
            name="版面",
            url=f"{HOME}html/{{day:%Y-%m/%d}}/node_201.htm",
            evidence="B 2026, 1 program: RSSHub, by a refresh from /hnrb_epaper",
        ),
    ),
    profiles=(
        Profile(
            name="hnrb",
            mark="body:has(.font01) #ozoom",
            title=(".font01",),
            body=("#ozoom",),
            published=('meta[name="publishdate"]', ".date"),
        ),
        standard.FOUNDER,
    ),
)
