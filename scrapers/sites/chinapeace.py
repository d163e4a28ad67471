"""The site of the Party's Commission for Political and Legal Affairs (中央政法委，中国长安网)."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

HOME = "http://www.chinapeace.gov.cn/"
COLUMNS = (100004, 100007, 100008, 100013, 100014)  # their names are not known

SITE = Site(
    name="chinapeace",
    publisher="中国长安网",
    homepage=HOME,
    hosts=("chinapeace.gov.cn",),
    article=r"^https?://(?:www\.)?chinapeace\.gov\.cn/chinapeace/c\d+/\d{4}-\d{2}/\d{2}/content_\d+\.shtml",
    example=f"{HOME}chinapeace/c100007/2026-01/05/content_12800001.shtml",
    sources=tuple(
        Listing(
            name=f"栏目 c{column}",
            url=f"{HOME}chinapeace/c{column}/index.shtml",
            evidence="B 2026, 1 program: china-governance",
        )
        for column in COLUMNS
    ),
    profiles=standard.PROFILES,
)
