"""How a list is recognised: forms, paths into JSON, numbers of pages, days in addresses."""

import json
import time
from typing import Any

import pytest

from cundang.model.errors import RefusedError
from cundang.text.address import host_of
from scrapers.sources import Epaper, Jpaas, JsonList, Listing, Source, Xhcloud
from scrapers.wizard.article_lists import propose_lists
from scrapers.wizard.list_forms import recognise
from scrapers.wizard.writing import format_source
from tests.helpers.pages import page

AT = "http://www.baishui.gov.cn"


def recognised(body: str | dict[str, Any] | list[Any], path: str, example: str | None = None) -> Source:
    text = body if isinstance(body, str) else json.dumps(body)
    return recognise(page(text, url=f"{AT}{path}".partition("#")[0]), f"{AT}{path}", example).source


ROWS = [{"id": f"a{n}", "img": f"/p/{n}.jpg", "updated": "2025-11-03", "pubDate": "2025-11-02", "link": f"/c/{n}.html"} for n in (1, 2, 3)]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "path", "found"),
    [
        ({"data": {"list": ROWS}}, "/api", {"rows": "data.list", "link": "link", "day": "pubDate"}),
        (ROWS, "/api", {"rows": "@", "link": "link", "day": "pubDate"}),
        ({"a-b": {"c": ROWS}}, "/api", {"rows": '"a-b".c'}),
        ({"list": [{"data": row} for row in ROWS]}, "/api", {"rows": "list", "link": "data.link", "day": "data.pubDate"}),
        ({"menu": [{"url": "/a/"}, {"url": "/b/"}], "rows": ROWS}, "/api", {"rows": "rows"}),
        ({"ads": [{"x": 1}] * 50, "rows": ROWS}, "/api", {"rows": "rows"}),
        ({"rows": [{"t": 1762041600000, "url": f"/c/{n}.html"} for n in (1, 2)]}, "/api", {"day": "t"}),
        ({"rows": ROWS}, "/api?pageNo=1&size=3", {"page_parameter": "pageNo", "step": 1}),
        ({"rows": ROWS}, "/api?offset=0&limit=3", {"page_parameter": "offset", "step": 3}),
        ({"rows": ROWS}, "/api?limit=3", {"page_parameter": ""}),
        ({"rows": ROWS, "next": {"startTime": 176}}, '/api#post-json={"startTime":0}', {"cursor": "next.startTime", "page_parameter": "startTime"}),
        ({"rows": ROWS}, "/api#post-form=pageNum=1&id=7", {"page_parameter": "pageNum", "form": {"pageNum": "1", "id": "7"}}),
        ({"rows": ROWS}, "/api?date=2026-11-02", {"url": f"{AT}/api?date={{day:%Y-%m-%d}}"}),
    ],
)  # fmt: skip
def test_paths_into_json(answer: dict[str, Any] | list[Any], path: str, found: dict[str, object]) -> None:
    source = recognised(answer, path)
    assert isinstance(source, JsonList)
    assert {name: getattr(source, name) for name in found} == found


def test_an_id_stands_for_the_address_that_rows_do_not_have() -> None:
    rows = [{"id": n, "newsId": 30500 + n, "time": "2025-11-02"} for n in range(3)]
    source = recognised({"rows": rows}, "/api", f"{AT}/news/0/detail_30502.html")
    assert isinstance(source, JsonList)
    assert (source.link, source.article) == ("", f"{AT}/news/0/detail_{{newsId}}.html")


def test_a_hostile_answer_costs_little() -> None:
    names = {f"k{n}": str(n) for n in range(2000)}
    answer = {"rows": [names] * 300, "deep": json.loads("[" * 500 + "]" * 500)}
    start = time.process_time()
    recognised(answer, "/api", f"{AT}/a/1.html")
    assert time.process_time() - start < 5


def test_what_is_no_json_is_refused_with_a_reason() -> None:
    with pytest.raises(RefusedError, match="not JSON"):
        recognised('{"rows": [', "/api")


@pytest.mark.parametrize(
    ("html", "path", "kind", "found"),
    [
        ('<script>createPageHTML(9, 0, "index", "shtml")</script>', "/a/", Listing, {"next": "index_{page}.shtml", "page": 1}),
        ("<script>createPageHTML(9,0,'list_1','html')</script>", "/a/", Listing, {"next": "list_1_{page}.html"}),
        ("<p>x</p>", "/1042/list.htm", Listing, {"next": "list{page}.htm", "page": 2}),
        ('<a href="index2.html">2</a><a href="index3.html">3</a>', "/GB/1/index.html", Listing, {"next": "index{page}.html", "page": 2}),
        ('<a href="?page=2">2</a>', "/list?page=1", Listing, {"page_parameter": "page"}),
        ('<a href="/x">x</a>', "/list", Listing, {"next": "", "page_parameter": ""}),
        ('<meta http-equiv="refresh" content="0;url=html/2026-11/02/node_2.htm">', "/", Epaper, {"url": f"{AT}/html/{{day:%Y-%m/%d}}/node_2.htm"}),
        ('<a href="node_3.htm">3</a>', "/html/2026-11/02/node_2.htm", Epaper, {"url": f"{AT}/html/{{day:%Y-%m/%d}}/node_2.htm"}),
        (f'<ul data="datasource:{"0a" * 16}"></ul>', "/tzgg.html", Xhcloud, {"url": f"{AT}/tzgg.html"}),
        ("""<script queryData="{'webId':'1','pageId':'2','tplSetId':'3'}"></script>""", "/col/col5/", Jpaas, {}),
        ("<title>春茶-白水</title><a href='/x'>x</a>", "/zt/20200213cm/", Listing, {"name": "春茶", "url": f"{AT}/zt/20200213cm/"}),
    ],
)  # fmt: skip
def test_forms_of_pages(html: str, path: str, kind: type[Source], found: dict[str, object]) -> None:
    source = recognised(f"<html><body>{html}</body></html>", path)
    assert type(source) is kind
    assert {name: getattr(source, name) for name in found} == found


@pytest.mark.parametrize(
    ("path", "body", "proposed"),
    [
        ("/art/2026/11/2/art_45_1.html", "", "/col/col45/index.html"),
        ("/2026/1102/c1042a3001/page.htm", "", "/1042/list.htm"),
        ("/xw/a/202611/t20261102_5.html", "", "/xw/a/index.html"),
        ("/gkmlpt/content/1/2/post_3.html", "", "/gkmlpt/index"),
        ("/pc/content/202611/02/content_7.html", "", "/pc/layout/202611/02/node_01.html"),
        ("/html/2026-11/02/content_7.htm", '<a href="node_3.htm">x</a><a href="node_2.htm">x</a>', "/html/2026-11/02/node_2.htm"),
        (f"/20261102/{'ab' * 16}/c.html", f'<ul data="datasource:{"0a" * 16}" preview="ds_"></ul>', "/"),
        ("/a/1.html", "", "/"),
    ],
)  # fmt: skip
def test_the_lists_that_an_article_lets_one_expect(path: str, body: str, proposed: str) -> None:
    found = propose_lists(page(f"<html><body>{body}</body></html>", url=f"{AT}{path}"))
    assert next(iter(found)) == f"{AT}{proposed}"
    assert list(found)[-1] == f"{AT}/"
    assert all(host_of(url) == "www.baishui.gov.cn" for url in found)


def test_a_source_is_written_as_python() -> None:
    posted = {"a": {"b": ["一" * 40, True, None, 1]}, "c": "x" * 80}
    source = JsonList(name='一"二', url=f"{AT}/{'x' * 150}", json=posted, rows="@")
    text = "\n".join(format_source(source, ""))
    names: dict[str, object] = {"JsonList": JsonList}
    exec(f"source = {text.rstrip(',')}", names)
    assert names["source"] == source
    assert max(map(len, text.splitlines())) <= 120
