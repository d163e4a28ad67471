"""Tencent News (腾讯新闻): pages of 2019, pages of 2020 as a browser draws them, and those of 2024.

Since 2024 the text is in the state of a script, `window.DATA`, with comments (`<!--IMG_0-->`) for its pictures. No page
of that layout was seen: its names are those of four programs that read it, of 2024 to 2026.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList, Sitemap

SITE = Site(
    name="qq",
    publisher="腾讯网",
    homepage="https://news.qq.com/",
    hosts=("new.qq.com", "news.qq.com", "qq.com"),
    article=(
        r"^https?://(?:new|news)\.qq\.com/(?:rain/a/\w+|omn/(?:\d{8}/)?\w+(?:\.html)?)"
        r"|^https?://[\w.]+\.qq\.com/a/\d{8}/\d+\.htm"
    ),
    example="https://news.qq.com/rain/a/20260105A00AB000",
    sources=(
        Sitemap(
            name="站点地图",
            url="https://news.qq.com/sitemap/index.xml",
            evidence="A 2026, 6 programs",
        ),
        JsonList(
            name="热榜",
            url="https://r.inews.qq.com/gw/event/hot_ranking_list?page_size=50",
            rows="idlist[0].newslist[?url]",
            link="url",
            day="time",
            evidence="A 2026, 3 programs: newsnow, DailyHotApi",
        ),
    ),
    profiles=(
        Profile(
            name="qq-2024",
            since="2024",
            mark="script:window.DATA originContent.text",
            title=("script:window.DATA title", "h1"),
            body=("script:window.DATA originContent.text",),
            published=("script:window.DATA pubtime", 'meta[name="apub:time"]'),
            source_name=("script:window.DATA media",),
            keywords=("script:window.DATA tags", 'meta[name="keywords"]'),
            pictures=("script:window.DATA originAttribute.*.[bigOrigUrl || origUrl || imgurl1000 || imgurl0][]",),
            address=r"/(?:rain/a/|omn/(?:\d{8}/)?)(?P<content_id>\w+)",
        ),
        # The same page, drawn by a browser and saved without its scripts.
        Profile(
            name="qq-2024-drawn",
            since="2024",
            mark="#article-content .rich_media_content",
            title=("#article-content h1", "h1"),
            body=("#article-content .rich_media_content",),
            published=('meta[name="apub:time"]',),
            keywords=('meta[name="keywords"]',),
            drop=("h1", ".article-author", "#article-author"),
            address=r"/(?:rain/a/|omn/(?:\d{8}/)?)(?P<content_id>\w+)",
        ),
        Profile(
            name="qq-2020",
            mark="div.content-article",
            title=("div.LEFT > h1", "h1"),
            body=("div.content-article",),
            published=("div.left-stick-wp", 'meta[name="apub:time"]'),
            source_name=("#LeftTool .author div", ".left-stick-wp .author", "div.author"),
            keywords=('meta[name="keywords"]',),
            drop=("#Status", ".article-status", ".statement", ".videoPlayer", ".video-title"),
            address=r"/(?:rain/a/|omn/(?:\d{8}/)?)(?P<content_id>\w+)",
        ),
        Profile(
            name="qq-2019",
            mark="#Cnt-Main-Article-QQ",
            title=("div.qq_article div.hd h1",),
            body=("#Cnt-Main-Article-QQ",),
            published=("span.a_time",),
            source_name=("span.a_source",),
            author=("span.a_author",),
            editor=("#QQeditor",),
            drop=(".rv-root-v2", "#invideocon", ".qq_editor"),
        ),
    ),
)
