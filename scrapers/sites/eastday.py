"""Eastday (东方网), on its Founder CMS until about 2021; its articles are on 021east.com now, of which no page was seen.

Each channel has its layout; comments name the channels. All show one line with time, 来源, 作者 and 选稿 (the editor).
"""

from cundang.model.profile import Profile
from scrapers.site import Site
from scrapers.sites.cms import standard
from scrapers.sources import JsonList, Listing

API = "https://apin.eastday.com/"

SITE = Site(
    name="eastday",
    publisher="东方网",
    homepage="http://www.eastday.com/",
    hosts=("eastday.com", "021east.com"),
    article=r"^https?://(?:[\w.]+\.eastday\.com/.*u\d+ai?\d+\.html|j\.021east\.com/p/\d+)",
    example="https://j.021east.com/p/1767600000000001",
    sources=(
        JsonList(
            name="上海新闻",
            url=f"{API}apiplus/special/specialnewslistbyurl?specialUrl=1632798465040016&skipCount=0&limitCount=20",
            page_parameter="skipCount",
            step=20,
            rows="data.list",
            link="url",
            day="time",
            evidence="B 2026, 1 program: RSSHub",
        ),
        JsonList(
            name="原创",
            url=f"{API}api/news/Portrait",
            json={"currentPage": 1, "pageSize": 30},
            page_parameter="currentPage",
            rows="list",
            link="url",
            day="time",
            evidence="B 2026, 1 program: RSSHub",
        ),
        Listing(
            name="新闻（旧）",
            url="http://news.eastday.com/",
            evidence="C 2019, 1 program: a saved page of it names articles",
        ),
        Listing(
            name="政务（旧）",
            url="http://gov.eastday.com/",
            evidence="C 2019, 1 program: a saved page of it",
        ),
    ),
    profiles=(
        # news, sh, enjoy, history: the page holds the article twice, for desktops (#zw) and for phones (#zw1)
        Profile(
            name="eastday-news",
            mark="#biaoti",
            title=("#biaoti",),
            body=("#zw",),
            published=("div.time",),
            source_name=("div.time",),
            author=("div.time",),
            editor=("div.time",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # city
        Profile(
            name="eastday-city",
            mark="div.gj_l p.info",
            title=("div.gj_l p.title",),
            body=("div.gj_l div.nr",),
            published=("p.info",),
            source_name=("p.info",),
            author=("p.info",),
            editor=("p.info",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # liuxue
        Profile(
            name="eastday-liuxue",
            mark="div.gjleft p.info",
            title=("div.gjleft p.name",),
            body=("div.gjleft div.zw",),
            published=("p.info",),
            source_name=("p.info span:last-child",),
            author=("p.info",),
            editor=("p.info",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # gov, hsfx and other hosted pages
        Profile(
            name="eastday-hosted",
            mark="div.pix14hui",
            title=("div.pix16bhui", "div.pix14bhui", "div.fc.black16b"),
            body=("div.pix14hui",),
            published=("div.pix12hui.fc", "div.pix12hui"),
            source_name=("div.pix12hui.fr",),
            author=("div.pix12hui.fc", "div.pix12hui"),
            editor=("div.pix12hui.fr",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # health
        Profile(
            name="eastday-health",
            mark="div.newcon4 #zw",
            title=("div.newcon4 div.blueb24",),
            body=("div.newcon4 #zw",),
            published=("div.newcon4 div.grey12a",),
            source_name=("div.newcon4 div.grey12a",),
            author=("div.newcon4 div.grey12a",),
            editor=("div.newcon4 div.grey12a",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # artshow
        Profile(
            name="eastday-artshow",
            mark="td.pix14h1b-lh24",
            title=("td.pix14h1b-lh24",),
            body=("td.pix12h1-lh24:has(p)",),
            published=('td.pix12h1-lh24[align="center"]',),
            source_name=('td.pix12h1-lh24[align="center"]',),
            author=('td.pix12h1-lh24[align="center"]',),
            editor=('td.pix12h1-lh24[align="center"]',),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # life
        Profile(
            name="eastday-life",
            mark="div.draft_d",
            title=("div.draft_t",),
            body=("div.draft_d",),
            published=("div.draft_c",),
            source_name=("div.draft_c",),
            author=("div.draft_c",),
            editor=("div.draft_c",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # shcci
        Profile(
            name="eastday-shcci",
            mark="div.sectionleft11",
            title=("div.sectionleft11 h1",),
            body=("ul.zw",),
            published=("ul.x6",),
            source_name=("ul.x6",),
            author=("ul.x6",),
            editor=("ul.x6",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # shzw
        Profile(
            name="eastday-shzw",
            mark="#zw2",
            title=("div.left h1",),
            body=("#zw2",),
            published=("p.timer",),
            source_name=("p.timer",),
            author=("p.timer",),
            editor=("p.timer",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        # the front page's own news
        Profile(
            name="eastday-company",
            mark="#gjmain #left",
            title=("#gjmain h1",),
            body=("#gjmain #zw",),
            published=("#gjmain h2",),
            source_name=("#gjmain h2",),
            author=("#gjmain h2",),
            editor=("#gjmain h2",),
            keywords=('meta[name="keywords"]',),
            content_id=('meta[name="contentid"]',),
        ),
        standard.BAIDU,
        standard.WEBTERREN,
    ),
)
