"""Civil Aviation Administration (中国民用航空局), on TRS with lists by number."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs
from scrapers.sources import Listing

HOME = "http://www.caac.gov.cn/"

SITE = Site(
    name="caac",
    publisher="中国民用航空局",
    homepage=HOME,
    hosts=("caac.gov.cn",),
    article=rf"^https?://www\.caac\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}XXGK/XXGK/TZTG/202601/t20260105_230001.html",
    sources=(
        Listing(
            name="首页",
            url=f"{HOME}index.html",
            evidence="B 2026, 1 program: china-governance",
        ),
        Listing(
            name="信息公开",
            url=f"{HOME}XXGK/XXGK/index_172.html",
            evidence="B 2026, 1 program: gov-site-list",
        ),
        Listing(
            name="栏目 JGGLL",
            url=f"{HOME}XXGK/XXGK/JGGLL/index_362.html",
            evidence="B 2026, 1 program: china-governance",
        ),
        Listing(
            name="意见征集",
            url=f"{HOME}te/",
            evidence="A 2026, 2 programs: RSSHub, gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
