"""The government of Shenzhen (深圳市人民政府), on gkmlpt, the disclosure platform of Guangdong. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Gkmlpt

HOME = "http://www.sz.gov.cn/"

SITE = Site(
    name="sz_gov",
    publisher="深圳市人民政府",
    homepage=HOME,
    hosts=("sz.gov.cn",),
    article=rf"^https?://www\.sz\.gov\.cn/{government.GKMLPT_ARTICLE}",
    example=f"{HOME}gkmlpt/content/12/12000/post_12000001.html",
    sources=(
        Gkmlpt(
            name="政府信息公开",
            url=f"{HOME}gkmlpt/index",
            evidence=government.CHINA_GOVERNANCE,
        ),
    ),
    profiles=government.PROFILES,
)
