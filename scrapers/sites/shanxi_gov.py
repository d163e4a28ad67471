"""The government of Shanxi (山西省人民政府), on TRS with the metas of the national standard."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import government, standard, trs

HOME = "https://www.shanxi.gov.cn/"

SITE = Site(
    name="shanxi_gov",
    publisher="山西省人民政府",
    homepage=HOME,
    hosts=("shanxi.gov.cn",),
    article=r"^https?://www\.shanxi\.gov\.cn/(?:[\w-]+/)*(?:\d{6}/t\d{8}_\d+\.s?html)",
    example="https://www.shanxi.gov.cn/zfxxgk/zfxxgkzl/fdzdgknr/lzyj/szfwj/202601/t20260105_9300001.shtml",
    sources=(
        *trs.columns(
            HOME,
            government.RSSHUB_TOO,
            {
                "政务公开": "zfxxgk/",
            },
            suffix="shtml",
        ),
        *trs.columns(
            HOME,
            government.GOV_SITE_LIST,
            {
                "政策文件": "zfxxgk/zfxxgkzl/fdzdgknr/lzyj/",
            },
            suffix="shtml",
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
