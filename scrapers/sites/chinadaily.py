"""China Daily (中国日报网), its Chinese pages."""

from cundang.model.expect import Expect
from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import Listing

ENGLISH = "https://www.chinadaily.com.cn/"
ENGLISH_COLUMNS = {
    "China: governance": "china/governmentandpolicy",
    "China: society": "china/society",
    "World": "world",
    "Business": "business",
}
CHINESE_COLUMNS = {
    "中国 要闻": "https://china.chinadaily.com.cn/5bd5639ca3101a87ca8ff636",
    "中国 即时": "https://china.chinadaily.com.cn/5bd5639ca3101a87ca8ff634",
    "国际": "https://world.chinadaily.com.cn/5bd55927a3101a87ca8ff614",
    "共同体 国际": "https://cn.chinadaily.com.cn/gtx/5d63917ba31099ab995dbb29/worldnews",
    "共同体 动态": "https://cn.chinadaily.com.cn/gtx/5d63917ba31099ab995dbb29/happening",
    "财经": "https://caijing.chinadaily.com.cn/5b7620c4a310030f813cf452",
}

SITE = Site(
    name="chinadaily",
    publisher="中国日报网",
    homepage="https://cn.chinadaily.com.cn/",
    hosts=("chinadaily.com.cn",),
    article=r"^https?://[\w.]+\.chinadaily\.com\.cn/a/\d{6}/\d{2}/WS[0-9a-f]+(?:_\d+)?\.html",
    example="https://cn.chinadaily.com.cn/a/202601/05/WS0123456789abcdef01234567.html",
    sources=(
        Listing(
            name="China",
            url=f"{ENGLISH}china/59b8d010a3108c54ed7dfc23",
            next="59b8d010a3108c54ed7dfc23/page_{page}.html",
            evidence="A 2026, 2 programs: whatshot",
        ),
        *(
            Listing(
                name=name,
                url=ENGLISH + path,
                evidence="A 2026, 2 programs: whatshot",
            )
            for name, path in ENGLISH_COLUMNS.items()
        ),
        Listing(
            name="China Daily, e-paper",
            url="http://epaper.chinadaily.com.cn/china/{day:%Y-%m/%d}",  # none on Sundays
            evidence="B 2026, 1 program: whatshot",
        ),
        *(
            Listing(
                name=name,
                url=url,
                evidence="C 2022, 1 program",
            )
            for name, url in CHINESE_COLUMNS.items()
        ),
    ),
    expect=Expect(
        articles_a_week=6,
        articles_a_week_from="its e-paper has an issue on every day but Sunday (whatshot, 2026)",
    ),
    profiles=(
        Profile(
            name="chinadaily-zh",
            mark="div.container-left2",
            title=("h1.dabiaoti", "div.container-left2 h1"),
            body=("#Content",),
            published=("div.xinf-le + div.xinf-le", "div.fenx"),
            source_name=("div.fenx div.xinf-le",),
            editor=("div#Content > div",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
            drop=("div#Content > div:last-child", "#div_currpage", ".email"),
            next_page=("#div_currpage a",),
            address=r"/WS(?P<content_id>[0-9a-f]+)",
        ),
        standard.WEBTERREN,
    ),
)
