"""Zhejiang Development and Reform Commission (浙江省发展和改革委员会), on Hanweb with the metas of the national standard.

Its lists are those of jpaas. A program keeps an answer of 2026-06: fifteen rows of 388.
"""

from urllib.parse import urlencode

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Jpaas

UNIT = "https://fzggw.zj.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit"
COLUMN = {
    "webId": "3185",
    "parseType": "bulidstatic",  # as the system itself spells it
    "pageType": "column",
    "tagId": "信息列表",
    "tplSetId": "o0YcVHHq5vWtr3uiCp4SY",
}
PAGE = '{"pageNo":1,"pageSize":15}'
BOTH = "A 2026, 2 programs: policy-collector, china-governance"
COLUMNS = (
    ("政策文件", "1229565788", BOTH),
    ("通知公告", "1599544", "B 2026, 1 program: china-governance"),
    ("政策解读", "1599554", "B 2026, 1 program: china-governance"),
    ("审批", "1599553", "B 2026, 1 program: china-governance"),
    ("其他文件", "1599556", "B 2026, 1 program: china-governance"),
)

SITE = Site(
    name="zjfgw",
    publisher="浙江省发展和改革委员会",
    homepage="https://fzggw.zj.gov.cn/",
    hosts=("fzggw.zj.gov.cn",),
    article=r"^https?://fzggw\.zj\.gov\.cn/(?:col/col\d+/)?art/\d{4}/(?:\d+/\d+/art_\d+_\d+|art_[0-9a-f]{32})\.html",
    example="https://fzggw.zj.gov.cn/col/col1229565788/art/2026/art_0a1b2c3d4e5f60718293a4b5c6d7e8f9.html",
    sources=(
        *(
            Jpaas(
                name=name,
                url=f"{UNIT}?{urlencode({**COLUMN, 'pageId': page_id, 'paramJson': PAGE})}",
                evidence=evidence,
            )
            for name, page_id, evidence in COLUMNS
        ),
    ),
    profiles=(
        Profile(
            name="hanweb-zoom",
            mark="div.wz-con",
            title=("p.con-title", 'meta[name="ArticleTitle"]'),
            body=("#zoom",),
            published=('meta[name="PubDate"]', "div.small-title"),
            source_name=('meta[name="ContentSource"]', "div.small-title"),
            section=('meta[name="ColumnName"]',),
            keywords=('meta[name="Keywords"]',),
            drop=(".main-word",),
        ),
        standard.GOVERNMENT,
    ),
)
