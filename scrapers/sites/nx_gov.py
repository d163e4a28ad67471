"""The government of Ningxia (宁夏回族自治区人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.nx.gov.cn/"

SITE = Site(
    name="nx_gov",
    publisher="宁夏回族自治区人民政府",
    homepage=HOME,
    hosts=("nx.gov.cn",),
    article=rf"^https?://www\.nx\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}zwgk/tzgg/202601/t20260105_4800001.html",
    sources=(
        government.trs("自治区政府文件", f"{HOME}zwgk/qzfwj/index.html", government.GOV_SITE_LIST),
        government.trs("政策", f"{HOME}zwgk/zc/", government.BOTH),
        government.trs("政策解读", f"{HOME}zwxx_11337/zcjd/", government.CHINA_GOVERNANCE),
        government.trs("通知公告", f"{HOME}zwgk/tzgg/", government.CHINA_GOVERNANCE),
    ),
    profiles=government.PROFILES,
)
