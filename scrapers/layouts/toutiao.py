"""Toutiao (今日头条), as a browser draws it. Whoever posts an article is its source.

Its lists want a signature that a script makes (2026), so it is not crawled.
"""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="toutiao",
    publisher="今日头条",
    homepage="https://www.toutiao.com/",
    country="CN",
    language="zh",
    hosts=("toutiao.com",),
    article=r"^https?://(?:www|m)\.toutiao\.com/(?:a|i|article/|item/|w/)\d{15,}/?",
    profiles=(
        Profile(
            name="toutiao-2019",
            mark="div.article-box h1.article-title",
            title=("h1.article-title",),
            body=("div.article-content",),
            published=("div.article-sub",),
            source_name=("div.article-sub span.original + span", "div.article-sub span"),
            drop=(".article-actions",),
            address=r"/(?:a|i|article/|item/)(?P<content_id>\d{15,})",
        ),
        # Seen on two pages of 2024.
        Profile(
            name="toutiao-2021",
            mark="article.syl-article-base, article.tt-article-content",
            title=("div.article-content h1", "h1"),
            body=("article.syl-article-base", "article.tt-article-content"),
            published=("div.article-meta",),
            source_name=("div.article-meta span.name", "div.article-meta a"),
            keywords=('meta[name="keywords"]',),
            address=r"/(?:a|i|article/|item/|w/)(?P<content_id>\d{15,})",
        ),
    ),
)
