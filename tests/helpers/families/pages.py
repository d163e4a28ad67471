"""Lists in HTML with numbered pages: TRS, Webplus, and the GB lists of People's Daily Online, which are in GBK."""

from datetime import date
from typing import Any

from scrapers.sources import Listing
from tests.helpers.families.imitation import EVIDENCE, Answer, Imitation, Notice, days_before, html, make_notices, metas


def _row(notice: Notice) -> str:
    return f'<li><a href="{notice.path}" target="_blank">{notice.title}</a><span>{notice.day:%Y/%m/%d}</span></li>'


def _trs() -> Imitation:
    notices = make_notices(
        "trs", days_before(date(2025, 3, 9), 7), lambda n, d: f"/zwgk/tzgg/{d:%Y%m}/t{d:%Y%m%d}_{400 + n}.html"
    )

    def page(number: int) -> Answer:
        rows = "".join(_row(n).replace("/zwgk/tzgg/", "./") for n in notices[number * 3 : number * 3 + 3])
        return html(
            f'<ul class="u-list">{rows}<li class="empty"></li></ul><script>createPageHTML(3, {number}, "index", "html");</script>'
        )

    def article(notice: Notice) -> Answer:
        return html(
            f'<h1>{notice.title}</h1><div class="view TRS_UEDITOR trs_paper_default">{notice.body}</div>', metas(notice)
        )

    first = ["/zwgk/tzgg/index.html", "/zwgk/tzgg/index_1.html", "/zwgk/tzgg/index_2.html"]
    return Imitation(
        name="trs",
        article=r"/zwgk/tzgg/\d{6}/t\d{8}_\d+\.html$",
        notices=notices,
        answers=lambda at: {**{path: page(n) for n, path in enumerate(first)}, **{n.path: article(n) for n in notices}},
        sources=lambda at: (
            Listing(name="通知公告", url=f"{at}{first[0]}", next="index_{page}.html", page=1, evidence=EVIDENCE),
        ),
        first=first,
        again=first[:1],
    )


def _webplus() -> Imitation:
    """It does not say how many pages it has: the page after the last is not there."""
    notices = make_notices(
        "webplus", days_before(date(2025, 3, 9), 5), lambda n, d: f"/{d:%Y/%m%d}/c12a{3000 + n}/page.htm"
    )

    def page(number: int) -> Answer:
        rows = "".join(
            f'<li class="news n{i}"><span class="news_title"><a href="{n.path}">{n.title}</a></span><span class="news_meta">{n.day}</span></li>'
            for i, n in enumerate(notices[number * 2 : number * 2 + 2], 1)
        )
        return html(f'<div id="wp_news_w6"><ul class="news_list list2">{rows}</ul></div>')

    def article(notice: Notice) -> Answer:
        return html(
            f'<h1 class="arti_title">{notice.title}</h1><p class="arti_metas"><span class="arti_update">发布时间：{notice.day}</span></p>'
            f'<div class="wp_articlecontent">{notice.body}</div>',
            f"<title>{notice.title}</title>",
        )

    pages = ["/tzgg/list.htm", "/tzgg/list2.htm", "/tzgg/list3.htm"]
    return Imitation(
        name="webplus",
        article=r"/\d{4}/\d{4}/c\d+a\d+/page\.htm$",
        notices=notices,
        answers=lambda at: {**{path: page(n) for n, path in enumerate(pages)}, **{n.path: article(n) for n in notices}},
        sources=lambda at: (Listing(name="通知公告", url=f"{at}{pages[0]}", next="list{page}.htm", evidence=EVIDENCE),),
        first=[*pages, "/tzgg/list4.htm"],
        again=pages[:1],
    )


def _gb() -> Imitation:
    notices = make_notices("gb", days_before(date(2025, 3, 9), 4), lambda n, d: f"/n1/{d:%Y/%m%d}/c45-{4000 + n}.html")

    def page(number: int) -> Answer:
        rows = "".join(
            f'<li><a href="{n.path}">{n.title}</a> <em>{n.day}</em></li>' for n in notices[number * 2 : number * 2 + 2]
        )
        return html(
            f'<div class="ej_list_box"><ul>{rows}</ul></div><div class="page"><a href="index2.html">下一页</a></div>',
            encoding="gbk",
        )

    def article(notice: Notice) -> Answer:
        return html(
            f'<div class="rm_txt"><h1>{notice.title}</h1><div class="channel"><div class="col-1-1">{notice.day:%Y年%m月%d日}08:30 | 来源：清淀日报</div></div>'
            f'<div class="rm_txt_con">{notice.body}</div></div>',
            f'<title>{notice.title}</title><meta name="publishdate" content="{notice.day}"><meta name="publishedtype" content="1">',
            "gbk",
        )

    def answers(at: str) -> dict[str, Any]:
        refresh = html("", '<meta http-equiv="REFRESH" content="0;url=/GB/45/46/index.html">', "gbk")
        lists = {"/GB/45/index.html": refresh, **{path: page(n) for n, path in enumerate(pages)}}
        return {**lists, **{n.path: article(n) for n in notices}}

    pages = ["/GB/45/46/index.html", "/GB/45/46/index2.html"]
    return Imitation(
        name="gb",
        article=r"/n1/\d{4}/\d{4}/c\d+-\d+\.html$",
        notices=notices,
        answers=answers,
        sources=lambda at: (
            Listing(name="社会", url=f"{at}/GB/45/index.html", next="index{page}.html", evidence=EVIDENCE),
        ),
        first=["/GB/45/index.html", *pages, "/GB/45/46/index3.html"],
        again=["/GB/45/index.html", pages[0]],
    )


IMITATIONS = (_trs(), _webplus(), _gb())
