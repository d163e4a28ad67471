"""National Archives Administration (国家档案局): articles by month and hash."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.saac.gov.cn/"
COLUMNS = {
    "信息公开": "daj/xxgk/list.shtml",
    "通知公告": "daj/tzgg/list.shtml",
    "行政法规库": "daj/xzfgk/xzfgk.shtml",
    "法规标准库": "daj/fgbzk/fgbzk.shtml",
}

SITE = Site(
    name="saac",
    publisher="国家档案局",
    homepage=HOME,
    hosts=("saac.gov.cn",),
    article=r"^https?://www\.saac\.gov\.cn/daj/\w+/\d{6}/[0-9a-f]{32}\.shtml",
    example=f"{HOME}daj/tzgg/202601/0123456789abcdef0123456789abcdef.shtml",
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
