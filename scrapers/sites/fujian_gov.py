"""The government of Fujian (福建省人民政府), on TRS. Its documents since 2013 are in a search that needs scripts.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.fujian.gov.cn/"

SITE = Site(
    name="fujian_gov",
    publisher="福建省人民政府",
    homepage=HOME,
    hosts=("fujian.gov.cn",),
    article=rf"^https?://www\.fujian\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}zwgk/tzgg/202601/t20260105_6900001.htm",
    sources=(
        government.trs("通知公告", "http://www.fujian.gov.cn/zwgk/tzgg/", government.CHINA_GOVERNANCE, "htm"),
        government.trs("最新文件", f"{HOME}zwgk/zxwj/", government.GOV_SITE_LIST, "htm"),
        government.trs("省政府文件", f"{HOME}zwgk/zxwj/szfwj/", government.GOV_SITE_LIST, "htm"),
        government.trs("地方性法规", "http://www.fujian.gov.cn/zwgk/flfg/dfxfg/", government.CHINA_GOVERNANCE, "htm"),
        government.trs("省政府规章", "http://www.fujian.gov.cn/zwgk/flfg/szfgz/", government.CHINA_GOVERNANCE, "htm"),
        government.trs("民生资讯", "http://www.fujian.gov.cn/xwdt/mszx/", government.CHINA_GOVERNANCE, "htm"),
    ),
    profiles=government.PROFILES,
)
