"""The government of Beijing (北京市人民政府), on TRS. Some of its lists stand in scripts, as `urls[i]`.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government, trs
from scrapers.sources import Sitemap

HOME = "https://www.beijing.gov.cn/"

SITE = Site(
    name="beijing_gov",
    publisher="北京市人民政府",
    homepage=HOME,
    hosts=("beijing.gov.cn",),
    article=rf"^https?://www\.beijing\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zhengce/zhengcefagui/202601/t20260105_4400001.html",
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
                "政策法规": "zwgk/zcfg/",
            },
        ),
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "市政府文件": "zhengce/zfwj/zfwj2016/szfwj/index.html",
                "市政府办公厅文件": "zhengce/zfwj/zfwj2016/bgtwj/index.html",
                "规章": "gongkai/zfxxgk/zc/gz/index.html",
                "行政规范性文件": "zhengce/gfxwj/index.html",
                "政策解读": "zhengce/zcjd/index.html",
            },
        ),
        Sitemap(
            name="网站地图",
            url=f"{HOME}sitemap_1701.xml",
            evidence="B 2026, 1 program: answered on 2026-09-24",
        ),
    ),
    profiles=government.PROFILES,
)
