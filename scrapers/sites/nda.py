"""National Data Administration (国家数据局). Its lists and articles have pages for desktops (`_pc`)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.nda.gov.cn/sjj/"
COLUMNS = {
    "政策发布": ("zwgk/zcfb/list/", "A 2026, 2 programs: china-governance, gov-site-list"),
    "通知公告": ("zwgk/tzgg/list/index_pc_1.html", "A 2026, 4 programs: china-governance, gov-site-list"),
    "政策解读": ("zwgk/zcjd/list/", "B 2026, 1 program: china-governance"),
    "专家解读": ("zwgk/zjjd/list/", "B 2026, 1 program: china-governance"),
}

SITE = Site(
    name="nda",
    publisher="国家数据局",
    homepage="https://www.nda.gov.cn/",
    hosts=("nda.gov.cn",),
    article=r"^https?://www\.nda\.gov\.cn/sjj/(?:\w+/)*\d{4}/\d{20,24}_(?:pc|mobile)\.html",
    example=f"{HOME}zwgk/zcfb/0105/20260105093000000000001_pc.html",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            next="index_pc_{page}.html",
            evidence=evidence,
        )
        for name, (path, evidence) in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
