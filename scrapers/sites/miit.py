"""Ministry of Industry and Information Technology (工业和信息化部), on Hanweb's jpaas.

Of its several dates the printed one counts: the meta PubDate can be a day off.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import hanweb, standard
from scrapers.sources import Jpaas, JsonList

HOME = "https://www.miit.gov.cn/"
IDS = ("8d828e408d90447786ddbe128d495e9e", "209741b2109044b5b7695700b2bec37e", "右侧内容")
SEARCH = f"{HOME}search-front-server/api/search/info?websiteid=110000000000000&pg=15&p=1"

SITE = Site(
    name="miit",
    publisher="工业和信息化部",
    homepage=HOME,
    hosts=("miit.gov.cn",),
    article=rf"^https?://(?:www|wap)\.miit\.gov\.cn/{hanweb.ARTICLE}",
    example=f"{HOME}xwfb/bldhd/art/2026/art_0123456789abcdef0123456789abcdef.html",
    sources=(
        hanweb.unit(
            "部领导活动",
            HOME,
            IDS,
            "d3e2bede1bc045e2875fc7161c01db7d",
            "A 2026, 3 programs: RSSHub; 24 rows of 2,725",
        ),
        hanweb.unit(
            "通知",
            HOME,
            IDS,
            "3e3ad1a3bec74939890a0d3e54815141",
            "A 2026, 2 programs: china-governance",
        ),
        *(
            JsonList(
                name=name,
                url=f"{SEARCH}&category={category}",
                page_parameter="p",
                rows="data.searchResult.dataResults",
                link="groupData[0].data.url",
                day="groupData[0].data.deploytime",
                evidence="A 2026, 2 programs: RSSHub, china-governance",
            )
            for name, category in {"文件发布": 51, "政策发布": 183, "政策解读": 163}.items()
        ),
        Jpaas(
            name="通知公告",
            url=f"{HOME}zwgk/tzgg/",
            evidence="A 2026, 2 programs: RSSHub, gov-site-list",
        ),
        Jpaas(
            name="政策文件",
            url=f"{HOME}zwgk/zcwj/",
            evidence="B 2026, 1 program: gov-site-list",
        ),
    ),
    profiles=(
        Profile(
            name="miit",
            mark="#con_con",
            title=("#con_title", 'meta[name="ArticleTitle"]'),
            body=("#con_con",),
            published=("#con_time", 'meta[name="PubDate"]'),
            source_name=('meta[name="ContentSource"]',),
            section=('meta[name="ColumnName"]',),
            drop=standard.FURNITURE,
            address=r"art_(?P<content_id>[0-9a-f]{32})",
        ),
        *standard.PROFILES,
    ),
)
