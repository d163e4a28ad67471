"""Ministry of Transport (交通运输部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs
from scrapers.sources import Listing

HOME = "https://www.mot.gov.cn/"

SITE = Site(
    name="mot",
    publisher="交通运输部",
    homepage=HOME,
    hosts=("mot.gov.cn",),
    article=rf"^https?://(?:[\w-]+\.){{1,3}}mot\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}jiaotongyaowen/202601/t20260105_4180001.html",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, KianaMei",
            {
                "交通要闻": "jiaotongyaowen/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "交通要闻 旧": "xinwen/jiaotongyaowen/",
                "政策解读": "gongkai/zcjd/",
            },
        ),
        *trs.columns("http://xxgk.mot.gov.cn/", "B 2026, 1 program: gov-site-list", {"政策法规": "zhengce/"}),
        Listing(
            name="通知公告",
            url="http://xxgk.mot.gov.cn/zhengce/fdzdgklist.html",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
