"""The government of Liaoning (辽宁省人民政府): an article is a folder whose name begins with its day.

No page of it was seen.
"""

from scrapers.site import Site
from scrapers.sites.cms import government
from scrapers.sources import Listing

HOME = "https://www.ln.gov.cn/"

SITE = Site(
    name="ln_gov",
    publisher="辽宁省人民政府",
    homepage=HOME,
    hosts=("ln.gov.cn",),
    article=r"^https?://www\.ln\.gov\.cn/web/(?:[\w-]+/)*\d{12,20}/index\.shtml",
    example=f"{HOME}web/ywdt/jrln/2026010508541837883/index.shtml",
    sources=(
        Listing(
            name="要闻动态",
            url=f"{HOME}web/ywdt/index.shtml",
            evidence=government.CHINA_GOVERNANCE,
        ),
        Listing(
            name="省政府文件",
            url=f"{HOME}web/zwgkx/zfwj/szfwj/index.shtml",
            evidence=government.CHINA_GOVERNANCE,
        ),
        Listing(
            name="政府文件",
            url=f"{HOME}web/zwgkx/zfwj/index.shtml",
            evidence=government.CHINA_GOVERNANCE,
        ),
        Listing(
            name="省政府文件（按年）",
            url=f"{HOME}web/zwgkx/zfwj/szfwj/{{day:%Y}}n/index.shtml",
            evidence="B 2026, 1 program: gov-site-list, for 2026n",
        ),
        Listing(
            name="政策文件库",
            url=f"{HOME}web/lnszcwjk/",
            evidence=government.GOV_SITE_LIST,
        ),
    ),
    profiles=government.PROFILES,
)
