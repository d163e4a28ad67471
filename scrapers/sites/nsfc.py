"""National Natural Science Foundation (国家自然科学基金委员会)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.nsfc.gov.cn/p1/3381/"
COLUMNS = {
    "基金要闻": "2821/jjyw11.html",
    "通知说明": "2822/tzsm1.html",
    "指南通告": "2824/zntg.html",
    "资助成果": "2825/zzcg11.html",
}

SITE = Site(
    name="nsfc",
    publisher="国家自然科学基金委员会",
    homepage=HOME,
    hosts=("nsfc.gov.cn",),
    article=r"^https?://www\.nsfc\.gov\.cn/p1/(?:\d+/)+\d+\.html",
    example=f"{HOME}2824/140001.html",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            evidence="B 2026, 1 program: china-governance",
        )
        for name, path in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
