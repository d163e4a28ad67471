"""Ministry of Human Resources and Social Security (人力资源和社会保障部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.mohrss.gov.cn/"

SITE = Site(
    name="mohrss",
    publisher="人力资源社会保障部",
    homepage=HOME,
    hosts=("mohrss.gov.cn",),
    article=rf"^https?://www\.mohrss\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}xxgk2020/fdzdgknr/zcfg/gfxwj/202601/t20260105_560001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "政策法规": "xxgk2020/fdzdgknr/zcfg/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
