"""Central News Agency (中央社)."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, JsonList

SITE = Site(
    name="cna",
    publisher="中央社",
    homepage="https://www.cna.com.tw/",
    country="TW",
    hosts=("cna.com.tw",),
    zone=ZoneInfo("Asia/Taipei"),
    list_hosts=("feeds.feedburner.com",),
    article=r"^https?://www\.cna\.com\.tw/news/\w+/\d{12}\.aspx",
    example="https://www.cna.com.tw/news/aipl/202601050001.aspx",
    sources=(
        *(
            JsonList(
                name=name,
                url="https://www.cna.com.tw/cna2018api/api/WNewsList",
                json={"action": "0", "category": category, "pagesize": "20", "pageidx": 1},
                page_parameter="pageidx",
                rows="ResultData.Items",
                link="PageUrl",
                day="CreateTime",
                evidence=evidence,
            )
            for name, category, evidence in (
                ("即時", "aall", "A 2026, 10 programs: RSSHub"),
                ("政治", "aipl", "B 2026, 1 program: RSSHub"),
                ("國際", "aopl", "B 2026, 1 program: RSSHub"),
                ("兩岸", "acn", "B 2026, 1 program: RSSHub"),
                ("產經", "aie", "B 2026, 1 program: RSSHub"),
            )
        ),
        *(
            Feed(
                name=name,
                url=f"https://feeds.feedburner.com/rsscna/{path}",
                evidence="A 2026, 10 programs",
            )
            for name, path in (
                ("政治 RSS", "politics"),
                ("國際 RSS", "intworld"),
                ("兩岸 RSS", "mainland"),
                ("產經 RSS", "finance"),
                ("社會 RSS", "social"),
                ("地方 RSS", "local"),
                ("生活 RSS", "lifehealth"),
                ("運動 RSS", "sport"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="cna",
            mark="div.centralContent",
            title=("div.centralContent h1",),
            body=("div.centralContent div.paragraph",),
            # the page shows the time of its last change; the meta holds that of its publication
            published=('meta[itemprop="datePublished"]', "div.updatetime span", "div.updatetime"),
            editor=('div.paragraph p:contains("（編輯：")',),
            section=('meta[property="article:section"]',),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".moreArticle",
                ".articlekeywordGroup",
                ".paragraph.moreArticle",
                "div.paragraph > div",
                "div.paragraph > h2",
                "div.paragraph > h3",
                ".SubscriptionInner",
                ".advertise",
                ".shareBar",
            ),
            address=r"/(?P<content_id>\d{12})\.",
        ),
    ),
)
