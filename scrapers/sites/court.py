"""Supreme People's Court (最高人民法院)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.court.gov.cn/"

SITE = Site(
    name="court",
    publisher="最高人民法院",
    homepage=HOME,
    hosts=("court.gov.cn",),
    article=r"^https?://(?:www|ipc)\.court\.gov\.cn/(?:fabu|zixun)[/-]xiangqing[/-]\d+\.html",
    example=f"{HOME}fabu/xiangqing/450001.html",
    sources=(
        Listing(
            name="司法解释",
            url=f"{HOME}fabu/gengduo/16.html",
            evidence="A 2026, 4 programs: china-governance",
        ),
        Listing(
            name="司法文件",
            url=f"{HOME}fabu/gengduo/17.html",
            evidence="A 2026, 3 programs: china-governance",
        ),
        Listing(
            name="指导性案例",
            url=f"{HOME}fabu/gengduo/151.html",
            evidence="A 2026, 2 programs",
        ),
        Listing(
            name="新闻",
            url=f"{HOME}zixun/gengduo/24.html",
            evidence="B 2026, 1 program",
        ),
        *(
            Listing(
                name=f"发布 {number}",
                url=f"{HOME}fabu/gengduo/{number}.html",
                evidence="B 2026, 1 program: china-governance",
            )
            for number in (14, 15, 21, 108)
        ),
    ),
    profiles=standard.PROFILES,
)
