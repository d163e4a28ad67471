"""Lists in JSON: by GET and POST, with a number, an offset or a cursor, with days as text or since 1970."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from scrapers.sources import JsonList
from tests.helpers.families.imitation import (
    EVIDENCE,
    JSON,
    Answer,
    Imitation,
    Notice,
    days_before,
    html,
    make_notices,
    metas,
)

Rows = list[Notice]


def _seconds(notice: Notice) -> int:
    """The morning of its day, in Beijing: the day before in UTC."""
    return int(datetime(notice.day.year, notice.day.month, notice.day.day, tzinfo=UTC).timestamp()) - 6 * 3600


def _article(notice: Notice) -> Answer:
    return html(f'<h1>{notice.title}</h1><div class="article-content">{notice.body}</div>', metas(notice))


def _answer(value: object, wrap: str = "%s") -> Answer:
    return 200, JSON, (wrap % json.dumps(value, ensure_ascii=False)).encode()


def _query(handler: Any) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query, keep_blank_values=True).items()}


def _make(
    name: str,
    rows_of: Callable[[Any, Rows], Answer],
    declare: Callable[[str], dict[str, Any]],
    first: list[str],
    posted: list[tuple[str, str]] | None = None,
    count: int = 5,
) -> Imitation:
    """`rows_of` answers a request for the list at /list or below. Without `posted` the second run asks for the first page."""
    notices = make_notices(name, days_before(date(2025, 3, 9), count), lambda n, d: f"/article/{n:04}")

    def answers(at: str) -> dict[str, Any]:
        paths = {urlsplit(path).path for path in first}
        lists = dict.fromkeys(paths, lambda handler: rows_of(handler, notices))
        return {**lists, **{n.path: _article(n) for n in notices}}

    return Imitation(
        name=name,
        article=r"/article/\d+$",
        notices=notices,
        answers=answers,
        sources=lambda at: (JsonList(name="要闻", evidence=EVIDENCE, **{"url": f"{at}{first[0]}", **declare(at)}),),
        first=first,
        again=first[:1],
        posted=posted or [],
    )


def _by_number(handler: Any, notices: Rows) -> Answer:
    page = int(_query(handler)["page"])
    rows = [{"url": n.path, "title": n.title, "ctime": str(_seconds(n))} for n in notices[page * 2 - 2 : page * 2]]
    return _answer({"result": {"status": {"code": 0}, "data": rows}})


def _by_offset(handler: Any, notices: Rows) -> Answer:
    at = int(_query(handler)["offset"])
    rows = [{"aid": f"{int(n.path[-4:]):04}", "ctime": _seconds(n) * 1000} for n in notices[at : at + 2]]
    return _answer({"list": [{"ad": True}, *rows] if rows else []})


def _by_cursor(handler: Any, notices: Rows) -> Answer:
    before = _query(handler).get("before")
    start = next((i for i, n in enumerate(notices, 1) if str(_seconds(n)) == before), 0)
    rows = [{"id": int(n.path[-4:]), "link": n.path, "time": n.day.isoformat()} for n in notices[start : start + 2]]
    return _answer({"data": {"rows": rows, "next": _seconds(notices[start + 1]) if start + 2 < len(notices) else None}})


def _jsonp(handler: Any, notices: Rows) -> Answer:
    number = int(handler.path.rpartition("_")[2].partition(".")[0])
    rows = [{"url": n.path, "focus_date": f"{n.day} 08:30:00"} for n in notices[number * 3 - 3 : number * 3]]
    return _answer({"data": {"total": 5, "list": rows}}, "/**/news(%s);")


def _post_json(handler: Any, notices: Rows) -> Answer:
    assert handler.headers["Content-Type"] == "application/json"
    asked = json.loads(handler.posted)
    rows = notices[asked["pageNum"] * 2 - 2 : asked["pageNum"] * 2]
    told = [{"contId": n.path[-4:], "name": n.title, "pubTimeLong": _seconds(n) * 1000} for n in rows]
    return _answer({"code": 200, "data": {"list": told}})


def _post_form(handler: Any, notices: Rows) -> Answer:
    assert handler.headers["Content-Type"] == "application/x-www-form-urlencoded"
    page = int(dict(parse_qsl(handler.posted))["pageno"])
    return _answer({"list": [{"infourl": n.path, "pubtime": f"{n.day}"} for n in notices[page * 3 - 3 : page * 3]]})


def _index_js(handler: Any, notices: Rows) -> Answer:
    rows = [{"id": "1", "title": n.title, "url": n.path, "date": f"{n.day}", "nodeId": "1004"} for n in notices]
    return _answer({"items": rows})


IMITATIONS = (
    _make(
        "json-number",
        _by_number,
        lambda at: {"rows": "result.data", "link": "url", "day": "ctime", "page_parameter": "page"},
        [f"/list?lid=2509&num=2&page={n}" for n in (1, 2, 3, 4)],
    ),
    _make(
        "json-offset",
        _by_offset,
        lambda at: {
            "rows": "list[?aid]",
            "article": f"{at}/article/{{aid}}",
            "day": "ctime",
            "page_parameter": "offset",
            "step": 2,
        },
        [f"/list?limit=2&offset={n}" for n in (0, 2, 4, 6)],
    ),
    _make(
        "json-cursor",
        _by_cursor,
        lambda at: {
            "rows": "data.rows",
            "link": "link",
            "day": "time",
            "cursor": "data.next",
            "page_parameter": "before",
        },
        ["/list", "/list?before=1741370400", "/list?before=1741197600"],
    ),
    _make(
        "jsonp",
        _jsonp,
        lambda at: {"rows": "data.list", "link": "url", "day": "focus_date", "next": "news_{page}.jsonp"},
        ["/page/news_1.jsonp", "/page/news_2.jsonp", "/page/news_3.jsonp"],
    ),
    _make(
        "post-json",
        _post_json,
        lambda at: {
            "rows": "data.list",
            "article": f"{at}/article/{{contId}}",
            "day": "pubTimeLong",
            "page_parameter": "pageNum",
            "json": {"channelId": "45", "tags": ["#水乡"], "pageNum": 1},
        },
        ["/list"] * 4,
        [("/list", f'{{"channelId":"45","tags":["#水乡"],"pageNum":{n}}}') for n in (1, 2, 3, 4)],
    ),
    _make(
        "post-form",
        _post_form,
        lambda at: {
            "rows": "list",
            "link": "infourl",
            "day": "pubtime",
            "page_parameter": "pageno",
            "form": {"channelCode": "A&1", "pageno": 1},
        },
        ["/list"] * 3,
        [("/list", f"channelCode=A%261&pageno={n}") for n in (1, 2, 3)],
    ),
    _make(
        "people-index",
        _index_js,
        lambda at: {"rows": "items", "link": "url", "day": "date"},
        ["/210801/211150/index.js"],
    ),
)
