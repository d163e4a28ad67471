"""Up Media (上報). Its selectors come from notes: no page of it was at hand."""

from cundang.model.profile import Profile
from scrapers.site import Site

SITE = Site(
    name="upmedia",
    publisher="上報",
    homepage="https://www.upmedia.mg/",
    country="TW",
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
