"""Zhejiang Development and Reform Commission (浙江省发展和改革委员会), on Hanweb with the metas of the national standard."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard

SITE = Site(
    name="zjfgw",
    publisher="浙江省发展和改革委员会",
    homepage="https://fzggw.zj.gov.cn/",
    hosts=("fzggw.zj.gov.cn",),
    article=r"^https?://fzggw\.zj\.gov\.cn/art/\d{4}/\d+/\d+/art_\d+_\d+\.html",
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
