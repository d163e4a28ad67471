"""News of Fudan University (复旦大学新闻网): the layout of its older pages.

No list of it is known to be read by a program since 2023, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="fudan_news",
    publisher="复旦大学新闻网",
    homepage="https://news.fudan.edu.cn/",
    country="CN",
    language="zh",
    hosts=("news.fudan.edu.cn",),
    article=r"^https?://news\.fudan\.edu\.cn/\d{4}/\d{4}/\d+\.html",
    profiles=(
        Profile(
            name="fudan-news",
            until="2019",
            mark="#content_head",
            title=("#content_head h1",),
            body=("#endtext",),
            published=("#content h2 span span",),
            source_name=('#content h2 span:contains("来源")',),
            author=('#content h2 span:contains("作者")',),
            drop=(".box",),
            address=r"/(?P<content_id>\d+)\.html",
        ),
    ),
)
