"""China Manned Space (中国载人航天), on TRS."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "http://www.cmse.gov.cn/"
COLUMNS = {
    "综合新闻": "xwzx/zhxw/",
    "研制进展": "xwzx/yzjz/",
    "官方公告": "gfgg/",
    "飞行任务": "fxrw/",
    "空间科学": "kjkx/",
    "国际合作": "gjhz/",
    "科普园地": "kpjy/",
    "专题报道": "ztbd/",
}

SITE = Site(
    name="cmse",
    publisher="中国载人航天",
    homepage="http://www.cmse.gov.cn/",
    hosts=("cmse.gov.cn",),
    article=r"^https?://www\.cmse\.gov\.cn/(?:[\w-]+/)*(?:\d{6}/t\d{8}_\d+|\d{8}/\d+|\w+)\.html",
    example=f"{HOME}xwzx/zhxw/202601/t20260105_57001.html",
    sources=trs.columns(HOME, "B 2026, 1 program: RSSHub", COLUMNS),
    profiles=(
        Profile(
            name="cmse",
            mark="div.info div.pubDate",
            title=("div.wzxq div.title", "div.mainCon div.title", "div.title"),
            body=("div.article", "div.TRS_Editor"),
            published=("div.pubDate",),
            source_name=("div.source", "div.info"),
            editor=("div.editor", "div.zrbj"),
            keywords=('meta[name="keywords"]',),
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
