"""National Ethnic Affairs Commission (国家民族事务委员会)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.neac.gov.cn/"
COLUMNS = {
    "新闻中心": "seac/xwzx/index.shtml",
    "民委要闻": "seac/xwzx/mwyw/index.shtml",
    "政策文件": "seac/xxgk/zcfb/index.shtml",
}

SITE = Site(
    name="neac",
    publisher="国家民族事务委员会",
    homepage=HOME,
    hosts=("neac.gov.cn",),
    article=r"^https?://www\.neac\.gov\.cn/seac/(?:\w+/)+\d{6}/\d+\.shtml",
    example=f"{HOME}seac/xwzx/202601/1180001.shtml",
    sources=tuple(
        Listing(
            name=name,
            url=HOME + path,
            evidence="B 2026, 1 program",
        )
        for name, path in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
