"""Chinese Academy of Sciences (中国科学院), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.cas.cn/"

SITE = Site(
    name="cas",
    publisher="中国科学院",
    homepage=HOME,
    hosts=("cas.cn",),
    article=rf"^https?://www\.cas\.cn/{trs.ARTICLE}",
    example=f"{HOME}cg/zh/202601/t20260105_5100001.shtml",
    sources=(
        *trs.columns(
            HOME,
            "A 2026, 2 programs: RSSHub, china-governance",
            {
                "通知": "tz/",
                "政策解读": "zcjd/",
            },
            "shtml",
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "成果 综合": "cg/zh/",
            },
            "shtml",
        ),
    ),
    profiles=standard.PROFILES,
)
