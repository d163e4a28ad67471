"""The government of Chongqing (重庆市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "http://www.cq.gov.cn/"

SITE = Site(
    name="cq_gov",
    publisher="重庆市人民政府",
    homepage=HOME,
    hosts=("cq.gov.cn",),
    article=rf"^https?://www\.cq\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zwgk/zfxxgkml/szfwj/qtgw/202601/t20260105_14300001.html",
    sources=(
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政策文件库": "zwgk/zfxxgkml/szfwj/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
