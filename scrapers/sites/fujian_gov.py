"""The government of Fujian (福建省人民政府), on TRS. Its documents (闽政) are in a search that needs scripts.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.fujian.gov.cn/"

SITE = Site(
    name="fujian_gov",
    publisher="福建省人民政府",
    homepage=HOME,
    hosts=("fujian.gov.cn",),
    article=rf"^https?://www\.fujian\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zwgk/tzgg/202601/t20260105_6900001.htm",
    sources=(
        *trs.columns(
            "http://www.fujian.gov.cn/",
            government.CHINA_GOVERNANCE,
            {
                "通知公告": "zwgk/tzgg/",
                "地方性法规": "zwgk/flfg/dfxfg/",
                "省政府规章": "zwgk/flfg/szfgz/",
                "民生资讯": "xwdt/mszx/",
            },
            suffix="htm",
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "最新文件": "zwgk/zxwj/",
                "省政府文件": "zwgk/zxwj/szfwj/",
            },
            suffix="htm",
        ),
    ),
    profiles=government.PROFILES,
)
