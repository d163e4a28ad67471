"""The government of Shijiazhuang (石家庄市人民政府), on the CMS of the province. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "http://www.sjz.gov.cn/"

SITE = Site(
    name="sjz_gov",
    publisher="石家庄市人民政府",
    homepage=HOME,
    hosts=("sjz.gov.cn",),
    article=r"^https?://www\.sjz\.gov\.cn/(?:zfxxgk/)?columns/[0-9a-f-]{36}/\d{6}/\d{2}/[0-9a-f-]{36}\.html",
    example=f"{HOME}columns/e7de71c2-8e82-4a75-8c37-02e1a3ae5a24/202601/05/5d3a91c2-7b40-4e18-9f6a-2c8e0d417b53.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}zfxxgk/columns/{path}/index.html",
                evidence=evidence,
            )
            for name, path, evidence in (
                (
                    "政府信息公开",
                    "e7de71c2-8e82-4a75-8c37-02e1a3ae5a24",
                    "B 2026, 1 program: YuQing took articles from it on 2026-07-21",
                ),
                ("政府信息公开（栏目 0f9f6cdc）", "0f9f6cdc-69ca-4a72-bd39-66b553cc0674", government.CHINA_GOVERNANCE),
                ("政府信息公开（栏目 6ac6458a）", "6ac6458a-126e-47ce-a1eb-12930061231e", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=government.PROFILES,
)
