"""China Internet Information Center (中国网), its pages for phones and for desktops."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="china_com_cn",
    publisher="中国网",
    homepage="http://www.china.com.cn/",
    hosts=("china.com.cn",),
    article=(
        r"^https?://[\w.]+\.china\.com\.cn/(?:[\w-]+/)*"
        r"(?:\d{4}-\d{2}/\d{2}/content_\d+\.s?html?|appshare/doc_\d+_\d+_\d+\.html|.*doc_\d+_\d+_\d+\.html)"
    ),
    sources=(
        Listing(
            name="首页",
            url="http://www.china.com.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="china-com-cn-phone",
            mark="#big-title",
            title=("#big-title div.text",),
            body=("#content",),
            published=("#pubtime",),
            source_name=("#source", "#big-title .source", "#big-title div.info span:first-child"),
            author=("#big-title div.info span:nth-child(3):not(#pubtime)",),
            editor=("#editor",),
            drop=(".subscribe", ".editor", ".more"),
        ),
        standard.BAIDU,
        standard.WEBTERREN,
    ),
)
