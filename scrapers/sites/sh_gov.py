"""The government of Shanghai (上海市人民政府): only its front page was seen; shared conventions read its articles."""

from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="sh_gov",
    publisher="上海市人民政府",
    homepage="https://www.shanghai.gov.cn/",
    hosts=("shanghai.gov.cn", "sh.gov.cn"),
    article=r"^https?://www\.(?:shanghai|sh)\.gov\.cn/(?:[\w-]+/)*(?:\d{8}/\w+|u\w+)\.html",
    sources=(
        Listing(
            name="首页",
            url="http://www.sh.gov.cn/",
        ),
    ),
    profiles=(standard.GOVERNMENT, standard.TRS, standard.WEBTERREN),
)
