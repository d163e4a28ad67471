"""Ministry of Veterans Affairs (退役军人事务部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.mva.gov.cn/"

SITE = Site(
    name="mva",
    publisher="退役军人事务部",
    homepage=HOME,
    hosts=("mva.gov.cn",),
    article=rf"^https?://www\.mva\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}sy/xx/bnxx/202601/t20260105_500001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "部内信息": "sy/xx/bnxx/",
                "政策解读": "jiedu/zcjd/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "通知公告": "sy/xx/tzgg/",
            },
        ),
        *trs.columns(
            HOME,
            "A 2026, 2 programs: china-governance, gov-site-list",
            {
                "规范性文件": "gongkai/zfxxgkpt/zhengce/gfxwj/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
