"""The government of Zhongshan (中山市人民政府), on gkmlpt, the disclosure platform of Guangdong. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Gkmlpt

HOME = "http://www.zs.gov.cn/"

SITE = Site(
    name="zs_gov",
    publisher="中山市人民政府",
    homepage=HOME,
    hosts=("zs.gov.cn",),
    article=rf"^https?://www\.zs\.gov\.cn/{government.GKMLPT_ARTICLE}",
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
