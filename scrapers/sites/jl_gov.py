"""The government of Jilin (吉林省人民政府), on TRS. Its layout comes from notes: no page of it was at hand."""

from scrapers.site import Site
from scrapers.sites.cms import government

HOME = "http://www.jl.gov.cn/"

SITE = Site(
    name="jl_gov",
    publisher="吉林省人民政府",
    homepage=HOME,
    hosts=("jl.gov.cn",),
    article=rf"^https?://www\.jl\.gov\.cn/{government.TRS_ARTICLE}",
    example=f"{HOME}yaowen/202601/t20260105_3400001.html",
    sources=(
        government.trs("要闻", f"{HOME}yaowen/", government.CHINA_GOVERNANCE),
        government.trs("政务联播", f"{HOME}szyw/zwlb/", government.CHINA_GOVERNANCE),
        government.trs("通知公告", "https://www.jl.gov.cn/zcxx/tzgg/", government.GOV_SITE_LIST),
        government.trs("政府文件", f"{HOME}zcxx/zfwj/", government.GOV_SITE_LIST),
    ),
    profiles=government.PROFILES,
)
