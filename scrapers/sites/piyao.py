"""China's platform against rumours (中国互联网联合辟谣平台), on Xinhua's hosting. Most of its columns are known by path only."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import xinhua
from scrapers.sources import Xhcloud

HOME = "https://www.piyao.org.cn/"
PATHS = (
    "rm.htm",
    "gz.htm",
    "ft.htm",
    "zt.htm",
    "dsspy.htm",
    "xzbb.htm",
    "jj.htm",
    "sq/index.htm",
    "rm/bd.htm",
    "rm/ndbd.htm",
    "rm/zs.htm",
)

SITE = Site(
    name="piyao",
    publisher="中国互联网联合辟谣平台",
    homepage=HOME,
    hosts=("piyao.org.cn",),
    article=rf"^https?://www\.piyao\.org\.cn/(?:{xinhua.OLD_ARTICLE}|{xinhua.NEW_ARTICLE})",
    example=f"{HOME}20260105/0123456789abcdef0123456789abcdef/c.html",
    sources=(
        Xhcloud(
            name="今日辟谣",
            url=f"{HOME}jrpy/index.htm",
            evidence="A 2026, 3 programs: RSSHub, PiyaoSpider, red-herring-and-gun",
        ),
        Xhcloud(
            name="联动发布",
            url=f"{HOME}ld.htm",
            evidence="A 2026, 2 programs: PiyaoSpider, red-herring-and-gun",
        ),
        *(
            Xhcloud(
                name=f"栏目 {path}",
                url=HOME + path,
                evidence="B 2026, 1 program: red-herring-and-gun",
            )
            for path in PATHS
        ),
    ),
    profiles=(
        # No page was seen: the names are those of two programs of 2026.
        Profile(
            name="piyao-2024",
            since="2024",
            mark=".con_tit h2",
            title=(".con_tit h2",),
            body=(".con_txt",),
            published=(".con_tit .time", ".con_tit p", 'meta[name="publishdate"]'),
            source_name=(".con_tit p", 'meta[name="source"]'),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            address=xinhua.NEW_ADDRESS,
        ),
        *xinhua.PROFILES,
    ),
)
