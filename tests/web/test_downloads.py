"""Files of searches, lists and studies: the columns that were chosen, the form, the name; and the page of files."""

import asyncio
import csv
import html
import io
import json
import re
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pyarrow.parquet
import pytest

import datasette_config.files
from datasette_config import make_application
from datasette_config.files import list_forms, make_disposition, make_file_name
from tests.helpers.paths import ROOT
from tests.helpers.workbooks import read_sheet
from tests.web.test_web_pages import get

WETLAND = quote("湿地")


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


def test_a_search_is_a_workbook_with_its_notes(aged_web: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(fetch(f"{aged_web}archive/download/search.xlsx?q={WETLAND}"))
    total = json.loads(get(f"{aged_web}archive/search.json?q={WETLAND}")[2])["total"]
    head, *rows = read_sheet(tmp_path / "a.xlsx", 1)
    assert len(rows) == total > 1
    assert {kind for row in rows for kind, _ in row[:3]} == {"inlineStr"}  # id, url, site
    notes = [[text for _, text in row] for row in read_sheet(tmp_path / "a.xlsx", 2)]
    assert ["q", "湿地"] in notes
    assert {name for _, name in head} <= {row[0] for row in notes if row}


@pytest.mark.parametrize("form", ["csv", "excel.csv", "jsonl", "parquet", "xlsx"])
def test_the_columns_are_those_that_were_chosen_in_their_order(
    aged_web: str, aged_archive: Path, tmp_path: Path, form: str
) -> None:
    body = fetch(
        f"{aged_web}archive/download/search.{form}?q={WETLAND}&column=title&column=keywords&column=id&column=id"
    )
    (tmp_path / "a").write_bytes(body)
    wanted = ["title", "keywords", "id"]
    if form == "xlsx":
        names = [text for _, text in read_sheet(tmp_path / "a", 1)[0]]
    elif form == "parquet":
        table = pyarrow.parquet.read_table(tmp_path / "a")
        names = table.column_names
        with closing(sqlite3.connect(aged_archive)) as connection:
            for row in table.to_pylist():
                sql = "SELECT title FROM articles WHERE id = ?"
                assert connection.execute(sql, (row["id"],)).fetchone() == (row["title"],)
    elif form == "jsonl":
        rows = [json.loads(line) for line in body.splitlines()]
        names = list(rows[0])
        assert isinstance(rows[0]["keywords"], list)
    else:
        names = next(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert names == wanted


def test_a_column_that_is_not_there_is_told(aged_web: str) -> None:
    for path in ("archive/download/articles.csv", "archive/download/search.xlsx", "studies/deletions.jsonl"):
        status, _, body = get(f"{aged_web}{path}?q={WETLAND}&column=title,+text;--")
        assert status in (400, 404), path
    status, _, body = get(f"{aged_web}archive/download/articles.csv?column=%3Cb%3E")
    assert status == 400
    assert "column=&lt;b&gt;" in body


def test_every_study_is_a_file_in_every_form(aged_web: str) -> None:
    from datasette_config.studies import load_studies

    for name in load_studies():
        for form in list_forms():
            assert (
                fetch(f"{aged_web}studies/{name}.{form}") or form == "jsonl"
            )  # which is empty where there are no rows


def test_the_schema_of_a_file_has_its_columns_and_no_number_that_is_text(aged_web: str) -> None:
    body = get(f"{aged_web}archive/download/articles.schema.json?column=id&column=tracking_number")[2]
    schema = json.loads(body)
    assert [(each["name"], each["type"]) for each in schema["fields"]] == [
        ("id", "integer"),
        ("tracking_number", "string"),
    ]
    assert schema["missingValues"] == [""]


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        (["湿地 date:2024"], "cundang-湿地-2024-"),
        (["articles", "清淀日报", "2024-05"], "cundang-articles-清淀日报-2024-05-"),
        (["../../etc/passwd\r\nX: 1\"; a=b"], "cundang-etc-passwd-X-1-a-b-"),
        (["\u202etxt.exe\x00 /\\:*?<>|"], "cundang-txt-exe-"),
        (["site:x"], "cundang-x-"), (["自:2024 -来源:某报"], "cundang-2024-某报-"), ([""], "cundang-"), ([], "cundang-"),
    ],
)  # fmt: skip
def test_a_file_is_named_by_what_was_asked(words: list[str], inside: str) -> None:
    name = make_file_name(words, "excel.csv")
    assert re.fullmatch(re.escape(inside) + r"\d{4}-\d\d-\d\d\.csv", name)


def test_a_name_is_bounded_and_its_header_is_ascii() -> None:
    name = make_file_name(["湿" * 500, "a" * 500], "xlsx")
    assert len(name.encode()) < 200
    header = make_disposition(name)
    assert header.isascii()
    found = re.fullmatch(r"""attachment; filename="cundang-[\w.-]*"; filename\*=UTF-8''([\w.%-]*)""", header, re.ASCII)
    assert found is not None
    assert unquote(found[1]) == name
    assert make_disposition("cundang-2024.csv") == 'attachment; filename="cundang-2024.csv"'


def test_the_server_sends_the_name(aged_web: str) -> None:
    asked = urlencode({"q": "湿地 date:2026"})
    headers = get(f"{aged_web}archive/download/search.csv?{asked}")[1]
    assert "filename*=UTF-8''cundang-%E6%B9%BF%E5%9C%B0-2026-" in headers["content-disposition"]
    assert 'filename="cundang-2026-' in headers["content-disposition"]


def test_the_form_asks_for_what_the_page_shows(aged_web: str) -> None:
    """Without a script: the narrowing of the list in hidden fields, the columns by their readers' names."""
    page = get(f"{aged_web}archive/articles?_search={WETLAND}&state=live", Accept_Language="en")[2]
    form = re.search(r'<form method="get" action="[^"]*/archive/download/articles.xlsx">.*?</form>', page, re.DOTALL)
    assert form is not None
    for name, value in (("_search", "湿地"), ("state", "live")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html.unescape(form[0])
    ticked = re.findall(r'name="column" value="(\w+)" checked', form[0])
    assert {"title", "text", "published_at", "keywords"} <= set(ticked)
    assert "sha256" not in ticked
    assert "Xinhua&#39;s tracking number" in form[0]
    for target in re.findall(r'formaction="([^"]+)"', form[0]):
        sent = urlencode([("_search", "湿地"), ("state", "live"), *(("column", name) for name in ticked)])
        assert fetch(f"{aged_web.rstrip('/')}{target}?{sent}")


def test_parquet_is_offered_only_where_it_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "parquet" in list_forms()
    monkeypatch.setattr(datasette_config.files, "has_parquet", lambda: False)
    assert "parquet" not in list_forms()


def test_the_server_starts_without_pyarrow() -> None:
    code = """
import sys
from pathlib import Path
import datasette_config
datasette_config.make_application(Path("none.db")).app()
print(sorted(name for name in sys.modules if name in ("pyarrow", "datasette_config.plugins.results")), len(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "pyarrow" not in done.stdout


def test_who_comes_third_is_told_to_wait(aged_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasette_config.files, "_MOST_AT_ONCE", 0)
    monkeypatch.setattr(datasette_config.files, "_WAIT", 0.01)

    async def ask() -> int:
        answer = await make_application(aged_archive).client.get("/archive/download/sites.xlsx")
        assert answer.headers["retry-after"]
        return int(answer.status_code)

    assert asyncio.run(ask()) == 503


def test_a_full_disk_is_told_in_a_line(aged_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "/var/tmp/file")

    monkeypatch.setattr(datasette_config.files, "write_workbook", fail)

    async def ask() -> tuple[int, str]:
        answer = await make_application(aged_archive).client.get("/archive/download/sites.xlsx")
        return answer.status_code, answer.text

    status, text = asyncio.run(ask())
    assert status == 503
    assert "No space left" in text
    assert "/var" not in text
    assert text.count("\n") == 1


def test_a_column_of_several_types_is_a_wrong_question(aged_archive: Path) -> None:
    asked = "/archive.parquet?sql=select+1+as+a+union+select+'x'"
    answer = asyncio.run(make_application(aged_archive).client.get(asked))
    assert (answer.status_code, "CAST" in answer.text) == (400, True)


# The page of downloads


def test_the_page_makes_an_expression_that_the_file_answers(aged_web: str, aged_archive: Path) -> None:
    asked = urlencode({"match": "濕地公園 -<b>x</b>'"})
    page = get(f"{aged_web}downloads?{asked}", Accept_Language="zh-CN")[2]
    found = re.search(r"<pre[^>]*>(SELECT id, title, url FROM articles .*?)</pre>", page, re.DOTALL)
    assert found is not None
    assert "<b>" not in found[1]
    with closing(sqlite3.connect(aged_archive)) as connection:
        assert connection.execute(html.unescape(found[1])).fetchall()
    assert "WHERE" in get(f"{aged_web}downloads?match=site:x", Accept_Language="en")[2]


def test_the_page_has_the_recipes_that_are_tested(aged_web: str) -> None:
    from exchange.recipes import AS_TEXT, OPENING, SEARCH, SEARCHING

    page = html.unescape(get(f"{aged_web}downloads")[2])
    for each in (*OPENING, *AS_TEXT, *SEARCHING):
        assert each.code.rstrip() in page
    assert SEARCH.read_text(encoding="utf-8").rstrip() in page
