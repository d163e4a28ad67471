"""Hebei's department of finance (河北省财政厅), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "http://czt.hebei.gov.cn/"

SITE = Site(
    name="hebei_czt",
    publisher="河北省财政厅",
    homepage=HOME,
    hosts=("czt.hebei.gov.cn",),
    article=rf"^https?://czt\.hebei\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}xwdt/gzdt/202601/t20260105_2200001.html",
    sources=(
        government.trs("财政动态", f"{HOME}xwdt/gzdt/", "B 2026, 1 program: RSSHub"),
        government.trs("综合新闻", f"{HOME}xwdt/zhxw/", "B 2026, 1 program: RSSHub"),
        government.trs("通知公告", f"{HOME}xwdt/tzgg/", "B 2026, 1 program: RSSHub"),
    ),
    profiles=government.PROFILES,
)
