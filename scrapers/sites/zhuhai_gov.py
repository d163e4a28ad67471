"""The government of Zhuhai (珠海市人民政府), on gkmlpt, the disclosure platform of Guangdong. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Gkmlpt

HOME = "http://www.zhuhai.gov.cn/"

SITE = Site(
    name="zhuhai_gov",
    publisher="珠海市人民政府",
    homepage=HOME,
    hosts=("zhuhai.gov.cn",),
    article=rf"^https?://www\.zhuhai\.gov\.cn/{government.GKMLPT_ARTICLE}",
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
