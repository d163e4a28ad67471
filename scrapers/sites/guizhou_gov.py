"""The government of Guizhou (贵州省人民政府), on TRS. It answers to addresses in China only. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.guizhou.gov.cn/"

SITE = Site(
    name="guizhou_gov",
    publisher="贵州省人民政府",
    homepage=HOME,
    hosts=("guizhou.gov.cn",),
    article=rf"^https?://www\.guizhou\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}home/tzgg/202601/t20260105_89000001.html",
    sources=(
        government.trs("通知公告", f"{HOME}home/tzgg/", government.CHINA_GOVERNANCE),
        government.trs("政务公开", f"{HOME}zwgk/", government.RSSHUB_TOO),
        government.trs("政策", f"{HOME}zwgk/zfxxgk/zc/", government.GOV_SITE_LIST),
        government.trs("省政府令", f"{HOME}zwgk/zcfg/szfwj/szfl/", government.CHINA_GOVERNANCE),
        government.trs("人事任免", f"{HOME}zwgk/rsxx/rsrm/", government.CHINA_GOVERNANCE),
    ),
    profiles=government.PROFILES,
)
