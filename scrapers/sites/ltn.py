"""Liberty Times (自由時報)."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, JsonList

SITE = Site(
    name="ltn",
    publisher="自由時報",
    homepage="https://news.ltn.com.tw/",
    country="TW",
    hosts=("ltn.com.tw",),
    zone=ZoneInfo("Asia/Taipei"),
    article=r"^https?://\w+\.ltn\.com\.tw/(?:news/\w+|article)/(?:\w+/)*\d+",
    example="https://news.ltn.com.tw/news/politics/breakingnews/5300001",
    sources=(
        *(
            Feed(
                name=name,
                url=f"https://{path}.xml",
                evidence="A 2026, 15 programs",
            )
            for name, path in (
                ("即時 RSS", "news.ltn.com.tw/rss/all"),
                ("政治 RSS", "news.ltn.com.tw/rss/politics"),
                ("社會 RSS", "news.ltn.com.tw/rss/society"),
                ("國際 RSS", "news.ltn.com.tw/rss/world"),
                ("地方 RSS", "news.ltn.com.tw/rss/local"),
                ("財經 RSS", "news.ltn.com.tw/rss/business"),
                ("體育 RSS", "news.ltn.com.tw/rss/sports"),
                ("財經頻道 RSS", "ec.ltn.com.tw/rss/finance"),
            )
        ),
        JsonList(
            name="軍情動態",
            url="https://def.ltn.com.tw/ajax/breakingnewslist/1",
            next="{page}",
            rows="@",
            link="url",
            day="createTime",
            evidence="A 2026, 3 programs: RSSHub",
        ),
    ),
    profiles=(
        Profile(
            name="ltn",
            mark="div.whitecon",
            title=("div.whitecon h1",),
            body=("div.whitecon div.text", "div.text"),
            published=("span.time", "span.viewtime", "div.text"),
            keywords=('meta[name="keywords"]',),
            drop=(".time", ".viewtime", ".appE1121", ".before_ir", ".suggest", ".ph_b", ".ad", ".boxText", ".related"),
            address=r"/(?P<content_id>\d+)(?:$|[?#])",
        ),
    ),
)
