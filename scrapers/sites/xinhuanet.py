"""Xinhua's own sites: xinhuanet.com and news.cn, with the channels of the provinces."""

from scrapers.site import Site
from scrapers.sites.cms import xinhua

SITE = Site(
    name="xinhuanet",
    publisher="新华网",
    homepage="http://www.news.cn/",
    hosts=("xinhuanet.com", "news.cn"),
    article=rf"^https?://[\w.]+\.(?:xinhuanet\.com|news\.cn)/(?:[\w-]+/)*(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    profiles=xinhua.PROFILES,
)
