"""The government of Xinjiang (新疆维吾尔自治区人民政府): articles have addresses with a month and a hash.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.xinjiang.gov.cn/"

SITE = Site(
    name="xinjiang_gov",
    publisher="新疆维吾尔自治区人民政府",
    homepage=HOME,
    hosts=("xinjiang.gov.cn",),
    article=r"^https?://www\.xinjiang\.gov\.cn/(?:\w+/)*\d{6}/[0-9a-f]{32}\.shtml",
    example=f"{HOME}xinjiang/tzgg/202601/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}xinjiang/{path}.shtml",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("政务", "zwgk/zw", government.CHINA_GOVERNANCE),
                ("通知公告", "tzgg/zzzb_list", government.GOV_SITE_LIST),
                ("政府文件", "c112542/zfxxgk_zhengce", government.GOV_SITE_LIST),
                ("政府令", "zfl/zfxxgk_zhengce_list", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=government.PROFILES,
)
