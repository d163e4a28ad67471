"""The government of Tianjin (天津市人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.tj.gov.cn/"

SITE = Site(
    name="tj_gov",
    publisher="天津市人民政府",
    homepage=HOME,
    hosts=("tj.gov.cn",),
    article=rf"^https?://www\.tj\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}sy/tzgg/202601/t20260105_6800001.html",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "今日关注": "sy/jrgz/",
                "通知公告": "sy/tzgg/",
                "政策解读": "zwgk/zcjd/",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政府文件": "zwgk/szfwj/index.html",
                "政策文件库": "zwgk/zcwjk/index.html",
            },
        ),
    ),
    profiles=government.PROFILES,
)
