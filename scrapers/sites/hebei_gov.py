"""The government of Hebei (河北省人民政府): it follows the national standard (GUESS: no page of it was seen)."""

from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="hebei_gov",
    publisher="河北省人民政府",
    homepage="http://www.hebei.gov.cn/",
    hosts=("hebei.gov.cn",),
    article=r"^https?://www\.hebei\.gov\.cn/(?:[\w-]+/)*(?:\w+|\d+/index)\.html$",
    profiles=(standard.GOVERNMENT, standard.TRS),
)
