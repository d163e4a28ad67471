"""The government of Guizhou (贵州省人民政府), on TRS. It answers to addresses in China only. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.guizhou.gov.cn/"

SITE = Site(
    name="guizhou_gov",
    publisher="贵州省人民政府",
    homepage=HOME,
    hosts=("guizhou.gov.cn",),
    article=rf"^https?://www\.guizhou\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}home/tzgg/202601/t20260105_89000001.html",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "通知公告": "home/tzgg/",
                "省政府令": "zwgk/zcfg/szfwj/szfl/",
                "人事任免": "zwgk/rsxx/rsrm/",
            },
        ),
        *trs.columns(
            HOME,
            government.RSSHUB_TOO,
            {
                "政务公开": "zwgk/",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政策": "zwgk/zfxxgk/zc/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
