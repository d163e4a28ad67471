"""The central government of China (中国政府网)."""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing, Sitemap

HOME = "https://www.gov.cn/"
LISTS = {
    "要闻": "yaowen/index.htm",
    "部门": "lianbo/bumen/index.htm",
    "发布": "lianbo/fabu/",
    "地方": "lianbo/difang/",
    "头条": "toutiao/liebiao/",
    "最新": "zuixin/",
    "政策": "zhengce/",
    "最新政策": "zhengce/zuixin/",
    "政策文件": "zhengce/zhengcewenjian/",
    "国务院文件": "zhengce/guowuyuanwenjian/",
    "部门文件": "zhengce/bumenwenjian/",
    "解读": "zhengce/jiedu/",
}

SITE = Site(
    name="gov_cn",
    publisher="中国政府网",
    homepage="https://www.gov.cn/",
    hosts=("www.gov.cn",),
    article=(
        r"^https?://www\.gov\.cn/(?:[\w-]+/)+"
        r"(?:\d{4}-\d{2}/\d{2}/content_\d+|\d{6}/content_\d+|content_\d+)(?:_\d+)?\.html?$"
    ),
    example=f"{HOME}yaowen/liebiao/202601/content_7000001.htm",
    sources=(
        JsonList(
            name="要闻列表",
            url=f"{HOME}yaowen/liebiao/YAOWENLIEBIAO.json",
            rows="@",
            link="URL",
            day="DOCRELPUBTIME",
            evidence="A 2026, 8 programs",
        ),
        JsonList(
            name="最新政策列表",
            url=f"{HOME}zhengce/zuixin/ZUIXINZHENGCE.json",
            rows="@",
            link="URL",
            day="DOCRELPUBTIME",
            evidence="A 2026, 3 programs: china-governance, quant-dojo",
        ),
        JsonList(
            name="联播列表",
            url=f"{HOME}lianbo/YAOWENLIEBIAO.json",
            rows="@",
            link="URL",
            day="DOCRELPUBTIME",
            evidence="A 2026, 2 programs",
        ),
        *(
            Listing(
                name=name,
                url=HOME + path,
                evidence="A 2026, 2 programs: RSSHub, gov-site-list",
            )
            for name, path in LISTS.items()
        ),
        *(
            Sitemap(
                name=f"站点地图 {file}",
                url=f"http://www.gov.cn/{file}.xml",
                evidence="A 2026, 2 programs: named in robots.txt, both answered on 2026-09-24",
            )
            for file in ("baidu", "google")
        ),
    ),
    profiles=(
        Profile(
            name="gov-cn-2014",
            mark="div.pages_content",
            title=("div.pages-title", "div.article h1"),
            body=("div.pages_content", "#printContent"),
            published=("div.pages-date",),
            source_name=("div.pages-date span.font:last-of-type", "div.pages-date"),
            editor=("div.pages_content div.editor", "div.editor"),
            keywords=('meta[name="keywords"]',),
            drop=(
                ".editor",
                ".xg-link",
                ".share",
                ".pages_print",
                "#div_page_roll1",
                "#div_currpage",
                ".gwd-share",
                "select",
            ),
            next_page=("#div_page_roll1 a", "#div_currpage a"),
            address=r"content_(?P<content_id>\d+)",
        ),
        Profile(
            name="gov-cn-2023",
            mark="#UCAP-CONTENT",
            title=("#ti", "div.article h1", "h1"),
            body=("#UCAP-CONTENT",),
            published=("div.pages-date", 'meta[name="firstpublishedtime"]'),
            source_name=("div.pages-date span.font", "div.pages-date"),
            editor=("div.editor",),
            keywords=('meta[name="keywords"]',),
            drop=(".editor", ".share", ".related"),
            address=r"content_(?P<content_id>\d+)",
        ),
        standard.GOVERNMENT,
        standard.TRS,
    ),
)
