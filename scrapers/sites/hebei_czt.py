"""Hebei's department of finance (河北省财政厅), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "http://czt.hebei.gov.cn/"

SITE = Site(
    name="hebei_czt",
    publisher="河北省财政厅",
    homepage=HOME,
    hosts=("czt.hebei.gov.cn",),
    article=rf"^https?://czt\.hebei\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}xwdt/gzdt/202601/t20260105_2200001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: RSSHub",
            {
                "财政动态": "xwdt/gzdt/",
                "综合新闻": "xwdt/zhxw/",
                "通知公告": "xwdt/tzgg/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
