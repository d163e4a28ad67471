"""People's Daily Online (人民网): its layouts since 2010, and that of its health channel.

The layout of 2026 is known by what a program keeps of the markup of its pages; none was seen whole.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Feed, JsonList, Listing, Sitemap

OPINION = "http://opinion.people.com.cn/GB/"
OPINION_COLUMNS = {
    "社论": "8213/49160/49179",
    "本报评论员": "8213/49160/49217",
    "任仲平": "8213/49160/49205",
    "任平": "8213/49160/457595",
    "仲音": "8213/49160/457596",
    "人民论坛": "8213/49160/49220",
    "人民时评": "8213/49160/49219",
    "今日谈": "8213/49160/49221",
    "望海楼": "8213/49160/54773",
    "金社平": "8213/49160/461999",
    "寰宇平": "8213/49160/461964",
    "钟声": "8213/49160/461972",
    "和音": "8213/49160/461963",
    "三评": "8213/420650",
    "锐评": "436867",
}
FEEDS = {
    "时政": "politics",
    "要闻快讯": "ywkx",
    "社会": "society",
    "法治": "legal",
    "国际": "world",
    "台湾": "haixia",
    "军事": "military",
}

SITE = Site(
    name="people",
    publisher="人民网",
    homepage="http://www.people.com.cn/",
    hosts=("people.com.cn", "people.cn"),
    # n1: its own channels; n2: channels of the provinces; n and GB: older pages
    article=(
        r"^https?://[\w.]+\.people\.(?:com\.)?cn/"
        r"(?:n\d?/\d{4}/\d{4}/c\d+-\d+(?:-\d+)?\.html|GB/(?:\d+/){1,5}\d+\.html)"
    ),
    example="http://politics.people.com.cn/n1/2026/0105/c1001-40000001.html",
    delay=120.0,  # what its robots.txt asks for, as three programs read it in 2026
    sources=(
        Listing(
            name="首页",
            url="http://www.people.com.cn/",
            evidence="A 2026, 2 programs",
        ),
        Listing(
            name="要闻",
            url="http://www.people.com.cn/GB/59476/index.html",
            evidence="A 2026, 2 programs: RSSHub, ResearchPulse",
        ),
        *(
            Listing(
                name=f"观点 {name}",
                url=f"{OPINION}{path}/index.html",
                next="index{page}.html",
                evidence="A 2026, 2 programs: china-governance, whatshot",
            )
            for name, path in OPINION_COLUMNS.items()
        ),
        *(
            Feed(
                name=f"RSS {name}",
                url=f"http://www.people.com.cn/rss/{file}.xml",
                evidence="A 2026, 2 programs: fundus",
            )
            for name, file in FEEDS.items()
        ),
        Sitemap(
            name="站点地图",
            url="http://www.people.cn/sitemap_index.xml",
            evidence="A 2026, 4 programs: fundus; 76 sitemaps on 2026-09-24",
        ),
        JsonList(
            name="滚动新闻",
            url="http://news.people.com.cn/210801/211150/index.js",
            rows="items",
            link="url",
            day="date",
            evidence="C 2024, 8 programs: one of 2025 saw it stand still for months",
        ),
        Listing(
            name="中国共产党新闻网",
            url="http://cpc.people.com.cn/",
            evidence="C 2019, 1 program: EE208",
        ),
    ),
    profiles=(
        Profile(
            name="people-2021",
            mark="div.rm_txt_con",
            title=("div.rm_txt h1", "h1"),
            body=("div.rm_txt_con",),
            published=("div.channel div.col-1-1", "div.channel"),
            source_name=("div.channel div.col-1-1 a", "div.channel a", 'meta[name="source"]'),
            author=("div.rm_txt .author", "div.rm_txt .sou1"),
            editor=("div.edit",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(
                ".edit",
                ".paper_num",
                ".zdfy",
                ".otitle",
                ".bottom_con",
                ".rm_relevant",
                ".rm_download",
                "h1",
                "h3.pre",
            ),
            next_page=(".zdfy a",),
        ),
        # Channels without .rm_txt_con: that of politics, and theory, whose text is also .show_text.
        Profile(
            name="people-2026",
            since="2026",
            mark="#rm_txt_zw",
            title=("div.rm_txt h1", "div.text_c h1", "h1"),
            body=("#rm_txt_zw",),
            published=("#newstime",),
            source_name=("p.sou a", "p.sou", "div.channel a", "div.channel", 'meta[name="source"]'),
            author=("div.rm_txt .author", "p.author"),
            editor=("div.edit",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".edit", ".paper_num", ".zdfy", ".otitle", ".rm_relevant", ".rm_download", "h1", "h3.pre"),
            next_page=(".zdfy a",),
        ),
        Profile(
            name="people-2016",
            since="2016",
            mark="#rwb_zw",
            title=("div.text_title h1", "h1"),
            body=("#rwb_zw",),
            published=("div.text_title div.box01 div.fl", "div.box01 div.fl", "div.box01"),
            source_name=("div.box01 div.fl a", "div.box01 a", 'meta[name="source"]'),
            author=("p.author",),
            editor=("div.edit",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".edit", ".zdfy", ".otitle", ".pictext", ".box_pic a", ".share_wb", "h1"),
            next_page=(".zdfy a",),
        ),
        Profile(
            name="people-health",
            mark="div.artDet",
            title=("h1",),
            body=("div.artDet",),
            published=("div.artOri",),
            source_name=("div.artOri a", "div.artOri"),
            editor=("div.editor", ".edit"),
            keywords=('meta[name="keywords"]',),
            drop=(".editor", ".edit", ".zdfy", ".otitle"),
        ),
        # GUESS: no page of this layout was seen.
        Profile(
            name="people-2010",
            since="2010",
            until="2015",
            mark="#p_content",
            title=("#p_title", "h1"),
            body=("#p_content",),
            published=("#p_publishtime",),
            source_name=("#p_origin a", "#p_origin"),
            author=("p.author",),
            editor=("#p_editor", "div.edit"),
            keywords=('meta[name="keywords"]',),
            drop=("#p_editor", ".edit", ".zdfy", ".otitle"),
            next_page=(".zdfy a",),
        ),
        standard.WEBTERREN,
    ),
)
