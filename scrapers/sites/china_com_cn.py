"""China Internet Information Center (中国网), its pages for phones, and for desktops since 2022."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

NODES = {
    "要闻": ("news", "", 7247300),
    "国内": ("news", "", 7247302),
    "国际": ("news", "", 7247303),
    "国际 7208703": ("news", "world/", 7208703),
    "国际 7208704": ("news", "world/", 7208704),
    "国际 7239403": ("news", "world/", 7239403),
    "军事 7252587": ("military", "", 7252587),
    "军事 7252588": ("military", "", 7252588),
    "军事 7252592": ("military", "", 7252592),
    "军事 7252593": ("military", "", 7252593),
    "军事 7252626": ("military", "", 7252626),
}

SITE = Site(
    name="china_com_cn",
    publisher="中国网",
    homepage="http://www.china.com.cn/",
    hosts=("china.com.cn",),
    article=(
        r"^https?://[\w.]+\.china\.com\.cn/(?:[\w-]+/)*"
        r"(?:\d{4}-\d{2}/\d{2}/content_\d+\.s?html?|appshare/doc_\d+_\d+_\d+\.html|.*doc_\d+_\d+_\d+\.html)"
    ),
    example="http://news.china.com.cn/2026-01/05/content_118200001.shtml",
    sources=tuple(
        Listing(
            name=name,
            url=f"http://{host}.china.com.cn/{folder}node_{node}.htm",
            next=f"node_{node}_{{page}}.htm",
            evidence="C 2022, 5 programs: one list of links of 2026 has 国际 7247303",
        )
        for name, (host, folder, node) in NODES.items()
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
        # Its head has the title once more, and the meta `author` is the editor.
        Profile(
            name="china-com-cn-2022",
            since="2022",
            mark="div.content > div.inform",
            title=("div.content > h1", "h1.article_title"),
            body=("div.content_left div.article", "div.content div.article"),
            published=("div.inform > p", 'meta[name="publishdate"]'),
            source_name=('div.inform > p:contains("来源")',),
            editor=("div.article div.editor", "div.editor"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".editor", ".informShare", ".relevant"),
            address=r"content_(?P<content_id>\d+)",
        ),
        standard.BAIDU,
        standard.WEBTERREN,
    ),
)
