"""The government of Beijing (北京市人民政府): it follows the national standard on TRS (GUESS: no page of it was seen)."""

from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="beijing_gov",
    publisher="北京市人民政府",
    homepage="https://www.beijing.gov.cn/",
    hosts=("beijing.gov.cn",),
    article=r"^https?://www\.beijing\.gov\.cn/(?:[\w-]+/)*\d{6}/t\d{8}_\d+\.html",
    profiles=(standard.GOVERNMENT, standard.TRS),
)
