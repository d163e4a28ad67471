"""The government of Hebei (河北省人民政府): columns and articles have UUIDs, the addresses a day.

No page of it was seen; a program found the text in div.content.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.hebei.gov.cn/"
ARTICLE = r"columns/[0-9a-f-]{36}/\d{6}/\d{2}/[0-9a-f-]{36}\.html"

SITE = Site(
    name="hebei_gov",
    publisher="河北省人民政府",
    homepage=HOME,
    hosts=("hebei.gov.cn",),
    article=rf"^https?://www\.hebei\.gov\.cn/{ARTICLE}",
    example=f"{HOME}columns/580d0301-2e0b-4152-9dd1-7d7f4e0f4980/202601/05/5d3a91c2-7b40-4e18-9f6a-2c8e0d417b53.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}columns/{path}/index.html",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("要闻", "580d0301-2e0b-4152-9dd1-7d7f4e0f4980", government.YUQING),
                ("政策文件", "49f13cc2-db03-4d0c-b4fe-2f3f659d3b6e", government.BOTH),
                ("政策解读", "b4515201-74c2-4866-ba74-70199fee1a67", government.CHINA_GOVERNANCE),
                ("规章库", "e4a82431-5daf-4e1f-b7ff-80a68ad951b2", government.CHINA_GOVERNANCE),
                ("栏目 259e0b1d", "259e0b1d-e98f-4d3c-bd10-b7ef867295be", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=government.PROFILES,
)
