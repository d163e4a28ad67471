"""The central government of China (中国政府网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

SITE = Site(
    name="gov_cn",
    publisher="中国政府网",
    homepage="https://www.gov.cn/",
    hosts=("www.gov.cn",),
    article=(
        r"^https?://www\.gov\.cn/(?:[\w-]+/)+"
        r"(?:\d{4}-\d{2}/\d{2}/content_\d+|\d{6}/content_\d+|content_\d+)(?:_\d+)?\.html?$"
    ),
    sources=(
        Listing(
            name="新闻",
            url="https://www.gov.cn/yaowen/",
        ),
        JsonList(
            name="要闻",
            url="https://www.gov.cn/yaowen/liebiao/YAOWENLIEBIAO.json",
        ),
    ),
    profiles=(
        Profile(
            name="gov-cn-2014",
            mark="div.pages_content",
            title=("div.pages-title", "div.article h1"),
            body=("div.pages_content", "#printContent"),
            published=("div.pages-date",),
            source_name=("div.pages-date span.font:last-of-type", "div.pages-date"),
            editor=("div.pages_content div.editor", "div.editor"),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".editor",
                ".xg-link",
                ".share",
                ".pages_print",
                "#div_page_roll1",
                "#div_currpage",
                ".gwd-share",
                "select",
            ),
            next_page=("#div_page_roll1 a", "#div_currpage a"),
            address=r"content_(?P<content_id>\d+)",
        ),
        Profile(
            name="gov-cn-2023",
            mark="#UCAP-CONTENT",
            title=("#ti", "div.article h1", "h1"),
            body=("#UCAP-CONTENT",),
            published=("div.pages-date", 'meta[name="firstpublishedtime"]'),
            source_name=("div.pages-date span.font", "div.pages-date"),
            editor=("div.editor",),
            keywords=('meta[name="keywords"]',),
            drop=(".editor", ".share", ".related"),
            address=r"content_(?P<content_id>\d+)",
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
