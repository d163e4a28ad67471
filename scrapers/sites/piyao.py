"""China's platform against rumours (中国互联网联合辟谣平台), on Xinhua's CMS."""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Listing

SITE = Site(
    name="piyao",
    publisher="中国互联网联合辟谣平台",
    homepage="https://www.piyao.org.cn/",
    hosts=("piyao.org.cn",),
    article=r"^https?://www\.piyao\.org\.cn/(?:\d{8}/[0-9a-f]{32}/c\.html|\d{4}-\d{2}/\d{2}/c_\d+\.htm)",
    sources=(
        Listing(
            name="首页",
            url="https://www.piyao.org.cn/",
        ),
    ),
    profiles=xinhua.PROFILES,
)
