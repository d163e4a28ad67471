"""The government of Tianjin (天津市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.tj.gov.cn/"

SITE = Site(
    name="tj_gov",
    publisher="天津市人民政府",
    homepage=HOME,
    hosts=("tj.gov.cn",),
    article=rf"^https?://www\.tj\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}sy/tzgg/202601/t20260105_6800001.html",
    sources=(
        government.trs("今日关注", f"{HOME}sy/jrgz/", government.CHINA_GOVERNANCE),
        government.trs("通知公告", f"{HOME}sy/tzgg/", government.CHINA_GOVERNANCE),
        government.trs("政府文件", f"{HOME}zwgk/szfwj/index.html", government.GOV_SITE_LIST),
        government.trs("政策解读", f"{HOME}zwgk/zcjd/", government.CHINA_GOVERNANCE),
        government.trs("政策文件库", f"{HOME}zwgk/zcwjk/index.html", government.GOV_SITE_LIST),
    ),
    profiles=government.PROFILES,
)
