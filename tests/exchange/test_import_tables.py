"""Tables and records as people have them: any encoding that Excel writes, any common name of a column, torn lines."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from exchange.importer import DamageError, Item, Skipped, read
from pipelines.extract.record import read_row
from tests.helpers.databases import rows
from tests.helpers.programs import archive

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "早上雾很大，摆渡的人等到九点才开船。对岸的集市照常摆开，卖菱角的比往年多了两家。"
ENGLISH = "title,link,pubDate,content\nFog,http://news.example/1.html,2023-04-12 08:15,Text one\n"
CHINESE = f"标题,链接,发布时间,来源,作者,正文\n雾天摆渡,http://news.example/1.html,2023/4/12 8:15,河港报,周一苇,{TEXT}\n第二篇,http://news.example/2.html,2023/4/13,河港报,周一苇,{TEXT}\n"
TRADITIONAL = "標題,網址,發佈時間,媒體,記者,內文\n霧天擺渡,http://news.example/1.html,2023/4/12 8:15,河港報,周一葦,早上霧很大，擺渡的人等到九點才開船。\n"


def items(folder: Path, data: bytes, name: str = "in") -> list[Item]:
    (folder / name).write_bytes(data)
    return list(read(folder / name, folder, NOW)[1])


def one(folder: Path, row: dict[str, Any]) -> Page:
    (page,) = items(folder, json.dumps(row, ensure_ascii=False).encode())
    assert isinstance(page, Page)
    return page


def said(found: list[Item]) -> list[str]:
    return [item.reason for item in found if isinstance(item, RefusedError)]


def pages(found: list[Item]) -> list[Page]:
    return [item for item in found if isinstance(item, Page)]


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode(),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("utf-16"),
        b"\xfe\xff" + CHINESE.replace(",", "\t").encode("utf-16-be"),
        CHINESE.encode("gb18030"),
        CHINESE.replace("\n", "\r").encode(),
        CHINESE.replace("\n", "\r\n").replace(",", ";").encode("gbk"),
        b"\xef\xbb\xbf" + f"sep=;\r\n{CHINESE.replace(',', ';')}".encode(),
        gzip.compress(CHINESE.encode()),
        CHINESE.replace("\n", ",,\n").encode(),
        (CHINESE + ",,,,,\n\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "tabs", "gb18030", "cr", "gbk", "sep", "gzip", "empty columns", "empty rows"],
)
def test_a_table_in_any_form_gives_an_article_a_row(tmp_path: Path, data: bytes) -> None:
    found = pages(every := items(tmp_path, data))
    assert len(found) == len(every) == 2
    assert [page.url for page in found] == ["http://news.example/1.html", "http://news.example/2.html"]
    article = read_row(found[0])
    assert article.text == TEXT
    assert {name: article.raw(name) for name in ("title", "published", "source_name", "author")} == {
        "title": "雾天摆渡", "published": "2023/4/12 8:15", "source_name": "河港报", "author": "周一苇",
    }  # fmt: skip


def test_the_names_of_columns_count_in_both_scripts(tmp_path: Path) -> None:
    for encoding in ("utf-8", "big5"):
        (page,) = pages(items(tmp_path, TRADITIONAL.encode(encoding)))
        article = read_row(page)
        assert [article.raw(name) for name in ("title", "published", "source_name", "author")] == [
            "霧天擺渡", "2023/4/12 8:15", "河港報", "周一葦",
        ]  # fmt: skip
        assert page.url == "http://news.example/1.html"


def test_a_beginning_in_ascii_does_not_decide_on_the_encoding(tmp_path: Path) -> None:
    rows_before = "".join(f"Fog {n},http://news.example/{n}.html,,{'plain words ' * 9}\n" for n in range(1000))
    data = f"title,link,pubDate,content\n{rows_before}雾天,http://news.example/zh.html,,{TEXT}\n".encode("gbk")
    assert read_row(pages(items(tmp_path, data))[-1]).text == TEXT


def test_a_bad_row_costs_itself(tmp_path: Path) -> None:
    lines = CHINESE.encode().split(b"\n")
    lines[1:1] = [b'x,"a"b,c', b"\xff\xff,\xff", b"a,b,c,d,e,f,g"]
    found = items(tmp_path, b"\n".join(lines))
    assert len(pages(found)) == 2
    assert [reason.split(" ", 2)[:2] for reason in said(found)] == [["line", "2"], ["line", "3"], ["line", "4"]]


def test_a_damaged_line_does_not_decide_on_the_encoding(tmp_path: Path) -> None:
    lines = CHINESE.encode().split(b"\n")
    found = items(tmp_path, b"\n".join([lines[0], b"\xff\xfe\xff," * 200, lines[1]]))
    assert [page.url for page in pages(found)] == ["http://news.example/1.html"]
    found = items(tmp_path, f"[{line(1)},\n".encode() + b'{"title": "\xff\xff\xff"},\n' + f"{line(3)}]".encode())
    assert said(found) == ["line 2 has bytes that are no text in utf-8"]
    assert [page.url[-6:] for page in pages(found)] == ["1.html", "3.html"]


def test_a_table_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    many = CHINESE + "".join(f"第{n}篇,http://news.example/{n}.html,,,,{n}{TEXT}\n" for n in range(9000))
    found = items(tmp_path, gzip.compress(many.encode())[:-900])
    assert len(pages(found)) > 1000
    assert [type(item) for item in found if not isinstance(item, Page)] == [DamageError]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("编号,单价,数量\n1,2.5,30\n2,3,41\n", "编号, 单价, 数量"),
        ("title\turl\tdate\nFog\thttp://news.example/1\t2020-01-01\n", "no column is a text; it has title, url, date"),
        ("id;name;remark\na;b;c\nd;e;f\n", "id, name, remark"),
        ("正文,备注\n一段,无\n又一段,无\n", "no column is a title or an address; it has 正文, 备注"),
        ("雾天,http://news.example/1.html,好\n晴天,http://news.example/2.html,好\n", "雾天, http://news.example/1.html, 好"),
        (",".join(f"c{n}" for n in range(30)) + "\n" + ",".join("1" * 30), "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 20 more"),
    ],
)  # fmt: skip
def test_a_table_of_other_columns_is_refused_with_their_names(tmp_path: Path, text: str, named: str) -> None:
    (reason,) = said(items(tmp_path, text.encode()))
    assert reason.startswith("a table, but none of articles: ")
    assert reason.endswith(named)


def test_broken_names_of_columns_can_be_stored_and_printed(tmp_path: Path) -> None:
    (reason,) = said(items(tmp_path, "编号,单价,数".encode() + b'\xff"\n' + b"1,2,3\n2,3,4\n"))
    assert reason.encode()
    assert "\n" not in reason


@pytest.mark.parametrize(
    "text",
    [
        f"雾,船,集市,都还在\n\n{TEXT}\n\n{TEXT}\n",
        f"时间,地点,人物\n\n{TEXT}\n\n{TEXT}\n",
        "Fog, boats, and a market\n\nThe ferry left at nine, late as ever.\n\nNobody minded, it seems.\n",
        "雾锁江头船不渡,人立桥边望水流\n日高雾散帆初起,一路橹声到渡头\n岸上有人呼旧侣,舱中无酒解新愁\n",
        "雾起江头,人立桥边,船不渡\n\n日高雾散,帆影初起,橹声长\n\n岸上有人,舱中无酒,话新愁\n\n一路水光,两行秋树,到渡头\n",
        "雾起江头,人立桥边,船不渡\n日高雾散,帆影初起,橹声长。\n岸上有人,舱中无酒,话新愁。\n一路水光,两行秋树,到渡头。\n",
        "Title, text, and more of it\nThe ferry left at nine\nNobody minded, it seems\n",
        f"标题,正文里的逗号\n2023-04-12 08:15 来源：河港报\n{TEXT}\n",
    ],
)
def test_a_text_with_commas_is_no_table(tmp_path: Path, text: str) -> None:
    (page,) = items(tmp_path, text.encode(), "a.txt")
    assert isinstance(page, Page)
    assert page.header("content-type") == "text/plain"


def line(number: int, **more: Any) -> str:
    return json.dumps(
        {"title": f"第{number}篇", "url": f"http://news.example/{number}.html", "text": TEXT, **more},
        ensure_ascii=False,
    )


@pytest.mark.parametrize(
    ("text", "urls", "faults"),
    [
        (f"{line(1)[:30]}\n{line(2)}\n{line(3)}\n", "23", ["line 1 "]),
        (f"{line(1)[30:]}\n{line(2)}\n{line(3)}", "23", ["line 1 "]),
        (f"{line(1)[30:]}\n{line(2)}\n", "2", ["line 1 "]),
        (f"{line(1)}\n{line(2)[:-9]}\n\n{line(3)}\n[1]\n", "13", ["line 2 ", "line 5 "]),
        (f"{line(1)}{line(2)}\n{line(3)}\n", "123", []),
        (f"{line(1)}{line(2)}{line(3)}", "123", []),
        (f"[\n{line(1)},\n{line(2)}\n]", "12", []),
        (f"[{line(1)},\n{line(2)[:-20]}\n{line(3)}]", "13", ["line 2 "]),
        (json.dumps([json.loads(line(n)) for n in (1, 2, 3)], indent=2, ensure_ascii=False).replace('"第2篇",', '"第2篇'), "13", ["line 7 "]),
        (json.dumps(json.loads(line(1)), indent=1) + "\n" + json.dumps(json.loads(line(2)), indent=1), "12", []),
    ],
)  # fmt: skip
def test_a_torn_record_costs_itself_and_says_which(tmp_path: Path, text: str, urls: str, faults: list[str]) -> None:
    found = items(tmp_path, text.encode())
    assert [page.url for page in pages(found)] == [f"http://news.example/{n}.html" for n in urls]
    assert len(said(found)) == len(faults)
    assert all(reason.startswith(fault) for reason, fault in zip(said(found), faults, strict=True))


def test_a_list_that_is_torn_all_over_is_given_up(tmp_path: Path) -> None:
    found = items(tmp_path, b"[\n" + b'{"a":\n' * 5000)
    assert len(found) == 1001
    assert said(found[-1:]) == ["1000 objects are torn; what comes after line 1001 was not read"]
    assert isinstance(found[-1], DamageError)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    found = pages(items(tmp_path, f"{line(1)}\n{line(2)}\n".encode(encoding)))
    assert [read_row(page).text for page in found] == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"publish_time": "2023-04-12 08:15:00"}, "published", "2023-04-12 08:15:00"),
        ({"pub_time": "2023-04-12"}, "published", "2023-04-12"),
        ({"publishedAt": "2023-04-12T08:15:00Z"}, "published", "2023-04-12T08:15:00Z"),
        ({"created_at": 1681258500}, "published", "1681258500"),
        ({"ctime": 1681258500000.0}, "published", "1681258500000"),
        ({"publish_time": {"$date": "2023-04-12T00:15:00Z"}}, "published", "2023-04-12T00:15:00Z"),
        ({"date": "", "发布时间（北京）": "2023-04-12"}, "published", "2023-04-12"),
        ({"author": "nan", "记者": "周一苇"}, "author", "周一苇"),
        ({"author": {"@type": "Person", "name": "周一苇"}}, "author", "周一苇"),
        ({"authors": "['周一苇', '江晚舟']"}, "author", "周一苇;江晚舟"),
        ({"source": "河港报"}, "source_name", "河港报"),
        ({"source": "http://news.example/"}, "source_name", ""),
        ({"meta_site_name": "x", "来源": "河港报", "媒体": "y"}, "source_name", "河港报"),
        ({"栏目": "要闻", "关键词": "渡口 摆渡"}, "section", "要闻"),
    ],
)
def test_the_fields_of_records_of_others(tmp_path: Path, row: dict[str, Any], field: str, value: str) -> None:
    assert read_row(one(tmp_path, {"title": "雾天摆渡", "text": TEXT, **row})).raw(field) == value


@pytest.mark.parametrize(
    ("row", "url"),
    [
        ({"source": "http://news.example/a/1.html"}, "http://news.example/a/1.html"),
        ({"link": "www.news.example/a/1.html"}, "http://www.news.example/a/1.html"),
        ({"permalink": "//www.news.example/a/1.html"}, "http://www.news.example/a/1.html"),
        (
            {"url": "http://news.example/a/1.html", "source_url": "http://news.example/b"},
            "http://news.example/a/1.html",
        ),
        ({"mainEntityOfPage": {"@id": "http://news.example/a/1.html"}}, "http://news.example/a/1.html"),
        ({"source_url": "http://news.example"}, "file:"),
        ({"来源": "河港报"}, "file:"),
        ({"地址": "临江路五号"}, "file:"),
    ],
)
def test_the_addresses_of_records_of_others(tmp_path: Path, row: dict[str, Any], url: str) -> None:
    page = one(tmp_path, {"title": "雾天摆渡", "text": TEXT, **row})
    assert page.url == url if url != "file:" else page.url.startswith("file:")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"content": "<p>第一段，雾&nbsp;大。</p><p>第二段<br>又一行</p>"}, "第一段，雾 大。\n\n第二段\n又一行"),
        ({"text": ["第一段。", "第二段。"]}, "第一段。\n\n第二段。"),
        ({"正文": "第一段。\r\n第二段。"}, "第一段。\n\n第二段。"),
        ({"description": "一段说明。"}, "一段说明。"),
        ({"content": "正文在此。", "description": "一段说明。"}, "正文在此。"),
        ({"text": "5 < 6 且 7 > 6"}, "5 < 6 且 7 > 6"),
    ],
)
def test_the_text_of_records_of_others(tmp_path: Path, row: dict[str, Any], text: str) -> None:
    assert read_row(one(tmp_path, {"title": "雾天摆渡", **row})).text == text


@pytest.mark.parametrize(
    "data", [b'{"title": "a", "text": null, "description": "b"}', b"title,text,description\na,,b\n"]
)
def test_a_description_is_not_taken_for_a_text_that_is_lacking(tmp_path: Path, data: bytes) -> None:
    (page,) = pages(items(tmp_path, data))
    with pytest.raises(RefusedError, match="without a text"):
        read_row(page)


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ({"fetched_at": "2023-05-01T10:00:00Z"}, "2023-05-01T10:00:00+00:00"),
        ({"date_download": "2023-05-01 10:00:00"}, "2023-05-01T10:00:00+00:00"),
        ({"crawl_time": 1682935200}, "2023-05-01T10:00:00+00:00"),
        ({"采集时间": "2023-05-01 10:00:00"}, "2023-05-01T10:00:00+08:00"),
        ({"抓取时间": "2023年5月1日"}, "2023-05-01T00:00:00+00:00"),
        ({"fetched_at": "2126-05-01"}, NOW.isoformat()),
        ({"fetched_at": "soon"}, NOW.isoformat()),
        ({"url": "https://web.archive.org/web/20231399000000/http://news.example/1.html"}, NOW.isoformat()),
    ],
)
def test_when_a_record_was_fetched(tmp_path: Path, row: dict[str, Any], at: str) -> None:
    assert one(tmp_path, {"title": "雾天摆渡", "text": TEXT, **row}).fetched_at.isoformat() == at


def test_seconds_since_1970_are_the_publishers_time(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f"{line(1, publish_time=1681258500)}\n{line(2, publish_time='1681258500000')}\n")
    done = archive("import", tmp_path / "a.jsonl", "--db", tmp_path / "archive.db")
    assert "2 new" in done.stdout, done.stderr
    assert rows(tmp_path / "archive.db", "SELECT DISTINCT published_at FROM articles") == [
        ("2023-04-12T08:15:00+08:00",)
    ]


def test_a_script_is_no_article(tmp_path: Path) -> None:
    assert items(tmp_path, b"/*! jQuery */\n!function(){}\n", "a.js") == [Skipped("a script or style sheet")]
