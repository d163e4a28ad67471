"""The government of Jinan (济南市人民政府), on Hanweb, whose new articles have a hash. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "http://www.jinan.gov.cn/"

SITE = Site(
    name="jinan_gov",
    publisher="济南市人民政府",
    homepage=HOME,
    hosts=("jinan.gov.cn",),
    article=rf"^https?://www\.jinan\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/art_0a1b2c3d4e5f60718293a4b5c6d7e8f9.html",
    sources=(
        Listing(
            name="政策解读",
            url=f"{HOME}col/col118736/",
            evidence=government.CHINA_GOVERNANCE,
        ),
        Listing(
            name="政策解读（栏目 121799）",
            url=f"{HOME}col/col121799/",
            evidence=government.CHINA_GOVERNANCE,
        ),
    ),
    profiles=government.PROFILES,
)
