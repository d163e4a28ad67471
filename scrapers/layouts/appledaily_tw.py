"""Apple Daily of Taiwan (蘋果新聞網), closed in 2022. This module reads archived pages only."""

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher

LAYOUT = Publisher(
    name="appledaily_tw",
    publisher="蘋果新聞網",
    homepage="https://tw.appledaily.com/",
    country="TW",
    language="zh",
    hosts=("tw.appledaily.com",),
    article=r"^https?://tw\.appledaily\.com/(?:\w+/)+\d{8}/\w+",
    profiles=(
        Profile(
            name="appledaily-2019",
            mark="div.nm-article-body",
            title=("div.nm-article h2",),
            body=("div.nm-article-body div.text", "div.nm-article-body"),
            published=("time.time",),
            keywords=('meta[name="keywords"]',),
            drop=(".nm-recommended-articles-title", ".ad"),
        ),
        Profile(
            name="appledaily-2017",
            mark="article.ndArticle_content",
            title=("hgroup h1", "h1"),
            body=("div.ndArticle_margin",),
            published=(".ndArticle_creat",),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".ndgTag",
                ".infinite-scroll-component",
                ".ndArticle_relateList",
                ".ndArticle_moreNewlist",
                "#textlink",
                "iframe",
            ),
        ),
    ),
)
