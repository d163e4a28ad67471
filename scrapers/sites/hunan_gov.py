"""The government of Hunan (湖南省人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "https://www.hunan.gov.cn/"

SITE = Site(
    name="hunan_gov",
    publisher="湖南省人民政府",
    homepage=HOME,
    hosts=("hunan.gov.cn",),
    article=rf"^https?://www\.hunan\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}hnszf/xxgk/wjk/szfwj/202601/t20260105_34000001.html",
    sources=(
        government.trs("政府文件", f"{HOME}hnszf/xxgk/wjk/szfwj/", government.GOV_SITE_LIST),
        government.trs("政府规章", "http://www.hunan.gov.cn/hnszf/xxgk/zfgz/", government.CHINA_GOVERNANCE),
        government.trs("通知公告", "http://www.hunan.gov.cn/hnszf/xxgk/tzgg/swszf/", government.CHINA_GOVERNANCE),
        government.trs("政务公开", f"{HOME}xxgk/xxgk.html", government.GOV_SITE_LIST),
    ),
    profiles=government.PROFILES,
)
