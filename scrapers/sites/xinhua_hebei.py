"""Xinhua's channel on Hebei (新华网河北频道), on Xinhua's hosting: each column is one file of rows.

The ids of seven columns stood in an article of 2024, the others in the menu of that page.
"""

from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "http://he.news.cn/"
IDS = "B 2024, 1 program: magic-html keeps a page of 2024-05 that names the file"
MENU = "B 2024, 1 program: magic-html keeps a page of 2024-05 whose menu links to it"

SITE = Site(
    name="xinhua_hebei",
    publisher="新华网河北频道",
    homepage=HOME,
    hosts=("he.news.cn", "he.xinhuanet.com"),
    article=rf"^https?://(?:www\.)?he\.(?:news\.cn|xinhuanet\.com)/(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example="http://www.he.news.cn/20260105/0a1b2c3d4e5f60718293a4b5c6d7e8f9/c.html",
    sources=(
        *(
            Xhcloud(
                name=name,
                url=f"{HOME}{path}",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("新闻", "xinwen/ds_5df4ffd960d3443a8f3192c83d897820.json", IDS),
                ("时政", "politics/ds_dcb6140d252940a6829e95fbdeb455e8.json", IDS),
                ("财经", "finance/ds_b0a4cb84f91a49e289e9ecdb1dcd0c6f.json", IDS),
                ("信息", "xinxi/ds_787f2981f6ba48b7abc8a14c510f96e4.json", IDS),
                ("社会", "society/ds_5605127f746345ce99d85cf744f52679.json", IDS),
                ("文旅", "wenlv/ds_062a003f3afc4162a6e60c6e953782bb.json", IDS),
                ("公益", "hbGongyi/ds_d7e0fe5398604fd7afabbea765e9c23f.json", IDS),
                ("头条", "sToutiao/index.htm", MENU),
                ("人事", "renshi/index.htm", MENU),
                ("廉政", "lianzheng/index.htm", MENU),
                ("原创", "original/index.htm", MENU),
                ("访谈", "talking/index.htm", MENU),
                ("健康", "health/index.htm", MENU),
                ("焦点", "jiaodian/index.htm", MENU),
                ("栏目 wangshi", "wangshi/index.htm", MENU),
                ("聚焦", "jujiao/index.htm", MENU),
                ("记者", "jizhe/index.htm", MENU),
                ("观点", "view/index.htm", MENU),
                ("专题", "topic/index.htm", MENU),
                ("栏目 xinhe", "xinhe/index.htm", MENU),
                ("栏目 hbxcj", "hbxcj/index.htm", MENU),
            )
        ),
    ),
    profiles=xinhua.PROFILES,
)
