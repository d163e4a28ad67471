"""SQL for readers: tables and examples, results with links and charts, files, and errors that keep the query."""

import csv
import html
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from cundang.store.data_dictionary import describe_tables
from datasette_config.drawing.sql_chart import draw_result
from datasette_config.plugins.queries import GROUPS, list_examples
from datasette_config.sql_result import Links, make_cells
from datasette_config.wrong_sql import explain
from tests.web.test_web_pages import get

NOTHING = Links({}, {})


def ask(web: str, sql: str, form: str = "", language: str = "en", **more: str) -> tuple[int, str]:
    """Status and body of a query's page or file."""
    query = urlencode({"sql": sql, **more})
    status, _, body = get(f"{web}archive{form}?{query}", Accept_Language=language)
    return status, body


# Tables and examples


def test_each_table_is_in_one_group() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(describe_tables())


def test_the_page_tells_each_table_with_its_rows(aged_web: str, aged_archive: Path) -> None:
    for language, meaning in (("en", "One row an article"), ("zh", "每篇文章一行")):
        body = get(f"{aged_web}queries", Accept_Language=language)[2]
        assert meaning in body
        for name in describe_tables():
            assert f"<code>{name}</code>" in body
    with closing(sqlite3.connect(aged_archive)) as connection:
        for name in ("articles", "events", "keywords"):
            (count,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert re.search(rf"<code>{name}</code>\s*<span class=\"note\">{count:,} ", body)
    assert get(f"{aged_web}archive")[1]["location"] == "/queries"


NOT_IN_THE_DEMO = ("relations", "problems", "state = 'pending'", "<= 7")  # what its one site has none of


@pytest.mark.parametrize(
    "example", [each for group in list_examples().values() for each in group], ids=lambda e: e["en"]
)
def test_the_examples_run(aged_web: str, example: dict[str, str]) -> None:
    words = {"word": "濕地", "other": "公园", "keyword": "湿地", "site": "", "role": ""}
    answer = json.loads(ask(aged_web, example["sql"], ".json", **words)[1])
    assert answer["ok"]
    assert bool(answer["rows"]) != any(sign in example["sql"] for sign in NOT_IN_THE_DEMO)
    assert example["zh"]


# Results


def test_a_long_value_unfolds_and_rows_are_capped(aged_web: str) -> None:
    status, body = ask(aged_web, "select id, text from articles where characters > 250 limit 3")
    assert status == 200
    assert body.count('<details class="cell">') == 3
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500) select i from n"
    body = ask(aged_web, many)[1]
    assert body.count("<tr>") == 1 + 100
    assert "All 1,500 rows as CSV" in body
    assert ask(aged_web, many, _all="1")[1].count("<tr>") == 1 + 1500


def test_cells_are_cut_and_a_page_is_bounded() -> None:
    ((cell, number, nothing, data),) = make_cells(
        ["a", "b", "c", "d"], [("字" * 9000, 0.1 + 0.2, None, b"\0" * 30)], NOTHING
    )
    assert (len(cell.text), len(cell.rest), cell.more, cell.is_chinese) == (200, 4800, 4000, True)
    assert (number.text, nothing.kind, data.more) == ("0.3", "null", 30)
    page = make_cells(["a"], [("x" * 5000,)] * 2000, NOTHING)
    assert sum(len(cell.text) + len(cell.rest) for (cell,) in page) <= 2000 * 200 + 300_000


def test_rows_link_to_their_articles(aged_web: str, aged_archive: Path) -> None:
    with closing(sqlite3.connect(aged_archive)) as connection:
        number, url = connection.execute("SELECT id, url FROM articles ORDER BY id DESC LIMIT 1").fetchone()
    link = f'href="/archive/articles/{number}"'
    for sql, times in (
        (f"select id, title from articles where id = {number}", 2),
        (f"select article_id, kind from events where article_id = {number} limit 1", 1),
        (f"select url from articles where id = {number}", 1),
        (f"select {number} as id", 0),
        (f"select {number} as id, 'of another table' as title", 0),
        ("select 99999999 as article_id", 0),
        ("select 'http://nowhere.example/' as url", 0),
    ):
        assert ask(aged_web, sql)[1].count(link) == times, sql
    assert f'href="{html.escape(url)}"' in ask(aged_web, f"select url from articles where id = {number}")[1]


def test_a_title_is_shown_shared_and_escaped(aged_web: str) -> None:
    title = '<b>一"题'
    body = ask(aged_web, "select 1 as a", _title=title)[1]
    assert "<b>" not in body
    assert f"<title>{html.escape(title, quote=False)[:9]}" in body
    assert re.search(r'<h1 lang="zh">&lt;b&gt;', body)
    assert quote(title) in body  # in the link to share
    assert ask(aged_web, "select 1", language="zh")[1].count("<h1>SQL 查询</h1>") == 1


def test_parameters_have_fields(aged_web: str) -> None:
    status, body = ask(aged_web, "select :word || :other as said", word="一'二")
    assert status == 200
    assert 'name="word" value="一&#39;二"' in body
    assert 'name="other" value=""' in body
    assert re.search(r"一&#39;二\s*</div>", body)


def test_a_file_has_every_row(aged_web: str) -> None:
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i, i * 2 as i from n"
    status, body = ask(aged_web, many, ".csv")
    found = list(csv.reader(io.StringIO(body)))
    assert (status, len(found), found[0], found[-1]) == (200, 5001, ["i", "i_2"], ["5000", "10000"])
    assert "more than 2,000 rows" in ask(aged_web, many)[1]
    assert ask(aged_web, "select nosuch", ".csv")[0] == 400


# Charts


def test_two_columns_are_drawn(aged_web: str) -> None:
    body = ask(aged_web, "select substr(published_at, 1, 7) as month, count(*) as articles from articles group by 1")[1]
    assert re.search(r'<figure class="picture of-bars">', body)
    body = ask(aged_web, "select source, count(*) as articles from articles group by source order by 2 desc")[1]
    assert body.count('<span class="bar">') == 10
    assert "<figure" not in ask(aged_web, "select id, title, characters from articles")[1]


def test_what_is_drawn_are_the_numbers_of_the_rows() -> None:
    chart = draw_result(["month", "n"], [("2024-01", 2), ("2024-03", 4)])
    assert chart and chart.picture
    assert [mark.said for mark in chart.picture.marks] == ["2024-01 · 2", "2024-03 · 4"]
    assert [round(mark.height) for mark in chart.picture.marks] == [50, 100]
    assert len(chart.picture.x) == 3  # February has a place, and no bar
    hours = draw_result(["n", "hour"], [(5, "10"), (3, "9")])
    assert hours and hours.picture
    assert (hours.label, [mark.said for mark in hours.picture.marks]) == ("hour", ["9 · 3", "10 · 5"])
    days = draw_result(
        ["day", "n"], [(f"20{y}-{m:02}-{d:02}", 1.5) for y in (23, 24) for m in range(1, 13) for d in range(1, 29)]
    )
    assert days and days.picture and days.picture.kind == "lines"
    names = draw_result(["source", "n"], [(None, 8), ("某报", 4), *((f"s{i}", 1) for i in range(60))])
    assert names and [bar.width for bar in names.bars[:2]] == [100, 50]
    assert (len(names.bars), names.undrawn, names.bars[1].is_chinese) == (30, 32, True)


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (["a"], [(1,), (2,)]), (["a", "b"], [("x", "y"), ("z", "w")]), (["a", "b"], [("x", 1)]), (["a", "b"], [("x", -1), ("y", 2)]),
        (["a", "b"], [("x", 0), ("y", 0)]), (["a", "b"], [("x", float("inf")), ("y", 1)]), (["a", "b"], [("x", 10**18), ("y", 1)]),
        (["a", "b", "c"], [(1, 2, 3)] * 3), (["a", "b"], []), (["a", "b"], [(b"x", 1), (b"y", 2)]), (["a", "b"], [("x", None)] * 3),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_not(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    assert draw_result(columns, rows) is None


# Errors

ENDLESS = "with recursive n(i) as (select 1 union all select i from n) select count(*) from n"


@pytest.mark.parametrize(
    ("sql", "kind", "zh", "en"),
    [
        ("", "empty", "还没有写查询", "There is no query yet"),
        ("select id,\n  from articles", "syntax", "“from”附近的语法有误", "breaks at “from”"),
        ("select (1", "incomplete", "查询没有写完", "ends too early"),
        ("select ‘a’", "column", "没有叫", "There is no column"),
        ("select titel from articles", "column", "没有叫“titel”的列", "There is no column “titel”"),
        ("select * from articels", "table", "没有叫“articels”的表", "There is no table “articels”"),
        ("select year(published_at) from articles", "function", "没有叫“year”的函数", "no function “year”"),
        ("select id from articles, events", "ambiguous", "不止一个表有“id”", "More than one table"),
        ("delete from articles", "readonly", "存档只能读取", "can only be read"),
        ("with a as (select 1) delete from articles", "readonly", "存档只能读取", "can only be read"),
        ("select 1; select 2", "several", "一次只能运行一个查询", "Only one query"),
        ("select randomblob(90000000)", "large", "结果太大", "too large"),
        ("select ?", "parameter", "没有名字或没有值", "no name or no value"),
        ("select id from articles where count(*) > 1", "aggregate", "聚合函数“count", "“count"),
        ("select file from pragma_database_list", "hidden", "文件位置", "where its files lie"),
        ("select rowid from articles_fts where articles_fts match '\"'", "match", "match 后面", "after match"),
        ("select json('{')", "other", "数据库不接受", "does not accept"),
    ],
)  # fmt: skip
def test_an_error_keeps_the_query_and_says_what_to_do(aged_web: str, sql: str, kind: str, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        status, body = ask(aged_web, sql, language=language)
        assert status == 400
        assert said in body
        (kept,) = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", body, re.DOTALL)
        assert html.unescape(kept) == sql
    assert kind == "empty" or kind in {
        explain(m).kind for m in re.findall(r'<code lang="en">(.*?)</code>', html.unescape(body))
    }


def test_an_error_shows_the_line_and_what_was_meant(aged_web: str) -> None:
    body = ask(aged_web, "select id,\n  titel\nfrom articles")[1]
    assert re.search(r"Line 2</span>\s*<code>  <mark>titel</mark></code>", body)
    assert re.search(r"Did you mean: <code>title</code>", body)
    assert "<code>articles</code>" in body  # the tables are told below


def test_a_query_that_takes_too_long_is_kept(aged_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from datasette_config import make_application

    application = make_application(aged_archive)
    monkeypatch.setitem(application._settings, "sql_time_limit_ms", 50)
    for form in ("", ".csv"):
        answer = asyncio.run(application.client.get(f"/archive{form}?sql={quote(ENDLESS)}"))
        assert answer.status_code == 400
        assert "已停止" in answer.text
        assert ENDLESS in html.unescape(answer.text)
