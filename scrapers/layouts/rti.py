"""Radio Taiwan International (中央廣播電臺).

No page of it was seen: its markup is what a program keeps of pages of 2026, whose list it does not tell of, so it is
not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="rti",
    publisher="中央廣播電臺",
    homepage="https://www.rti.org.tw/",
    country="TW",
    language="zh",
    hosts=("rti.org.tw",),
    article=r"^https?://www\.rti\.org\.tw/news\?(?:\w+=\w*&)*pid=\d+",
    profiles=(
        Profile(
            name="rti-2026",
            since="2026",
            mark="div.dateWrap",
            title=("h1",),
            body=("div.text.ivu-mt", "div.text"),
            published=("div.dateWrap span.time",),
            source_name=('div.dateWrap span.time:contains("新聞引據")',),
            author=('div.dateWrap span.time:contains("採訪撰稿")', 'div.dateWrap span.time:contains("撰稿")'),
            editor=('div.dateWrap span.time:contains("責任編輯")',),
            keywords=('meta[name="keywords"]',),
            address=r"[?&]pid=(?P<content_id>\d+)",
        ),
    ),
)
