"""National Radio and Television Administration (国家广播电视总局), on Hanweb's jpage."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.nrta.gov.cn/"
COLUMNS = {
    "总局要闻": (112, "A 2026, 2 programs: RSSHub, china-governance"),
    "公告公示": (113, "A 2026, 2 programs: RSSHub, gov-site-list"),
    "工作动态": (114, "B 2026, 1 program: RSSHub"),
    "规章": (3812, "B 2026, 1 program: gov-site-list"),
}

SITE = Site(
    name="nrta",
    publisher="国家广播电视总局",
    homepage=HOME,
    hosts=("nrta.gov.cn",),
    article=r"^https?://www\.nrta\.gov\.cn/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html",
    example=f"{HOME}art/2026/1/5/art_112_1001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"{HOME}col/col{column}/index.html",
            evidence=evidence,
        )
        for name, (column, evidence) in COLUMNS.items()
    ),
    profiles=(
        Profile(
            name="nrta",
            mark="#artTitMob",
            title=("#artTitMob",),
            body=("#c",),
            published=(".mobile_time.shareWarpTime", 'meta[name="PubDate"]'),
            source_name=(".mobile_time.shareFromz", 'meta[name="ContentSource"]'),
            drop=standard.FURNITURE,
            address=r"/art_\d+_(?P<content_id>\d+)\.",
        ),
        *standard.PROFILES,
    ),
)
