"""The government of Inner Mongolia (内蒙古自治区人民政府). Its selectors come from notes: no page of it was at hand.

It answers with a check by script, or with 403 from abroad (2026), so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher
from scrapers.sites.cms import standard

LAYOUT = Publisher(
    name="nmg_gov",
    publisher="内蒙古自治区人民政府",
    homepage="https://www.nmg.gov.cn/",
    country="CN",
    language="zh",
    hosts=("nmg.gov.cn",),
    article=r"^https?://www\.nmg\.gov\.cn/(?:[\w-]+/)*\d{6}/t\d{8}_\d+\.html",
    profiles=(
        Profile(
            name="nmg-gov",
            mark=".ql_detailbro_title",
            title=(".ql_detailbro_title",),
            body=("div.TRS_UEDITOR", "div.view"),
            published=(".ql_detailbro_date_source", 'meta[name="PubDate"]'),
            source_name=("#infoSource", ".ql_detailbro_date_source"),
            section=('meta[name="ColumnName"]',),
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
