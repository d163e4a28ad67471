"""The government of Jilin (吉林省人民政府), on TRS. Its layout comes from notes: no page of it was at hand."""

from scrapers.site import Site
from scrapers.sites.cms import government, trs

HOME = "http://www.jl.gov.cn/"

SITE = Site(
    name="jl_gov",
    publisher="吉林省人民政府",
    homepage=HOME,
    hosts=("jl.gov.cn",),
    article=rf"^https?://www\.jl\.gov\.cn/{trs.ARTICLE}",
    example=f"{HOME}yaowen/202601/t20260105_3400001.html",
    sources=(
        *trs.columns(
            HOME,
            government.CHINA_GOVERNANCE,
            {
                "要闻": "yaowen/",
                "政务联播": "szyw/zwlb/",
            },
        ),
        *trs.columns(
            "https://www.jl.gov.cn/",
            government.GOV_SITE_LIST,
            {
                "通知公告": "zcxx/tzgg/",
            },
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政府文件": "zcxx/zfwj/",
            },
        ),
    ),
    profiles=government.PROFILES,
)
