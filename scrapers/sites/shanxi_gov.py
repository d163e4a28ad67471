"""The government of Shanxi (山西省人民政府), on TRS with the metas of the national standard."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="shanxi_gov",
    publisher="山西省人民政府",
    homepage="http://www.shanxi.gov.cn/",
    hosts=("shanxi.gov.cn",),
    article=r"^https?://www\.shanxi\.gov\.cn/(?:[\w-]+/)*(?:\d{6}/t\d{8}_\d+\.s?html)",
    sources=(
        Listing(
            name="山西要闻",
            url="http://www.shanxi.gov.cn/yw/sxyw/",
        ),
    ),
    profiles=(
        Profile(
            name="shanxi-gov",
            mark="ul.detail-article-infos",
            title=("div.detail-article-title h2", 'meta[name="ArticleTitle"]'),
            body=("div.article-body",),
            published=("li.article-infos-source", 'meta[name="PubDate"]'),
            source_name=("li.article-infos-source span + span", "li.article-infos-source"),
            section=('meta[name="ColumnName"]',),
            keywords=('meta[name="Keywords"]',),
            address=r"/t\d{8}_(?P<content_id>\d+)",
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
