"""Securities Times (证券时报网): the layout of its older pages."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

COLUMNS = {
    "要闻": "yw",
    "股市": "gs",
    "公司": "company",
    "基金": "fund",
    "金融": "finance",
    "评论": "comment",
    "产经": "cj",
    "科创板": "kcb",
    "新三板": "xsb",
    "智库": "zk",
    "滚动": "gd",
}

SITE = Site(
    name="stcn",
    publisher="证券时报网",
    homepage="https://www.stcn.com/",
    hosts=("stcn.com",),
    article=r"^https?://[\w.]+\.stcn\.com/(?:\d{4}/\d{4}/\d+\.shtml|article/detail/\d+\.html)",
    example="https://www.stcn.com/article/detail/3500001.html",
    sources=tuple(
        Listing(
            name=name,
            url=f"https://www.stcn.com/article/list/{column}.html",
            evidence="A 2026, 3 programs: RSSHub, whatshot",
        )
        for name, column in COLUMNS.items()
    ),
    profiles=(
        Profile(
            name="stcn",
            until="2020",
            mark="div.intal_tit",
            title=("div.intal_tit h2",),
            body=("#ctrlfscont", "div.txt_con"),
            published=("div.intal_tit div.info",),
            source_name=("div.intal_tit div.info span:first-of-type", "div.intal_tit div.info"),
            author=("div.intal_tit div.info span + span", "div.intal_tit div.info"),
            editor=("div.txt_con div.edit",),
            keywords=('meta[name="keywords"]',),
            drop=(".edit", ".fenxiang", ".shenming"),
        ),
    ),
)
