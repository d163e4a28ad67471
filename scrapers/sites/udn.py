"""United Daily News (聯合新聞網)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, Listing

SITE = Site(
    name="udn",
    publisher="聯合新聞網",
    homepage="https://udn.com/",
    country="TW",
    hosts=("udn.com",),
    article=r"^https?://udn\.com/news/story/\d+/\d+",
    sources=(
        Listing(
            name="即時",
            url="https://udn.com/news/breaknews/1",
        ),
        Feed(
            name="要聞 RSS",
            url="https://udn.com/rssfeed/news/2/6638?ch=news",
        ),
    ),
    profiles=(
        Profile(
            name="udn-2016",
            until="2019",
            mark="#story_body_content",
            title=("#story_art_title",),
            body=("#story_body_content",),
            published=("div.story_bady_info_author span", "div.story_bady_info_author"),
            author=("div.story_bady_info_author a",),
            keywords=('meta[name="keywords"]',),
            drop=(
                "#story_bady_info",
                "h1",
                ".photo-story",
                ".photo_center",
                "figcaption",
                ".only_web",
                "#story_tags",
                "#story_also",
                "#story_bar",
                ".social_bar",
                "#shareBar",
            ),
            caption=("figcaption",),
            address=r"/story/\d+/(?P<content_id>\d+)",
        ),
        Profile(
            name="udn-2019",
            since="2019",
            mark="#article_body, section.article-content__editor",
            title=("h1.article-content__title", "h1"),
            body=("section.article-content__editor", "#article_body"),
            published=("time.article-content__time", ".article-content__time", ".shareBar__info--author span"),
            author=(".article-content__author",),
            keywords=('meta[name="keywords"]',),
            drop=(".article-content__ad", ".inline-ads", "figcaption"),
            address=r"/story/\d+/(?P<content_id>\d+)",
        ),
    ),
)
