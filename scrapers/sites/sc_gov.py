"""The government of Sichuan (四川省人民政府): articles have addresses with a day and a hash.

It answers to addresses in China only. No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.sc.gov.cn/"

SITE = Site(
    name="sc_gov",
    publisher="四川省人民政府",
    homepage=HOME,
    hosts=("sc.gov.cn",),
    article=r"^https?://www\.sc\.gov\.cn/(?:\w+/)*\d{4}/\d{1,2}/\d{1,2}/[0-9a-f]{32}\.shtml",
    example=f"{HOME}10462/c103042/2026/1/5/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}10462/{path}.shtml",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("最新文件", "c103042/stt_list", government.GOV_SITE_LIST),
                ("政策文件", "c100367/fgf_list", government.GOV_SITE_LIST),
                ("行政规范性文件", "c102914/gfxwj", government.CHINA_GOVERNANCE),
                ("政策解读", "10464/13298/zcjd", government.CHINA_GOVERNANCE),
                ("栏目 13241", "13241/list", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=government.PROFILES,
)
