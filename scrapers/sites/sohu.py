"""Sohu (搜狐网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="sohu",
    publisher="搜狐网",
    homepage="https://www.sohu.com/",
    hosts=("sohu.com",),
    article=r"^https?://(?:(?:www|m)\.sohu\.com/a/\d+_\d+|[\w.]+\.sohu\.com/\d{8}/n\d+\.s?html)",
    sources=(
        Listing(
            name="首页",
            url="https://www.sohu.com/",
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
