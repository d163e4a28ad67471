"""Shanghai News (上海新闻网).

No list of it is known, so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="n021news",
    publisher="上海新闻网",
    homepage="https://www.021news.cn/",
    country="CN",
    language="zh",
    hosts=("021news.cn",),
    article=r"^https?://www\.021news\.cn/show-\d+-\d+\.html",
    profiles=(
        Profile(
            name="021news",
            mark="#J_articleBox",
            title=("#J_articleBox div.article-title h1",),
            body=("#J_articleBox div.article",),
            published=("p.publish-time",),
            source_name=("p.source",),
            author=("div.author-info p.name",),
            keywords=('meta[name="keywords"]',),
            address=r"/show-(?P<content_id>\d+)-",
        ),
    ),
)
