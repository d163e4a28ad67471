"""NetEase (网易): five layouts of articles since 2015, its magazine 人间, its columnists 亦观察, and picture stories."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import JsonList

# The columns of news.163.com by the names of their files; further pages are cm_<name>_02/, _03/ ...
COLUMNS = {"要闻": "yaowen20200213", "国内": "guonei", "国际": "guoji", "军事": "war"}
OTHERS = {
    "科技": "https://tech.163.com/special/00097UHL/tech_datalist.js",
    "娱乐": "https://ent.163.com/special/000381Q1/newsdata_movieidx.js",
    "股票": "https://money.163.com/special/00259K2L/data_stock_redian.js",
    "教育": "https://edu.163.com/special/002987KB/newsdata_edu_hot.js",
}

SITE = Site(
    name="netease",
    publisher="网易",
    homepage="https://www.163.com/",
    hosts=("163.com",),
    article=(
        r"^https?://[\w.]+\.163\.com/(?:\d{2}/\d{4}/\d{2}/\w+\.html|(?:\w+/)?article/(?:detail/)?\w+\.html"
        r"|v2/article/detail/\w+\.html|news/a/\w{16}\.html|photoview/\w+/\d+\.html)"
    ),
    example="https://www.163.com/news/article/K1ABCDEF0001899O.html",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"https://news.163.com/special/cm_{file}/?callback=data_callback",
                next=f"/special/cm_{file}_{{page:02}}/?callback=data_callback",
                rows="@",
                link="docurl",
                day="time",
                evidence="A 2026, 10 programs: nine pages and more",
            )
            for name, file in COLUMNS.items()
        ),
        *(
            JsonList(
                name=name,
                url=f"{url}?callback=data_callback",
                rows="@",
                link="docurl",
                day="time",
                evidence="A 2026, 3 programs",
            )
            for name, url in OTHERS.items()
        ),
        JsonList(
            name="热榜",
            url="https://m.163.com/fe/api/hot/news/flow",
            rows="data.list",
            link="url",
            day="ptime",
            evidence="A 2026, 3 programs: DailyHotApi, HeatedTopics",
        ),
    ),
    profiles=(
        Profile(
            name="netease-2021",
            mark="div.post_main, div.post_content > div.post_body",
            title=("h1.post_title",),
            body=("div.post_body",),
            published=("div.post_info", 'meta[property="article:published_time"]'),
            source_name=("div.post_info a", "div.post_info"),
            editor=(".ep-editor", ".ep-source"),
            author=(".ep-source",),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".ep-source",
                ".post_statement",
                ".gg200x300",
                ".otitle",
                ".post_next",
                ".creative_statement",
                ".special_tag_wrap",
                ".post_end_ad",
                ".video-wrapper",
                ".nph_gallery",
            ),
            address=r"/(?P<content_id>\w{16})\.html",
        ),
        Profile(
            name="netease-2016",
            mark="div.post_time_source",
            title=("#epContentLeft h1",),
            # a gallery between two parts of the text ends the first element; the box around both holds all of it
            body=("div.post_body:has(#endText ~ #endText)", "#endText", "div.end-text", "div.post_text"),
            published=("div.post_time_source",),
            source_name=("#ne_article_source",),
            author=("#endText .ep-source span.left", "#endText .ep-source"),
            editor=(".ep-editor",),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".ep-source",
                ".gg200x300",
                ".otitle",
                ".nvt_vote_2",
                ".ep-source-icon",
                ".video-wrapper",
                ".post_topshare_wrap",
                ".post_btmshare",
                ".nph_gallery",
                ".creative_statement",
                ".post_end_ad",
                ".special_tag_wrap",
            ),
            caption=("p.f_center span.caption",),
            address=r"/(?P<content_id>\w{16})\.html",
        ),
        Profile(
            name="netease-2013",
            mark="div.ep-time-soure",
            title=("#h1title",),
            # the lead, where there is one, stands above the box of the text
            body=("div.ep-main-bg:has(> p.ep-summary)", "#endText"),
            published=("div.ep-time-soure",),
            source_name=("div.ep-time-soure a", "div.ep-time-soure"),
            author=("#endText .ep-source span.left", "#endText .ep-source"),
            editor=(".ep-editor", "#endText .ep-source"),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".ep-source",
                ".gg200x300",
                ".otitle",
                ".post_vhouse",
                "#post_vhouse_relation_box",
                ".nph_gallery",
                "div.ep-main-bg > :not(p.ep-summary):not(#endText)",
                ".special_tag_wrap",
                ".biaoqian",
            ),
            address=r"/(?P<content_id>\w{16})\.html",
        ),
        # accounts (网易号): the account is the source
        Profile(
            name="netease-account",
            mark="div.article_wrap div.share_box",
            title=("div.article_title h2",),
            body=("#content",),
            published=("div.share_box p.time",),
            source_name=("div.share_box p.time span:last-child",),
            keywords=('meta[name="keywords"]',),
            drop=(".ep-source", ".statement"),
            address=r"/(?P<content_id>\w{16})\.html",
        ),
        Profile(
            name="netease-columns",
            mark="div.con_1 div.entext",
            title=("h2.con1_ltle",),
            body=("div.entext",),
            published=("span.con1_date",),
            author=("span.con1_author",),
            editor=("span.tips2_span",),
            keywords=('meta[name="keywords"]',),
        ),
        Profile(
            name="netease-renjian",
            mark="#renjian_article_wrap",
            title=("div.bannertext h1",),
            body=("#endText",),
            published=("div.pub_time",),
            author=("div.sub_title div.author", "div.author"),
            keywords=('meta[name="keywords"]',),
            address=r"/(?P<content_id>\w{16})\.html",
        ),
        Profile(
            name="netease-photos",
            mark="div.gallery div.headline",
            title=("div.headline h1",),
            body=("div.overview",),
            published=("div.headline span",),
            editor=("div.headline .editor",),
            keywords=('meta[name="keywords"]',),
        ),
    ),
)
