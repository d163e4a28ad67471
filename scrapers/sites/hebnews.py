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
    sources=(
        Listing(
            name="河北",
            url="http://hebei.hebnews.cn/",
        ),
    ),
    profiles=(standard.BAIDU, standard.FOUNDER, standard.WEBTERREN),
)
