"""China Youth (中国青年网), on TRS."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard, trs

COLUMNS = {
    "时政": "sz/",
    "国内": "gn/",
    "国际": "gj/",
    "社会": "sh/",
    "娱乐": "yl/",
    "栏目 bwyc": "bwyc/",
    "即时新闻": "jsxw/",
}

SITE = Site(
    name="youth",
    publisher="中国青年网",
    homepage="http://www.youth.cn/",
    hosts=("youth.cn",),
    article=r"^https?://[\w.]+\.youth\.cn/(?:[\w-]+/)*\d{6}/t\d{8}_\d+(?:_\d+)?\.html?",
    example="https://news.youth.cn/sz/202601/t20260105_16500001.htm",
    sources=trs.columns("https://news.youth.cn/", "B 2023, 1 program: spiders of 2018 to 2022", COLUMNS, "htm"),
    profiles=(
        Profile(
            name="youth",
            mark="#page_right, div.l_tit, div.page_title",
            title=("div.l_tit", "div.page_title h1", "h1"),
            body=("div.TRS_Editor", "#container"),
            published=("#pubtime_baidu", "#page_right"),
            source_name=("#source_baidu a", "#source_baidu", "#page_right"),
            author=("#author_baidu", 'meta[name="author"]'),
            editor=("#editor_baidu", ".editor"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".page_list", ".rdwz", ".editor"),
            next_page=(".page_list a",),
            address=r"/t\d{8}_(?P<content_id>\d+)",
        ),
        standard.BAIDU,
        standard.TRS,
        standard.WEBTERREN,
    ),
)
