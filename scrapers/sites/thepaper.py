"""The Paper (澎湃新闻)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sources import Sitemap

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
        # GUESS: no page of this layout was seen. Its class names end in a hash, and began with index_ until 2026.
        Profile(
            name="thepaper-2022",
            since="2021",
            mark='div[class*="cententWrap__"]',
            title=('h1[class*="title__"]', "h1"),
            body=('div[class*="cententWrap__"]',),
            published=('div[class*="headerContent__"] div.ant-space', 'div[class*="headerContent__"]'),
            source_name=('div[class*="headerContent__"] span:contains("来源：")',),
            author=('div[class*="headerContent__"] > div:first-child:not(.ant-space):not(:has(div))',),
            editor=('div:contains("责任编辑："):not(:has(div))',),
            address=r"_forward_(?P<content_id>\d+)",
        ),
    ),
)
