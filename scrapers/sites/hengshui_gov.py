"""The government of Hengshui (衡水市人民政府), on Hanweb. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "http://www.hengshui.gov.cn/"

SITE = Site(
    name="hengshui_gov",
    publisher="衡水市人民政府",
    homepage=HOME,
    hosts=("hengshui.gov.cn",),
    article=rf"^https?://www\.hengshui\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/1/5/art_45_400001.html",
    sources=(
        Listing(
            name="要闻",
            url=f"{HOME}col/col45/index.html",
            evidence=government.YUQING,
        ),
    ),
    profiles=government.PROFILES,
)
