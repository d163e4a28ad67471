"""National People's Congress (全国人民代表大会), on TRS. The time of an article stands in a script (`fbrq`)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard, trs
from scrapers.sources import Listing

HOME = "http://www.npc.gov.cn/"
COLUMNS = {
    "滚动新闻": "c10134",
    "权威发布": "c12435",
    "立法": "c183",
    "监督": "c184",
    "代表": "c185",
    "理论": "c189",
}

SITE = Site(
    name="npc",
    publisher="中国人大网",
    homepage=HOME,
    hosts=("npc.gov.cn",),
    article=rf"^https?://www\.npc\.gov\.cn/npc/{trs.ARTICLE}",
    example=f"{HOME}npc/c2/c10134/202601/t20260105_450001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"{HOME}npc/c2/{column}/",
            evidence="B 2026, 1 program: RSSHub",
        )
        for name, column in COLUMNS.items()
    ),
    profiles=(
        Profile(
            name="npc",
            mark="script:fbrq",
            title=("h1", "title"),
            body=("#Zoom",),
            published=("script:fbrq", ".fontsize", 'meta[name="PubDate"]'),
            source_name=('meta[name="ContentSource"]',),
            drop=standard.FURNITURE,
            address=r"/t\d{8}_(?P<content_id>\d+)",
        ),
    ),
)
