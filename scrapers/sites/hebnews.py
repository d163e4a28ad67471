"""Hebei Daily (河北新闻网): only its front page was seen; shared conventions read its articles."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="hebnews",
    publisher="河北新闻网",
    homepage="http://www.hebnews.cn/",
    hosts=("hebnews.cn",),
    article=r"^https?://[\w.]+\.hebnews\.cn/\d{4}-\d{2}/\d{2}/content_\d+\.htm",
    example="http://hebei.hebnews.cn/2026-01/05/content_9400001.htm",
    sources=(
        *(
            Listing(
                name=name,
                url=f"http://{path}",
                evidence="B 2026, 1 program: YuQing",
            )
            for name, path in (
                ("河北", "hebei.hebnews.cn/"),
                ("河北（栏目）", "hebei.hebnews.cn/node_119548.htm"),
                ("廊坊", "lf.hebnews.cn/"),
                ("沧州", "cangzhou.hebnews.cn/"),
            )
        ),
    ),
    profiles=(standard.BAIDU, standard.FOUNDER, standard.WEBTERREN),
)
