"""News of Shanghai Jiao Tong University (上海交通大学新闻学术网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

SITE = Site(
    name="sjtu_news",
    publisher="上海交通大学新闻学术网",
    homepage="https://news.sjtu.edu.cn/",
    hosts=("news.sjtu.edu.cn",),
    article=r"^https?://news\.sjtu\.edu\.cn/\w+/\d{8}/\d+\.html",
    example="https://news.sjtu.edu.cn/jdyw/20260105/200001.html",
    sources=(
        *(
            Listing(
                name=name,
                url=f"https://news.sjtu.edu.cn/{path}/index.html",
                next="index_{page}.html",
                evidence="C 2021, 1 program: a campus program",
            )
            for name, path in (
                ("交大要闻", "jdyw"),
                ("综合新闻", "zhxw"),
                ("媒体聚焦", "mtjj"),
            )
        ),
    ),
    profiles=(
        Profile(
            name="sjtu-news",
            mark="div.Article-title",
            title=("div.Article-title h2",),
            # a note of the editors (编者按) stands above the box of the text
            body=("div.Article:has(div.Article-description)", "div.Article_content"),
            published=("#ivs_date",),
            # an account (微信号) is the source only where neither the table nor the text names another
            source_name=(
                'div.form-group:not(:contains("微信号")):last-child div.col-xs-8',
                'div.form-group:not(:contains("微信号")) div.col-xs-8',
                'div.Article_content p:contains("来源：")',
                "div.Article-source div.col-xs-8",
            ),
            editor=("div.Article-info #ivs_date + span", "div.Article-info"),
            author=('div.form-group:has(label:contains("作者")) div.col-xs-8', 'meta[name="Author"]'),
            section=('meta[name="ColumnName"]',),
            keywords=('meta[name="Keywords"]',),
            drop=(
                ".Article-source",
                ".Article-operator",
                ".Article-title",
                ".hidden-print",
                "div.Article-info > div:not(:has(div.Article-description))",
            ),
            address=r"/(?P<content_id>\d+)\.html",
        ),
        standard.GOVERNMENT,
    ),
)
