"""Ministry of Housing and Urban-Rural Development (住房和城乡建设部), on Hanweb's jpaas: its pages name their lists."""

from scrapers.site import Site
from scrapers.sites.cms import hanweb, standard
from scrapers.sources import Jpaas, Listing

HOME = "https://www.mohurd.gov.cn/"

SITE = Site(
    name="mohurd",
    publisher="住房和城乡建设部",
    homepage=HOME,
    hosts=("mohurd.gov.cn",),
    article=rf"^https?://www\.mohurd\.gov\.cn/(?:{hanweb.ARTICLE}|(?:\w+/)+art/\d{{4}}/art_\d+_\d+\.html)",
    example=f"{HOME}gongkai/zc/wjk/art/2026/art_0123456789abcdef0123456789abcdef.html",
    sources=(
        Jpaas(
            name="政策发布",
            url=f"{HOME}zhengcefabu/index.html",
            evidence="B 2026, 1 program: RSSHub",
        ),
        Jpaas(
            name="文件库",
            url=f"{HOME}gongkai/zc/wjk/index.html",
            evidence="B 2026, 1 program",
        ),
        Listing(
            name="首页",
            url=HOME,
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=standard.PROFILES,
)
