"""Ministry of Finance (财政部) with the sites of its departments, on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.mof.gov.cn/"

SITE = Site(
    name="mof",
    publisher="财政部",
    homepage=HOME,
    hosts=("mof.gov.cn",),
    article=rf"^https?://(?:[\w-]+\.){{1,3}}mof\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zhengwuxinxi/caizhengxinwen/202601/t20260105_3950001.htm",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 3 programs: china-governance, gov-site-list; 10 of 10 rows on 2026-10-01",
            {
                "政策发布": "zhengwuxinxi/zhengcefabu/",
            },
            "htm",
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance",
            {
                "财政新闻": "zhengwuxinxi/caizhengxinwen/",
            },
            "htm",
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "通知公告": "zhengwuxinxi/tongzhigonggao/",
            },
            "htm",
        ),
        *trs.columns(
            "https://zhs.mof.gov.cn/",
            "B 2026, 1 program: 10 of 10 rows on 2026-10-01",
            {"综合司 政策发布": "zhengcefabu/"},
            "htm",
        ),
    ),
    profiles=standard.PROFILES,
)
