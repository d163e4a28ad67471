"""Sina (新浪网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Listing

SITE = Site(
    name="sina",
    publisher="新浪网",
    homepage="https://www.sina.com.cn/",
    hosts=("sina.com.cn", "sina.cn"),
    article=(
        r"^https?://[\w.]+\.sina\.(?:com\.)?cn/"
        r"(?:.*\d{4}-\d{2}-\d{2}/(?:(?:doc-|zl-|detail-)i?[a-z0-9]+(?:\.d)?|\d{8,})\.s?html|article_\d+_\w+\.html)"
    ),
    sources=(
        Listing(
            name="新闻",
            url="https://news.sina.com.cn/",
        ),
        Listing(
            name="财经",
            url="https://finance.sina.com.cn/",
        ),
    ),
    profiles=(
        Profile(
            name="sina-2017",
            mark="h1.main-title",
            title=("h1.main-title",),
            body=("#article", "#artibody"),
            published=("div.date-source span.date", "div.date-source"),
            source_name=("div.date-source .source", "div.date-source"),
            editor=("p.show_author", "p.article-editor", ".show_author"),
            keywords=("#keywords a", "div.keywords a", 'meta[name="keywords"]'),
            drop=(
                ".show_author",
                ".article-editor",
                ".wap_special",
                ".tech-quotation",
                ".artical-player-wrap",
                ".xb_new_finance_app",
                ".article-bottom",
                ".statement",
                ".otherContent_01",
                ".quotation",
                ".ct_hqimg",
                ".finance_app_zqtg",
                ".hqimg_related",
                ".app-kaihu-qr",
                ".appendQr_wrap",
                ".second-title",
                "#left_hzh_ad",
                ".video-2017",
                ".new_style_article",
                ".show_statement",
            ),
            caption=("span.img_descr", "div.img_descr"),
            address=r"/(?:doc|zl|detail)-(?P<content_id>i[a-z0-9]+)\.",
        ),
        # some channels kept this layout; the year of its end is an estimate
        Profile(
            name="sina-2009",
            until="2019",
            mark="#artibodyTitle",
            title=("#artibodyTitle",),
            body=("#artibody",),
            published=("#pub_date",),
            source_name=("#media_name",),
            editor=(".show_author", ".article-editor", "#author_ename"),
            keywords=("p.art_keywords a", 'meta[name="keywords"]'),
            drop=(
                ".tech-quotation",
                ".artical-player-wrap",
                ".show_author",
                ".article-editor",
                ".ecode_weixin",
                ".art_keywords",
                ".contentPlayer",
                ".otherContent_01",
                ".wap_special",
            ),
            caption=("span.img_descr",),
            address=r"/doc-(?P<content_id>i[a-z0-9]+)\.",
        ),
    ),
)
