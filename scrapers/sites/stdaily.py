"""Science and Technology Daily (科技日报), its site 中国科技网."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing, Sitemap

HOME = "https://www.stdaily.com/"

SITE = Site(
    name="stdaily",
    publisher="中国科技网",
    homepage=HOME,
    hosts=("stdaily.com",),
    article=r"^https?://www\.stdaily\.com/(?:[\w-]+/)*\d{4}-\d{2}/\d{2}/content_\d+\.s?html",
    example=f"{HOME}web/gdxw/2026-01/05/content_460001.html",
    sources=(
        Listing(
            name="滚动新闻",
            url=f"{HOME}web/gdxw/node_324.html",
            evidence="A 2026, 2 programs: whatshot, china-governance",
        ),
        Listing(
            name="科技新突破",
            url=f"{HOME}web/spxw/node_706.html",
            evidence="B 2026, 1 program",
        ),
        Sitemap(
            name="站点地图",
            url=f"{HOME}sitemap.xml",
            evidence="B 2026, 1 program",
        ),
    ),
    profiles=standard.PROFILES,
)
