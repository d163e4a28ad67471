"""China Xiong'an's official site (中国雄安官网), on Xinhua's CMS.

No page of it was seen: all that stands here comes from programs that read it. Until 2024 it listed its articles by
Xinhua's list API, by node ids. Since April 2025 it is on Xinhua's hosting: its articles have addresses with a day and a
hash, and the containers of its pages, articles too, name the files `ds_<hash>.json` that hold the lists.
"""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "https://www.xiongan.gov.cn/"
API = "http://da.wa.news.cn/nodeart/page"
FROZEN = "C 2024, 1 program: the list API of the old CMS, which stands still"

SITE = Site(
    name="xiongan",
    publisher="中国雄安官网",
    homepage=HOME,
    hosts=("xiongan.gov.cn",),
    list_hosts=("da.wa.news.cn",),
    article=rf"^https?://(?:www|news)\.xiongan\.gov\.cn/(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example=f"{HOME}20260122/60b24034dae34f7e89df3f3d274a13f7/c.html",
    sources=(
        Xhcloud(
            name="通知公告",
            url=f"{HOME}tzgg.html",
            evidence="A 2026, 2 programs: YuQing took 8 of 8 articles from it",
        ),
        Xhcloud(
            name="建设和交通管理局",
            url=f"{HOME}service/jshjtglj.htm",
            evidence="B 2026, 1 program: 18 articles",
        ),
        Xhcloud(
            name="住房城乡建设领域公开",
            url=f"{HOME}zwgk/zfxxgk/fdgknr/zdlyxxgk/zfhcxjs.html",
            evidence="B 2026, 1 program",
        ),
        Xhcloud(
            name="统计信息",
            url=f"{HOME}zwgk/zfxxgk/fdgknr/tjxx.html",
            evidence="B 2026, 1 program",
        ),
        Xhcloud(
            name="财政预决算",
            url=f"{HOME}zwgk/czyjsgkzl/zfjs/index.html",
            evidence="B 2026, 1 program",
        ),
        Xhcloud(
            name="首页",
            url=HOME,
            evidence="C 2026, 0 programs: inferred, as pages on Xinhua's hosting name their lists",
        ),
        xinhua.node_list("公示公告", API, 11171068, FROZEN),
        xinhua.node_list("最新文件", API, 11171072, FROZEN),
        xinhua.node_list("解读", API, 11171073, FROZEN),
        xinhua.node_list("计划规划", API, 11171069, FROZEN),
        *(
            xinhua.node_list(f"专题 {nid}", API, nid, FROZEN)
            for nid in (11215323, 11215324, 11207721, 11207723, 11208880)
        ),
    ),
    profiles=xinhua.PROFILES,  # where none fits (its text in a mere div.text), the generic extractor reads the page
    catalogues=("02002003",),  # GUESS from one page: no other site has this catalogue
    tracked_address="http://www.xiongan.gov.cn/{year}-{month}/{day}/c_{content_id}.htm",
)
