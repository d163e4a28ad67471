"""China Manned Space (中国载人航天), on TRS."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="cmse",
    publisher="中国载人航天",
    homepage="http://www.cmse.gov.cn/",
    hosts=("cmse.gov.cn",),
    article=r"^https?://www\.cmse\.gov\.cn/(?:[\w-]+/)*(?:\d{6}/t\d{8}_\d+|\d{8}/\d+|\w+)\.html",
    sources=(
        Listing(
            name="首页",
            url="http://www.cmse.gov.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="cmse",
            mark="div.info div.pubDate",
            title=("div.wzxq div.title", "div.mainCon div.title", "div.title"),
            body=("div.article", "div.TRS_Editor"),
            published=("div.pubDate",),
            source_name=("div.source", "div.info"),
            editor=("div.editor", "div.zrbj"),
            keywords=('meta[name="keywords"]',),
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
