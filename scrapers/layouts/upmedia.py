"""Up Media (上報). Its selectors come from notes: no page of it was at hand.

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
    article=r"^https?://www\.upmedia\.mg/news_info\.php\?.*SerialNo=\d+",
    profiles=(
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
