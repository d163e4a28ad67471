"""Ministry of Commerce (商务部), on Hanweb's jpaas. Layouts seen on two pages of 2025."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import hanweb, standard
from scrapers.sources import Jpaas

HOME = "https://www.mofcom.gov.cn/"
IDS = ("8f43c7ad3afc411fb56f281724b73708", "52551ea0e2c14bca8c84792f7aa37ead", "分页列表")

SITE = Site(
    name="mofcom",
    publisher="商务部",
    homepage=HOME,
    hosts=("mofcom.gov.cn",),
    article=rf"^https?://[\w.]+\.mofcom\.gov\.cn/{hanweb.ARTICLE}",
    example=f"{HOME}xwfb/rcxwfb/art/2026/art_0123456789abcdef0123456789abcdef.html",
    sources=(
        hanweb.unit(
            "政策发布",
            HOME,
            IDS,
            "fc8bdff48fa345a48b651c1285b70b8f",
            "A 2026, 4 programs: china-governance, KianaMei",
        ),
        hanweb.unit(
            "日常新闻发布",
            HOME,
            IDS,
            "95d89972d8aa4fcea511701cd0f212d9",
            "B 2026, 1 program",
        ),
        Jpaas(
            name="对外贸易管理",
            url=f"{HOME}zcfb/dwmygl/index.html",
            evidence="B 2026, 1 program",
        ),
        Jpaas(
            name="工作通知",
            url=f"{HOME}zwgk/gztz/index.html",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=(
        Profile(
            name="mofcom",
            mark='div.art-con[ergodic="article"]',
            title=('meta[name="ArticleTitle"]', ".art-title", "h1", "h2"),
            body=("div.art-con",),
            published=('meta[name="PubDate"]', ".art-time"),
            source_name=('meta[name="ContentSource"]',),
            section=('meta[name="ColumnName"]',),
            keywords=('meta[name="Keywords"]',),
            drop=standard.FURNITURE,
            address=r"art_(?P<content_id>[0-9a-f]{32})",
        ),
        *standard.PROFILES,
    ),
)
