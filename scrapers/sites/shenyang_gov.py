"""The government of Shenyang (沈阳市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "http://www.shenyang.gov.cn/"

SITE = Site(
    name="shenyang_gov",
    publisher="沈阳市人民政府",
    homepage=HOME,
    hosts=("shenyang.gov.cn",),
    article=rf"^https?://www\.shenyang\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zwgk/zwdt/bmdt/202601/t20260105_4700001.html",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "重要动态": "zwgk/zwdt/szfxx/zydt/",
                "部门动态": "zwgk/zwdt/bmdt/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
