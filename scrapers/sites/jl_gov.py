"""The government of Jilin (吉林省人民政府). Its layout comes from notes: no page of it was at hand."""

from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="jl_gov",
    publisher="吉林省人民政府",
    homepage="http://www.jl.gov.cn/",
    hosts=("jl.gov.cn",),
    article=r"^https?://www\.jl\.gov\.cn/(?:[\w-]+/)*\d{6}/t\d{8}_\d+\.html",
    profiles=(standard.GOVERNMENT, standard.TRS),
)
