"""United Daily News (聯合新聞網)."""

from zoneinfo import ZoneInfo

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Feed, JsonList

SITE = Site(
    name="udn",
    publisher="聯合新聞網",
    homepage="https://udn.com/",
    country="TW",
    hosts=("udn.com",),
    zone=ZoneInfo("Asia/Taipei"),
    article=r"^https?://udn\.com/news/story/\d+/\d+",
    example="https://udn.com/news/story/6656/9100001",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"https://udn.com/api/more?page=1&channelId={path}",
                page_parameter="page",
                rows="lists",
                link="titleLink",
                day="time.date",
                evidence=evidence,
            )
            for name, path, evidence in (
                ("即時", "1&cate_id=0&type=breaknews", "A 2026, 9 programs: RSSHub"),
                ("要聞", "2&type=cate_latest_news&cate_id=6638", "A 2026, 2 programs: RSSHub"),
                ("兩岸", "2&type=cate_latest_news&cate_id=6640", "A 2026, 2 programs: RSSHub"),
                ("產經", "2&type=cate_latest_news&cate_id=6644", "A 2026, 2 programs: RSSHub"),
                ("股市", "2&type=cate_latest_news&cate_id=6645", "A 2026, 2 programs: RSSHub"),
            )
        ),
        *(
            Feed(
                name=name,
                url=f"https://udn.com/rssfeed/news/2/{number}?ch=news",
                evidence="A 2026, 12 programs",
            )
            for name, number in (
                ("要聞 RSS", 6638),
                ("全球 RSS", 7225),
                ("兩岸 RSS", 6640),
                ("地方 RSS", 6641),
                ("評論 RSS", 6643),
                ("產經 RSS", 6644),
                ("股市 RSS", 6645),
            )
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
