"""The government of Hainan (海南省人民政府): articles have addresses with a month and a hash.

It answers to addresses in China only. No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.hainan.gov.cn/"

SITE = Site(
    name="hainan_gov",
    publisher="海南省人民政府",
    homepage=HOME,
    hosts=("hainan.gov.cn",),
    article=r"^https?://www\.hainan\.gov\.cn/(?:\w+/)*\d{6}/[0-9a-f]{32}\.shtml",
    example=f"{HOME}hainan/szfwj/202601/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}hainan/{path}.shtml",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("政策文件", "zfwj/szfzcwj", government.BOTH),
                ("法定主动公开内容", "fdzdgknr/newxxgk_list", government.CHINA_GOVERNANCE),
                ("政策", "zwgk/zc", government.GOV_SITE_LIST),
            )
        ),
    ),
    profiles=government.PROFILES,
)
