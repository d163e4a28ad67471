"""Guangming Online (光明网): its layouts of 2017 and 2024."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

# Of each channel the numbers of its columns; the names are those that its readers give.
NAMED = {
    "时政": "news.gmw.cn/node_23548",
    "国际军事": "news.gmw.cn/node_23547",
    "经济": "news.gmw.cn/node_23545",
    "法治社会": "news.gmw.cn/node_23708",
    "时政 要闻": "politics.gmw.cn/node_9844",
    "时政 国内": "politics.gmw.cn/node_9840",
    "时政 权威发布": "politics.gmw.cn/node_9831",
    "时政 解读": "politics.gmw.cn/node_9828",
}
NUMBERED = {
    "world": (4661, 24177, 4696),
    "mil": (8986, 8981, 8984, 8982, 11177),
    "economy": (59269, 8971, 144789, 144788, 12466),
    "guancha": (86599, 102342),
    "edu": (9729, 9757, 10602),
    "tech": (10617, 4360),
    "culture": (10572, 10565),
    "legal": (9668,),
}
COLUMNS = {
    **NAMED,
    **{f"{channel} {node}": f"{channel}.gmw.cn/node_{node}" for channel, nodes in NUMBERED.items() for node in nodes},
}

SITE = Site(
    name="gmw",
    publisher="光明网",
    homepage="https://www.gmw.cn/",
    hosts=("gmw.cn",),
    article=r"^https?://[\w.]+\.gmw\.cn/\d{4}-\d{2}/\d{2}/content_\d+(?:_\d+)?\.html?",
    example="https://news.gmw.cn/2026-01/05/content_38500001.htm",
    sources=(
        Listing(
            name="要闻",
            url="https://news.gmw.cn/node_4108.htm",
            next="node_4108_{page}.htm",  # ten pages
            evidence="A 2026, 3 programs: RSSHub",
        ),
        *(
            Listing(
                name=name,
                url=f"https://{node}.htm",
                next=f"{node.partition('/')[2]}_{{page}}.htm",
                evidence="A 2026, 3 programs: RSSHub",
            )
            for name, node in COLUMNS.items()
        ),
    ),
    profiles=(
        Profile(
            name="gmw-2024",
            mark="div.u-mainText",
            title=("h1.u-title",),
            body=("div.u-mainText",),
            published=(".m-con-time",),
            source_name=(".m-con-source a", ".m-con-source"),
            editor=(".liability", ".m-zbTool"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".liability", ".m-zbTool", ".u-relate", "#contentLiability"),
            address=r"content_(?P<content_id>\d+)",
        ),
        Profile(
            name="gmw-2017",
            mark="#articleTitle",
            title=("#articleTitle",),
            body=("#contentMain",),
            published=("#pubtime_baidu", "#pubTime"),
            source_name=("#source a", "#source", "#source_baidu"),
            author=("#author_baidu",),
            editor=("#editor_baidu", "#contentLiability"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=("#contentLiability", ".page", "#displaypagenum"),
            next_page=("#displaypagenum a",),
            address=r"content_(?P<content_id>\d+)",
        ),
        standard.WEBTERREN,
    ),
)
