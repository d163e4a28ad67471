"""The site for members of the Party (共产党员网, 12371.cn), on the CMS of CCTV."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "https://www.12371.cn/"
SPECIALS = {"政策文件": "zcwj", "法律": "falv", "党内法规": "dnfg"}

SITE = Site(
    name="dangyuan",
    publisher="共产党员网",
    homepage=HOME,
    hosts=("12371.cn",),
    article=r"^https?://(?:www|news)\.12371\.cn/\d{4}/\d{2}/\d{2}/ARTI\w+\.shtml",
    example=f"{HOME}2026/01/05/ARTI1767572700000001.shtml",
    sources=(
        Listing(
            name="最新发布",
            url=f"{HOME}zxfb/",  # its rows stand in a script
            evidence="B 2026, 1 program: RSSHub",
        ),
        *(
            Listing(
                name=name,
                url=f"{HOME}special/{folder}/",
                evidence="B 2026, 1 program: china-governance",
            )
            for name, folder in SPECIALS.items()
        ),
    ),
    profiles=standard.PROFILES,
)
