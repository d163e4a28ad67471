"""China National Intellectual Property Administration (国家知识产权局), on Hanweb's jpage."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.cnipa.gov.cn/"
COLUMNS = {
    "通知": (75, "A 2026, 2 programs: china-governance, gov-site-list"),
    "最新发布": (2073, "B 2026, 1 program: gov-site-list"),
    "栏目 74": (74, "B 2026, 1 program: china-governance"),
    "栏目 66": (66, "B 2026, 1 program: china-governance"),
}

SITE = Site(
    name="cnipa",
    publisher="国家知识产权局",
    homepage=HOME,
    hosts=("cnipa.gov.cn",),
    article=r"^https?://www\.cnipa\.gov\.cn/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html",
    example=f"{HOME}art/2026/1/5/art_75_1001.html",
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
