"""China Daily (中国日报网), its Chinese pages."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="chinadaily",
    publisher="中国日报网",
    homepage="https://cn.chinadaily.com.cn/",
    hosts=("chinadaily.com.cn",),
    article=r"^https?://[\w.]+\.chinadaily\.com\.cn/a/\d{6}/\d{2}/WS[0-9a-f]+(?:_\d+)?\.html",
    sources=(
        Listing(
            name="首页",
            url="https://cn.chinadaily.com.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="chinadaily-zh",
            mark="div.container-left2",
            title=("h1.dabiaoti", "div.container-left2 h1"),
            body=("#Content",),
            published=("div.xinf-le + div.xinf-le", "div.fenx"),
            source_name=("div.fenx div.xinf-le",),
            editor=("div#Content > div",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=("div#Content > div:last-child", "#div_currpage", ".email"),
            next_page=("#div_currpage a",),
            address=r"/WS(?P<content_id>[0-9a-f]+)",
        ),
        standard.WEBTERREN,
    ),
)
