"""National Administration of Traditional Chinese Medicine (国家中医药管理局)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.natcm.gov.cn/"
COLUMNS = {
    "政策文件": "a/zcwj/",
    "通知公告": "a/tzgg/",
    "政策解读": "a/zcjd/",
}

SITE = Site(
    name="natcm",
    publisher="国家中医药管理局",
    homepage=HOME,
    hosts=("natcm.gov.cn",),
    article=r"^https?://www\.natcm\.gov\.cn/(?:\w+/)+\d{4}-\d{2}-\d{2}/\d+\.html",
    example=f"{HOME}bangongshi/gongzuodongtai/2026-01-05/39001.html",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            evidence="A 2026, 2 programs: china-governance",
        )
        for name, path in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
