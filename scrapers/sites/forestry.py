"""National Forestry and Grassland Administration (国家林业和草原局)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.forestry.gov.cn/"

SITE = Site(
    name="forestry",
    publisher="国家林业和草原局",
    homepage=HOME,
    hosts=("forestry.gov.cn",),
    article=r"^https?://www\.forestry\.gov\.cn/(?:lyj/1|c/www)/\w+/(?:\d{8}/)?\d+\.j?html",
    example=f"{HOME}lyj/1/lcdt/20260105/600001.html",
    sources=(
        Listing(
            name="公示公告",
            url=f"{HOME}gsgg",
            evidence="A 2026, 2 programs: RSSHub, gov-site-list",
        ),
        *(
            Listing(
                name=name,
                url=f"{HOME}lyj/1/{column}.html",
                evidence="B 2026, 1 program: china-governance",
            )
            for name, column in {"林草政策": "lczc", "政策公告": "zcgg", "国务院文件": "gwywj"}.items()
        ),
        Listing(
            name="政策公告 旧",
            url=f"{HOME}c/www/zcgg.jhtml",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
