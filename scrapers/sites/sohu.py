"""Sohu (搜狐网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList, Listing

FEED = "https://v2.sohu.com/public-api/feed"

SITE = Site(
    name="sohu",
    publisher="搜狐网",
    homepage="https://www.sohu.com/",
    hosts=("sohu.com",),
    article=r"^https?://(?:(?:www|m)\.sohu\.com/a/\d+_\d+|[\w.]+\.sohu\.com/\d{8}/n\d+\.s?html)",
    example="https://www.sohu.com/a/900000001_100001",
    sources=(
        Listing(
            name="手机首页",
            url="https://m.sohu.com/limit",
            evidence="B 2026, 1 program: RSSHub",
        ),
        JsonList(
            name="新闻频道",
            url=f"{FEED}?scene=CHANNEL&sceneId=8&page=1&size=20",
            page_parameter="page",
            rows="@",
            article="https://www.sohu.com/a/{id}_{authorId}",
            day="publicTime",
            evidence="B 2026, 1 program: many of 2017 to 2020",
        ),
        *(
            JsonList(
                name=name,
                url=f"{FEED}?scene=CATEGORY&sceneId={number}&page=1&size=20",
                page_parameter="page",
                rows="@",
                article="https://www.sohu.com/a/{id}_{authorId}",
                day="publicTime",
                evidence="C 2020, 3 programs",
            )
            for name, number in {"时政": 1460, "国际": 1461, "财经": 1463}.items()
        ),
    ),
    profiles=(
        Profile(
            name="sohu-2017",
            since="2017",
            mark="#mp-editor",
            title=("div.text-title span.title-info-title", "div.text-title h1", "h1"),
            body=("#mp-editor",),
            published=("#news-time", 'meta[itemprop="datePublished"]', 'meta[property="og:release_date"]'),
            source_name=(
                '[data-role="original-link"] a',
                '[data-role="original-link"]',
                "#user-info h4",
                ".user-info h4",
                'meta[name="mediaid"]',
            ),
            editor=('[data-role="editor-name"]',),
            keywords=('meta[name="keywords"]',),
            drop=(
                "#backsohucom",
                ".backword",
                '[data-role="editor-name"]',
                '[data-role="original-title"]',
                ".statement",
                ".lookall-box",
                ".article-video",
            ),
            address=r"/a/(?P<content_id>\d+)_",
        ),
        # GUESS: no page of this layout was seen.
        Profile(
            name="sohu-2012",
            until="2017",
            mark="#contentText",
            title=('h1[itemprop="headline"]', "h1"),
            body=("#contentText",),
            published=("#pubtime_baidu", "div.time-source div.time", "div.time-source"),
            source_name=("#media_span", "#source_baidu"),
            author=("#author_baidu",),
            editor=("#editor_baidu", "div.editer"),
            keywords=('meta[name="keywords"]',),
            drop=(".editer", "#editor_baidu", "#url_corre", ".muLink", ".text-pic-tt"),
            address=r"/n(?P<content_id>\d+)\.",
        ),
    ),
)
