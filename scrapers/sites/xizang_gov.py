"""The government of Tibet (西藏自治区人民政府), on TRS. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "https://www.xizang.gov.cn/"

SITE = Site(
    name="xizang_gov",
    publisher="西藏自治区人民政府",
    homepage=HOME,
    hosts=("xizang.gov.cn",),
    article=rf"^https?://www\.xizang\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}xwzx_406/zwyw/202601/t20260105_520001.html",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "政务要闻": "xwzx_406/zwyw/index.html",
                "公示公告": "zwgk/xxfb/gsgg_428/index.html",
                "规章": "zwgk/zfxxgk/fdzdgknr/zc/gz/index.html",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政办文件": "zwgk/xxfb/zbwj/",
                "政策": "zwgk/zfxxgk/fdzdgknr/zc/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
