"""China Times (中時新聞網).

It answers only to the headers of a browser (2026), so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="chinatimes",
    publisher="中時新聞網",
    homepage="https://www.chinatimes.com/",
    country="TW",
    language="zh",
    hosts=("chinatimes.com",),
    article=r"^https?://\w+\.chinatimes\.com/(?:\w+/)*\d{14}-\d{6}",
    profiles=(
        Profile(
            name="chinatimes-2019",
            since="2018",
            mark="article.article-box header.article-header",
            title=("h1.article-title",),
            body=("div.article-body",),
            published=("div.meta-info time", 'meta[property="article:published_time"]', "time"),
            source_name=("div.meta-info .source", 'meta[name="source"]'),
            author=("div.meta-info .author",),
            keywords=('meta[name="keywords"]',),
            drop=(".article-hash-tag", ".ad", ".promote-word", ".article-function"),
            address=r"/(?P<content_id>\d{14}-\d{6})",
        ),
        Profile(
            name="chinatimes-2014",
            until="2018",
            mark="article.arttext",
            title=("header.topich1 h1", "#h1"),
            body=("article.arttext",),
            published=("div.reporter time", 'meta[name="pubdate"]'),
            source_name=("div.reporter a", 'meta[name="source"]'),
            author=("div.reporter cite",),
            keywords=('meta[name="keywords"]',),
            drop=(".article_info", ".a_k", ".art_blk", ".fb-like", ".reporter"),
            address=r"/(?P<content_id>\d{14}-\d{6})",
        ),
    ),
)
