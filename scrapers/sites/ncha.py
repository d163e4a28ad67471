"""National Cultural Heritage Administration (国家文物局), on Hanweb's jpage."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.ncha.gov.cn/"
COLUMNS = {
    "栏目 2664": (2664, "B 2026, 1 program: china-governance"),
    "栏目 2666": (2666, "B 2026, 1 program: china-governance"),
    "栏目 2318": (2318, "B 2026, 1 program: china-governance"),
    "栏目 2096": (2096, "B 2026, 1 program: china-governance"),
}

SITE = Site(
    name="ncha",
    publisher="国家文物局",
    homepage=HOME,
    hosts=("ncha.gov.cn",),
    article=r"^https?://www\.ncha\.gov\.cn/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html",
    example=f"{HOME}art/2026/1/5/art_2664_1001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"{HOME}col/col{column}/index.html",
            evidence=evidence,
        )
        for name, (column, evidence) in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
