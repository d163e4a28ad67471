"""National Healthcare Security Administration (国家医疗保障局), on Hanweb's jpage."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.nhsa.gov.cn/"
COLUMNS = {
    "政策法规": (104, "A 2026, 2 programs: china-governance, gov-site-list"),
    "通知公告": (109, "B 2026, 1 program: gov-site-list"),
}

SITE = Site(
    name="nhsa",
    publisher="国家医保局",
    homepage=HOME,
    hosts=("nhsa.gov.cn",),
    article=r"^https?://www\.nhsa\.gov\.cn/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html",
    example=f"{HOME}art/2026/1/5/art_104_1001.html",
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
