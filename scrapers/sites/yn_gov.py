"""The government of Yunnan (云南省人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.yn.gov.cn/"

SITE = Site(
    name="yn_gov",
    publisher="云南省人民政府",
    homepage=HOME,
    hosts=("yn.gov.cn",),
    article=rf"^https?://www\.yn\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}zwgk/zfxxgkpt/fdzdgknr/zcwj/zfxxgkptzxwj/202601/t20260105_310001.html",
    sources=(
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "最新文件": "zwgk/zfxxgkpt/fdzdgknr/zcwj/zfxxgkptzxwj/index.html",
                "政策文件库": "zcwjk/html/wjkformal/index.html",
            },
        ),
    ),
    profiles=government.PROFILES,
)
