"""The government of Chengde (承德市人民政府), on Hanweb. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "http://www.chengde.gov.cn/"

SITE = Site(
    name="chengde_gov",
    publisher="承德市人民政府",
    homepage=HOME,
    hosts=("chengde.gov.cn",),
    article=rf"^https?://www\.chengde\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/1/5/art_9943_900001.html",
    sources=(
        Listing(
            name="政府信息公开",
            url=f"{HOME}col/col9943/index.html?number=CD0004A00006",
            evidence=government.YUQING,
        ),
    ),
    profiles=government.PROFILES,
)
