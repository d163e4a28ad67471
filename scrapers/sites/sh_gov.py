"""The government of Shanghai (上海市人民政府): articles have addresses with a day and a hash.

Only its front page was seen; shared conventions read its articles.
"""

from scrapers.site import Site
from scrapers.sites.cms import government, standard
from scrapers.sources import Listing

HOME = "https://www.shanghai.gov.cn/"

SITE = Site(
    name="sh_gov",
    publisher="上海市人民政府",
    homepage=HOME,
    hosts=("shanghai.gov.cn", "sh.gov.cn"),
    article=r"^https?://www\.(?:shanghai|sh)\.gov\.cn/(?:[\w-]+/)*(?:\d{8}/\w+|u\w+)\.html",
    example=f"{HOME}nw12344/20260105/0a1b2c3d4e5f60718293a4b5c6d7e8f9.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}{path}/index.html",
                next="index_{page}.html",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("市政府文件", "nw22587", government.GOV_SITE_LIST),
                ("政策文件", "nw4417", government.GOV_SITE_LIST),
                ("沪府", "nw39220", government.CHINA_GOVERNANCE),
                ("沪府令", "nw2407", government.CHINA_GOVERNANCE),
                ("沪府发", "nw11407", government.CHINA_GOVERNANCE),
                ("沪府办发", "nw11408", government.CHINA_GOVERNANCE),
                ("沪府办", "nw39221", government.CHINA_GOVERNANCE),
                ("沪府规", "nw42944", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=(*government.PROFILES, standard.WEBTERREN),
)
