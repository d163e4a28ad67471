"""Ministry of Education (教育部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.moe.gov.cn/"

SITE = Site(
    name="moe",
    publisher="教育部",
    homepage=HOME,
    hosts=("moe.gov.cn",),
    article=rf"^https?://www\.moe\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}jyb_xwfb/gzdt_gzdt/202601/t20260105_1200001.html",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 2 programs: gov-site-list, china-governance",
            {
                "最新文件": "jyb_xxgk/zywj_btlj/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "政策法规": "jyb_xxgk/xxgk/zhengce/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
