"""Sina (新浪网): its layouts of 2009 and 2017, in use until 2026 at least, and its pages for phones of 2024."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList, Listing

ROLL = "https://feed.mix.sina.com.cn/api/roll/get"
CHANNELS = {
    "全部": 2509,
    "国内": 2510,
    "国际": 2511,
    "社会": 2669,
    "军事": 2514,
    "财经": 2516,
    "股市": 2517,
    "科技": 2515,
    "体育": 2512,
    "娱乐": 2513,
}

SITE = Site(
    name="sina",
    publisher="新浪网",
    homepage="https://www.sina.com.cn/",
    hosts=("sina.com.cn", "sina.cn"),
    article=(
        r"^https?://[\w.]+\.sina\.(?:com\.)?cn/"
        r"(?:.*\d{4}-\d{2}-\d{2}/(?:(?:doc-|zl-|detail-)i?[a-z0-9]+(?:\.d)?|\d{8,})\.s?html|article_\d+_\w+\.html)"
    ),
    example="https://news.sina.com.cn/c/2026-01-05/doc-inabcdef0000001.shtml",
    sources=(
        *(
            JsonList(
                name=f"滚动 {name}",
                url=f"{ROLL}?pageid=153&lid={lid}&k=&num=50&page=1",
                page_parameter="page",
                rows="result.data",
                link="url",
                day="ctime",
                evidence="A 2026, 2 programs: RSSHub, whatshot",
            )
            for name, lid in CHANNELS.items()
        ),
        Listing(
            name="新闻首页",
            url="https://news.sina.com.cn/",
            evidence="C 2019, 1 program: EE208",
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
        Profile(
            name="sina-phone",
            mark="h1.art_tit_h1",
            title=("h1.art_tit_h1",),
            body=("article section.art_content", "section.art_content"),
            published=("time.weibo_time", 'meta[property="article:published_time"]'),
            source_name=("h2.weibo_user",),
            editor=("p.art_p.show_author", ".show_author"),
            keywords=('meta[name="keywords"]',),
            drop=(".show_author", ".look_info"),
            caption=("p.art_img_tit", "h2.art_img_tit"),
            address=r"/detail-(?P<content_id>i[a-z0-9]+)\.",
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
