"""China Xiong'an's official site (中国雄安官网), on Xinhua's CMS.

No page of it was seen: all that stands here comes from programs that read it. Until 2024 it listed its articles by
Xinhua's list API, by node ids. Since April 2025 its articles have addresses of the new CMS, which lists them in files
`ds_<hash>.json`.
"""

from scrapers.discover import Listing
from scrapers.site import Site
from scrapers.sites.cms import xinhua

HOME = "http://www.xiongan.gov.cn/"
API = "http://da.wa.news.cn/nodeart/page"

SITE = Site(
    name="xiongan",
    publisher="中国雄安官网",
    homepage=HOME,
    hosts=("xiongan.gov.cn",),
    list_hosts=("da.wa.news.cn",),
    article=rf"^https?://(?:www|news)\.xiongan\.gov\.cn/(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    sources=(
        Listing(
            name="首页",
            url=HOME,
            guess=True,
        ),  # GUESS: that it links articles and the lists of the new CMS
        xinhua.node_list("公示公告", API, 11171068),
        xinhua.node_list("最新文件", API, 11171072),
        xinhua.node_list("解读", API, 11171073),
        xinhua.node_list("计划规划", API, 11171069),
        *(xinhua.node_list(f"专题 {nid}", API, nid) for nid in (11215323, 11215324, 11207721, 11207723, 11208880)),
    ),
    profiles=xinhua.PROFILES,
    catalogues=("02002003",),  # GUESS from one page: no other site has this catalogue
    tracked_address="http://www.xiongan.gov.cn/{year}-{month}/{day}/c_{content_id}.htm",
)
