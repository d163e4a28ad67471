"""The Paper (澎湃新闻).

Its build of 2022 hashes the class names, and that of 2026 dropped `index_` before them. The same article is in the
state of the page, `__NEXT_DATA__`, whatever its classes. Seen: an article of 2024 as the build of 2026 draws it.
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Sitemap

DETAIL = "script:__NEXT_DATA__ props.pageProps.detailData.contentDetail"

SITE = Site(
    name="thepaper",
    publisher="澎湃新闻",
    homepage="https://www.thepaper.cn/",
    hosts=("thepaper.cn",),
    article=r"^https?://(?:www|m)\.thepaper\.cn/(?:newsDetail|baijiahao)_forward_\d+",
    example="https://www.thepaper.cn/newsDetail_forward_32000001",
    sources=(
        # Its lists in JSON (api.thepaper.cn/contentapi) answer only to a Referer, and none is made up.
        Sitemap(
            name="站点地图",
            url="http://www.thepaper.cn/sitemap/sitemap.xml",
            evidence="B 2026, 1 program: answered on 2026-09-24",
        ),
    ),
    profiles=(
        Profile(
            name="thepaper-2014",
            until="2021",
            mark="div.news_txt",
            title=("h1.news_title",),
            body=("div.news_txt",),
            published=("div.news_about",),
            source_name=("div.news_about p span", "div.news_about p + p"),
            author=("div.news_about p:first-child",),
            editor=("div.infor_item",),
            keywords=("div.news_keyword",),
            drop=(".hide_word", ".news_infor_extra", ".news_keyword", ".font_size"),
            address=r"_forward_(?P<content_id>\d+)",
        ),
        Profile(
            name="thepaper-phone",
            until="2021",
            mark="h1.t_newsinfo",
            title=("h1.t_newsinfo",),
            body=("div.news_part_father",),
            published=("p.about_news + p.about_news", "p.about_news"),
            source_name=("p.about_news + p.about_news",),
            author=("p.about_news:first-of-type",),
            editor=("div.infor_item",),
            drop=(".news_infor_extra", ".news_keyword", ".hide_word", ".relations_div", ".go_to_topic"),
            address=r"_forward_(?P<content_id>\d+)",
        ),
        Profile(
            name="thepaper-2022",
            since="2021",
            mark='div[class*="cententWrap__"]',
            title=('h1[class*="title__"]', "h1"),
            body=('div[class*="cententWrap__"]',),
            published=('div[class*="headerContent__"] div.ant-space', 'div[class*="headerContent__"]'),
            source_name=('div[class*="headerContent__"] span:contains("来源：")',),
            author=(
                'div[class*="headerContent__"] > div[class*="left__"] > div:first-child:not(:has(.ant-space-item))'
                ":not(.ant-space-item):not(.ant-space)",
                'div[class*="headerContent__"] > div:first-child:not(.ant-space):not(:has(div))',
                f"{DETAIL}.author",
            ),
            editor=(
                'div:contains("责任编辑："):not(:has(div))',
                f"{DETAIL}.responEditor",
            ),
            address=r"_forward_(?P<content_id>\d+)",
        ),
        # Where the next build renames the classes, and on pages for phones.
        Profile(
            name="thepaper-next",
            since="2021",
            mark=f"{DETAIL}.content",
            title=(f"{DETAIL}.name",),
            body=(f"{DETAIL}.content", f"{DETAIL}.summary"),
            published=(f"{DETAIL}.publishTime", f"{DETAIL}.pubTime"),
            source_name=(f"{DETAIL}.source", f"{DETAIL}.authorInfo.sname"),
            author=(f"{DETAIL}.author",),
            editor=(f"{DETAIL}.responEditor",),
            keywords=(f"{DETAIL}.tags",),
            address=r"_forward_(?P<content_id>\d+)",
        ),
    ),
)
