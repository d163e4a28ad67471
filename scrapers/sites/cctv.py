"""China Central Television (央视网).

Since 2026 at the latest its articles are served without their text, which a script has as `contentdate`. Seen: such a
page of 2026, and one of 2019.
"""

from cundang.model.expect import Expect
from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

# The names of the files of its channels.
CHANNELS = {
    "新闻": "news",
    "国内": "china",
    "国际": "world",
    "社会": "society",
    "法治": "law",
    "文娱": "ent",
    "科技": "tech",
    "生活": "life",
    "教育": "edu",
    "经济": "economy_zixun",
    "健康": "health",
}

SITE = Site(
    name="cctv",
    publisher="央视网",
    homepage="https://www.cctv.com/",
    hosts=("cctv.com", "cntv.cn"),
    article=r"^https?://[\w.]+\.(?:cctv\.com|cntv\.cn)/\d{4}/\d{2}/\d{2}/(?:ARTI|VIDE|PHOA)\w+\.shtml",
    example="https://news.cctv.com/2026/01/05/ARTI0123456789abcdefghij260105.shtml",
    sources=(
        *(
            JsonList(
                name=name,
                url=f"https://news.cctv.com/2019/07/gaiban/cmsdatainterface/page/{file}_1.jsonp",
                next=f"{file}_{{page}}.jsonp",  # seven pages
                rows="data.list",
                link="url",
                day="focus_date",
                evidence="A 2026, 8 programs: RSSHub",
            )
            for name, file in CHANNELS.items()
        ),
        Listing(
            name="新闻联播",
            url="https://tv.cctv.com/lm/xwlb/day/{day:%Y%m%d}.shtml",
            first="2016-02-03",
            evidence="A 2026, 2 programs: RSSHub, AkShare",
        ),
        Listing(
            name="新闻联播 2011–2016",
            url="http://cctv.cntv.cn/lm/xinwenlianbo/{day:%Y%m%d}.shtml",
            first="2011-04-06",
            optional=True,  # it has no list since 2016-02-03
            evidence="B 2026, 1 program: AkShare",
        ),
    ),
    expect=Expect(
        articles_a_week=7,
        articles_a_week_from="新闻联播 is every day, of one report at least",
    ),
    profiles=(
        Profile(
            name="cctv-2014",
            since="2014",
            until="2020",
            mark="div.cnt_bd div.function",
            title=("div.cnt_bd h1",),
            body=("div.cnt_bd",),
            published=("div.function span.info i", "span.info"),
            source_name=("div.function span.info em a", 'meta[name="source"]', "span.info"),
            editor=("#zb", "div.relevance"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".function", "h1", "h2", ".slideDown", ".relevance", ".o-tit"),
            address=r"/(?P<content_id>ARTI\w+)\.",
        ),
        Profile(
            name="cctv-2020",
            since="2020",
            mark="#title_area, div.title_area",
            title=("#title_area h1", "div.title_area h1"),
            body=("#content_area", "#text_area", "script:contentdate"),
            published=("#title_area div.info1", "div.title_area div.info"),
            source_name=("#title_area div.info a", "#title_area div.info1", 'meta[name="source"]'),
            editor=("#zb", "div.zebian span", "div.zebian"),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=(".zebian",),
            caption=('p[class^="photo_alt"]',),
            address=r"/(?P<content_id>ARTI\w+)\.",
        ),
        standard.WEBTERREN,
    ),
)
