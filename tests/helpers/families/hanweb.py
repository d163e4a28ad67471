"""Hanweb: jpage, whose lists are records in CDATA, and jpaas, whose lists are HTML in JSON."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

from scrapers.sources import Jpaas, Listing
from tests.helpers.families.imitation import (
    EVIDENCE,
    JSON,
    NONE,
    XML,
    Answer,
    Imitation,
    Notice,
    days_before,
    html,
    make_notices,
    metas,
)

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def _article(notice: Notice) -> Answer:
    return html(
        f'<div class="main"><h1>{notice.title}</h1><div class="info">发布日期：{notice.day} 浏览次数：<script>cnt()</script></div>'
        f'<div id="zoom"><!--ZJEG_RSS.content.begin-->{notice.body}<!--ZJEG_RSS.content.end--></div></div>',
        metas(notice),
    )


def _datastore(notices: list[Notice], total: int, following: str) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='{n.path}' title='{n.title}' target='_blank'>{n.title[:12]}...</a><b>{n.day}</b></li>]]></record>\n"
        for n in notices
    )
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else "<nextgroup></nextgroup>"
    return f"<datastore>\n{group}\n<totalrecord>{total}</totalrecord><recordset>\n{records}</recordset></datastore>"


def _column(notices: list[Notice], total: int, proxy: str) -> Answer:
    """The page of a column: its list for desktops, and the same again for phones."""
    blocks = "".join(
        f'<div id="{unit}" class="default_pgContainer"></div><script type="text/xml">{_datastore(notices, total, f"{proxy}?page=2&amp;columnid=45&amp;unitid={unit}")}</script>'
        for unit in (45001, 45002)
    )
    menu = (
        '<ul><li><a href="/col/col44/index.html">领导之窗</a></li><li><a href="javascript:void(0)">收藏</a></li></ul>'
    )
    return html(f"{menu}{blocks}<script>var totalRecord={total};</script>")


def _make_jpage(name: str, proxy: str, last: str, declaration: str = "") -> Imitation:
    notices = make_notices(
        name, days_before(date(2025, 3, 9), 9), lambda n, d: f"/art/{d.year}/{d.month}/{d.day}/art_45_{700 + n}.html"
    )
    groups = [notices[:4], notices[4:8], notices[8:]]

    def page(number: int) -> str:
        return f"{PROXY}?page={number}&columnid=45&unitid=45001"

    def answers(address: str) -> dict[str, object]:
        following = {2: f"{proxy}?page=3&amp;columnid=45&amp;unitid=45001", 3: last}
        stores = {
            page(n): (200, XML, (declaration + _datastore(groups[n - 1], 9, following[n])).encode()) for n in (2, 3)
        }
        if last:
            stores[page(4)] = stores[page(3)]
        return {
            "/col/col45/index.html": _column(groups[0], 9, proxy),
            **stores,
            **{n.path: _article(n) for n in notices},
        }

    return Imitation(
        name=name,
        article=r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$",
        notices=notices,
        answers=answers,
        sources=lambda at: (Listing(name="通知公告", url=f"{at}/col/col45/index.html", evidence=EVIDENCE),),
        first=["/col/col45/index.html", page(2), page(3), *([page(4)] if last else [])],
        again=["/col/col45/index.html"],
        told=("通知公告: its nextgroup leads to itself",) if last else (),
    )


def _make_jpaas() -> Imitation:
    notices = make_notices("jpaas", days_before(date(2025, 4, 8), 8), lambda n, d: f"/art/{d.year}/art_{n:032x}.html")
    query = {
        "parseType": "bulidstatic", "webId": "7", "tplSetId": "d1", "pageType": "column", "tagId": "当前栏目_list",
        "editType": "null", "pageId": "55c1",
    }  # fmt: skip

    def unit(handler: object) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}  # type: ignore[attr-defined]
        number = json.loads(asked.pop("paramJson", '{"pageNo":1}'))["pageNo"]
        if asked != query:
            return NONE
        rows = "".join(
            f'<li><a title="{n.title}" href="{n.path}">{n.title[:10]}...</a><span>{n.day}</span></li>'
            for n in notices[number * 3 - 3 : number * 3]
        )
        pager = f'<div class="pagination" rows="3" count="{len(notices)}" pageNo="{number}"></div>'
        answer = {"success": True, "code": "200", "message": None, "data": {"html": f"<ul>{rows}</ul>{pager}"}}
        return 200, JSON, json.dumps(answer, ensure_ascii=False).encode()

    said = ",".join(f"'{name}':'{value}'" for name, value in query.items())
    column = html(
        f'<div id="当前栏目_list"></div><script parseType="bulidstatic" url="{UNIT}" queryData="{{{said}}}"></script>'
    )
    encoded = "parseType=bulidstatic&webId=7&tplSetId=d1&pageType=column&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AE_list&editType=null&pageId=55c1"
    pages = [f"{UNIT}?{encoded}"] + [
        f"{UNIT}?{encoded}&paramJson=%7B%22pageNo%22%3A{n}%2C%22pageSize%22%3A3%7D" for n in (2, 3)
    ]
    return Imitation(
        name="jpaas",
        article=r"/art/\d{4}/art_[0-9a-f]{32}\.html$",
        notices=notices,
        answers=lambda at: {
            "/col/col55/index.html": column,
            UNIT: unit,
            **{n.path: _article(n) for n in notices},
        },
        sources=lambda at: (Jpaas(name="政策文件", url=f"{at}/col/col55/index.html", evidence=EVIDENCE),),
        first=["/col/col55/index.html", *pages],
        again=["/col/col55/index.html", pages[0]],
    )


IMITATIONS = (
    _make_jpage("jpage", PROXY, ""),
    _make_jpage(
        "jpage2",
        "./dataproxy.jsp",
        "./dataproxy.jsp?page=4&columnid=45&unitid=45001",
        '<?xml version="1.0" encoding="utf-8"?>',
    ),
    _make_jpaas(),
)
