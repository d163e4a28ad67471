"""The government of Beijing (北京市人民政府), on TRS. Some of its lists stand in scripts, as `urls[i]`.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Sitemap

HOME = "https://www.beijing.gov.cn/"

SITE = Site(
    name="beijing_gov",
    publisher="北京市人民政府",
    homepage=HOME,
    hosts=("beijing.gov.cn",),
    article=rf"^https?://www\.beijing\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}zhengce/zhengcefagui/202601/t20260105_4400001.html",
    sources=(
        government.trs("通知公告", f"{HOME}zwgk/tzgg/", government.RSSHUB_TOO),
        government.trs("政策法规", f"{HOME}zwgk/zcfg/", government.GOV_SITE_LIST),
        government.trs("市政府文件", f"{HOME}zhengce/zfwj/zfwj2016/szfwj/index.html", government.CHINA_GOVERNANCE),
        government.trs(
            "市政府办公厅文件", f"{HOME}zhengce/zfwj/zfwj2016/bgtwj/index.html", government.CHINA_GOVERNANCE
        ),
        government.trs("规章", f"{HOME}gongkai/zfxxgk/zc/gz/index.html", government.CHINA_GOVERNANCE),
        government.trs("行政规范性文件", f"{HOME}zhengce/gfxwj/index.html", government.CHINA_GOVERNANCE),
        government.trs("政策解读", f"{HOME}zhengce/zcjd/index.html", government.CHINA_GOVERNANCE),
        Sitemap(
            name="网站地图",
            url=f"{HOME}sitemap_1701.xml",
            evidence="B 2026, 1 program: answered on 2026-09-24",
        ),
    ),
    profiles=government.PROFILES,
)
