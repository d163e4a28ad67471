"""China Economic Net (中国经济网) of 经济日报, on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://district.ce.cn/newarea/"
COLUMNS = {
    "即时新闻": "roll",
    "经济动态": "jjdt",
    "独家视角": "poll",
    "专题": "ch",
    "数说地方": "ssdf",
    "地方播报": "dfbb",
    "专稿": "zg",
    "港澳台": "gat",
}

SITE = Site(
    name="ce",
    publisher="中国经济网",
    homepage="http://www.ce.cn/",
    hosts=("ce.cn",),
    article=r"^https?://[\w.]+\.ce\.cn/(?:[\w-]+/)*\d{6}/\d{2}/t\d{8}_\d+\.shtml",
    example=f"{HOME}roll/202601/05/t20260105_39500001.shtml",
    sources=tuple(
        Listing(
            name=f"地方经济 {name}",
            url=f"{HOME}{folder}/index.shtml",
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, folder in COLUMNS.items()
    ),
    profiles=standard.PROFILES,
)
