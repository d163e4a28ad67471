"""The government of Shandong (山东省人民政府), on Hanweb. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "http://www.shandong.gov.cn/"

SITE = Site(
    name="shandong_gov",
    publisher="山东省人民政府",
    homepage=HOME,
    hosts=("shandong.gov.cn",),
    article=rf"^https?://www\.shandong\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/1/5/art_94237_600001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}col/{path}",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("政策文件", "col316573/", government.GOV_SITE_LIST),
                ("通知公告", "col94237/index.html", government.GOV_SITE_LIST),
                ("栏目 305145", "col305145/", government.CHINA_GOVERNANCE),
                ("栏目 305158", "col305158/", government.CHINA_GOVERNANCE),
            )
        ),
    ),
    profiles=government.PROFILES,
)
