"""The government of Ningxia (宁夏回族自治区人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.nx.gov.cn/"

SITE = Site(
    name="nx_gov",
    publisher="宁夏回族自治区人民政府",
    homepage=HOME,
    hosts=("nx.gov.cn",),
    article=rf"^https?://www\.nx\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zwgk/tzgg/202601/t20260105_4800001.html",
    sources=(
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "自治区政府文件": "zwgk/qzfwj/index.html",
            },
        ),
        *trs.columns(
            HOME,
            government.BOTH,
            {
                "政策": "zwgk/zc/",
            },
        ),
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "政策解读": "zwxx_11337/zcjd/",
                "通知公告": "zwgk/tzgg/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
