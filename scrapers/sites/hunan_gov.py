"""The government of Hunan (湖南省人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.hunan.gov.cn/"

SITE = Site(
    name="hunan_gov",
    publisher="湖南省人民政府",
    homepage=HOME,
    hosts=("hunan.gov.cn",),
    article=rf"^https?://www\.hunan\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}hnszf/xxgk/wjk/szfwj/202601/t20260105_34000001.html",
    sources=(
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政府文件": "hnszf/xxgk/wjk/szfwj/",
                "政务公开": "xxgk/xxgk.html",
            },
        ),
        *trs.columns(
            "http://www.hunan.gov.cn/",
            government.CHINA_GOVERNANCE,
            {
                "政府规章": "hnszf/xxgk/zfgz/",
                "通知公告": "hnszf/xxgk/tzgg/swszf/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
