"""Ministry of Science and Technology (科学技术部), on TRS."""

from scrapers.site import Site
from scrapers.sites.cms import standard, trs

HOME = "https://www.most.gov.cn/"

SITE = Site(
    name="most",
    publisher="科技部",
    homepage=HOME,
    hosts=("most.gov.cn",),
    article=rf"^https?://www\.most\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}kjbgz/202601/t20260105_195001.html",
    sources=(
        *trs.columns(
            HOME,
            "B 2026, 1 program: china-governance, which found 通知通告 and 科技部工作 slow from abroad",
            {
                "通知通告": "tztg/",
                "科技部工作": "kjbgz/",
                "规范性文件": "xxgk/xinxifenlei/fdzdgknr/fgzc/gfxwj/",
                "政策解读": "xxgk/xinxifenlei/fdzdgknr/fgzc/zcjd/",
            },
        ),
        *trs.columns(
            HOME,
            "B 2026, 1 program: gov-site-list",
            {
                "规章": "xxgk/xinxifenlei/zc/gz/",
            },
        ),
    ),
    profiles=standard.PROFILES,
)
