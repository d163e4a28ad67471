"""Ministry of Ecology and Environment (生态环境部) and 国家核安全局, on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs
from scrapers.sources import Listing

HOME = "https://www.mee.gov.cn/"

SITE = Site(
    name="mee",
    publisher="生态环境部",
    homepage=HOME,
    hosts=("mee.gov.cn",),
    article=rf"^https?://(?:[\w-]+\.){{1,3}}mee\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}ywdt/hjywnews/202601/t20260105_1100001.shtml",
    sources=(
        Listing(
            name="要闻动态",
            url=f"{HOME}ywdt/",
            evidence="B 2026, 1 program: RSSHub",
        ),
        Listing(
            name="国务院文件",
            url=f"{HOME}zcwj/gwywj/",
            evidence="B 2026, 1 program: china-governance",
        ),
        Listing(
            name="生态环境部文件",
            url=f"{HOME}zcwj/sthjbwj/",
            evidence="B 2026, 1 program: china-governance",
        ),
        Listing(
            name="公告",
            url=f"{HOME}zcwj/bwj/gg/",
            evidence="B 2026, 1 program: gov-site-list",
        ),
        Listing(
            name="文件",
            url=f"{HOME}zcwj/bwj/wj/",
            evidence="B 2026, 1 program: gov-site-list",
        ),
        Listing(
            name="核安全 环境要闻",
            url="https://nnsa.mee.gov.cn/ywdt/hjyw/",
            evidence="B 2026, 1 program: RSSHub",
        ),
    ),
    profiles=standard.PROFILES,
)
