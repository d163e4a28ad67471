"""Up Media (上報). Its selectors come from notes and from programs that read its pages: none was seen.

It answers 403 without the headers of a browser (2026), so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="upmedia",
    publisher="上報",
    homepage="https://www.upmedia.mg/",
    country="TW",
    language="zh",
    hosts=("upmedia.mg",),
    article=r"^https?://www\.upmedia\.mg/(?:news_info\.php\?.*SerialNo=\d+|tw/[\w-]+/[\w-]+/\d+)",
    profiles=(
        Profile(
            name="upmedia-2026",
            since="2026",
            mark="div.news-box-text",
            title=("h1",),
            body=("div.news-box-text",),
            keywords=('meta[name="keywords"]',),
            address=r"/tw/[\w-]+/[\w-]+/(?P<content_id>\d+)",
        ),
        Profile(
            name="upmedia",
            mark="#ArticleTitle",
            title=("#ArticleTitle", "h2"),
            body=("div.editor",),
            published=(".time",),
            author=(".author a",),
            keywords=('meta[name="keywords"]',),
        ),
    ),
)
