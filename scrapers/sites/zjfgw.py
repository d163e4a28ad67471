"""Zhejiang Development and Reform Commission (浙江省发展和改革委员会), on Hanweb with the metas of the national standard.

Its lists are those of jpaas. A program keeps an answer of 2026-06: fifteen rows of 388.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import government, hanweb, standard

HOME = "https://fzggw.zj.gov.cn/"
IDS = ("3185", "o0YcVHHq5vWtr3uiCp4SY", "信息列表")  # webId, tplSetId, tagId

SITE = Site(
    name="zjfgw",
    publisher="浙江省发展和改革委员会",
    homepage=HOME,
    hosts=("fzggw.zj.gov.cn",),
    article=rf"^https?://fzggw\.zj\.gov\.cn/{hanweb.JPAGE_ARTICLE}",
    example="https://fzggw.zj.gov.cn/col/col1229565788/art/2026/art_0a1b2c3d4e5f60718293a4b5c6d7e8f9.html",
    sources=(
        *(
            hanweb.unit(name, HOME, IDS, page_id, evidence)
            for name, page_id, evidence in (
                ("政策文件", "1229565788", "A 2026, 2 programs: policy-collector, china-governance"),
                ("通知公告", "1599544", government.CHINA_GOVERNANCE),
                ("政策解读", "1599554", government.CHINA_GOVERNANCE),
                ("审批", "1599553", government.CHINA_GOVERNANCE),
                ("其他文件", "1599556", government.CHINA_GOVERNANCE),
            )
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
