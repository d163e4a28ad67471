"""Qiushi (求是网), the journal of the Party's theory, on Xinhua's hosting."""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "https://www.qstheory.cn/"
COLUMNS = {
    "头条": "v9zhuanqu/toutiao/index.htm",
    "网评": "qswp.htm",
    "原创": "qslgxd/index.htm",
    "政治": "politics/index.htm",
    "经济": "economy/index.htm",
    "党建": "cpc/index.htm",
    "文化": "culture/index.htm",
    "社会": "society/index.htm",
    "科教": "science/index.htm",
    "生态": "zoology/index.htm",
    "国防": "defense/index.htm",
    "国际": "international/index.htm",
    "图书": "books/index.htm",
    "学习笔记": "qszq/xxbj/index.htm",
    "理论文选": "qszq/llwx/index.htm",
}

SITE = Site(
    name="qstheory",
    publisher="求是网",
    homepage=HOME,
    hosts=("qstheory.cn",),
    article=rf"^https?://www\.qstheory\.cn/(?:[\w-]+/)*(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example=f"{HOME}20260105/0123456789abcdef0123456789abcdef/c.html",
    sources=(
        xinhua.data_file(
            "往期目录",
            f"{HOME}ds_32929c18a87a4be0b577ff0591492df5.json",
            "A 2026, 3 programs: RSSHub, whatshot",
        ),
        Xhcloud(
            name="首页",
            url=HOME,
            evidence="A 2026, 2 programs: whatshot",
        ),
        Xhcloud(
            name="动态",
            url="http://www.qstheory.cn/dt/index.htm",
            evidence="A 2026, 2 programs: RSSHub, china-governance",
        ),
        Xhcloud(
            name="求是要闻",
            url="http://www.qstheory.cn/qsyw/index.htm",
            evidence="B 2026, 1 program: china-governance",
        ),
        Xhcloud(
            name="栏目 qsgdzx",
            url="http://www.qstheory.cn/qsgdzx/index.htm",
            evidence="B 2026, 1 program: china-governance",
        ),
        *(
            Xhcloud(
                name=name,
                url=HOME + path,
                evidence="B 2026, 1 program: RSSHub",
            )
            for name, path in COLUMNS.items()
        ),
    ),
    profiles=xinhua.PROFILES,
)
