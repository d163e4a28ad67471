"""The government of Jiangsu (江苏省人民政府), on Hanweb. No page of it was seen."""

from scrapers.site import Site
from scrapers.sites.cms import government, hanweb
from scrapers.sources import Listing

HOME = "http://www.jiangsu.gov.cn/"

SITE = Site(
    name="jiangsu_gov",
    publisher="江苏省人民政府",
    homepage=HOME,
    hosts=("jiangsu.gov.cn",),
    article=rf"^https?://www\.jiangsu\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example=f"{HOME}art/2026/1/5/art_84242_11500001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"{HOME}col/{path}/",
                evidence=government.GOV_SITE_LIST,
            )
            for name, path in (
                ("政策文件", "col84242"),
                ("省政府及办公厅文件", "col76841"),
                ("规范性文件", "col66109"),
            )
        ),
    ),
    profiles=government.PROFILES,
)
