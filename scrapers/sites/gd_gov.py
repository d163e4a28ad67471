"""The government of Guangdong (广东省人民政府): its CMS writes /content/post_N.html. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.gd.gov.cn/"

SITE = Site(
    name="gd_gov",
    publisher="广东省人民政府",
    homepage=HOME,
    hosts=("gd.gov.cn",),
    article=r"^https?://www\.gd\.gov\.cn/(?:[\w-]+/)*(?:content/post_\d+|\d{6}/t\d{8}_\d+)\.html",
    example=f"{HOME}zwgk/wjk/qbwj/yfh/content/post_4500001.html",
    sources=(
        *trs.columns(
            HOME,
            government.RSSHUB_TOO,
            {
                "通知公告": "zwgk/tzgg/",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政策文件": "zwgk/wjk/qbwj/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
