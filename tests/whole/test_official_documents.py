"""An official document with its numbers and the lines around its headline: from the page into every place that shows it."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pyarrow.parquet
import pytest

from cundang.model.profile import Profile
from cundang.model.publisher import Publisher, Publishers
from cundang.search.fold import load_fold
from cundang.search.query import parse_query
from cundang.search.results import search
from cundang.store.session import Session
from pipelines import line
from tests.helpers.databases import content, copy_of, rows
from tests.helpers.pages import page
from tests.helpers.programs import archive
from tests.helpers.servers import serving
from tests.store.versions import of_version
from upkeep.verify import verify

FIELDS = ("document_number", "index_number", "kicker", "subtitle")
TEXT = "<p>石桥镇渡口自三月五日起恢复通航，渡口管理站每日开航前检查船只和救生设备，并在站房前公布水位。</p><p>船票按原价，学生免费，晚班八点开出。</p>"
HEAD = (
    "<table><tr><td>索 引 号：</td><td>01042-{number}</td><td>发布机构：</td><td>石桥镇</td></tr>"
    "<tr><td>发文字号：</td><td>石政办发[2024]{number} 号</td></tr></table>"
)
TOWN = Publishers(
    (
        Publisher(
            name="shiqiao",
            hosts=("sq.he.example",),
            profiles=(
                Profile(
                    name="sq", mark="#wen", title=("h1",), body=("#wen",), kicker=(".yin",), subtitle=(".fu",),
                    published=(".von",), source_name=(".von",), attachments=(".files",),
                ),
            ),
        ),
    )
)  # fmt: skip


def document(number: int, head: str = HEAD) -> str:
    return (
        f"<html><head><title>关于渡口{number}号航线复航的通知</title></head><body>{head.format(number=number)}"
        f"<p class=yin>水位回落之后</p><h1>关于渡口{number}号航线复航的通知</h1><p class=fu>首日运送学生三百人次</p>"
        f"<p class=von>2024-03-05 来源：石桥镇</p><div id=wen>{TEXT}</div><div class=files><a href='/get/{number}'>航班表</a></div></body></html>"
    )


def made(folder: Path, name: str, *bodies: str) -> Path:
    db = folder / f"{name}.db"
    with Session(db, db.with_suffix(".warc"), TOWN, "import") as opened:
        for number, body in enumerate(bodies, 1):
            line.run(opened, [page(body, "text/html; charset=utf-8", f"http://sq.he.example/art/{number}.html")])
        opened.end("finished")
    return db


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("numbers"), "archive", document(3), document(13), document(7, head=""))


@pytest.fixture
def connection(db: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(db)) as opened:
        yield opened


def found(connection: sqlite3.Connection, text: str) -> list[int]:
    fold = load_fold(connection)
    return sorted(hit.id for hit in search(connection, parse_query(text, fold, connection), fold).hits)


def test_the_fields_are_columns_of_the_article(db: Path) -> None:
    lines = ("水位回落之后", "首日运送学生三百人次")
    assert [tuple(row) for row in rows(db, f"SELECT {', '.join(FIELDS)} FROM articles ORDER BY id")] == [
        ("石政办发[2024]3 号", "01042-3", *lines),
        ("石政办发[2024]13 号", "01042-13", *lines),
        (None, None, *lines),
    ]
    assert rows(db, "SELECT url, name FROM attachments ORDER BY article_id") == [
        (f"http://sq.he.example/get/{number}", "航班表") for number in (3, 13, 7)
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("number:石政办发〔2024〕3号", [1]),
        ("文号：石政辦發（2024）3號", [1]),
        ("發文字號:【2024】13", [2]),
        ("number:石政办发", [1, 2]),
        ("number:3号", [1, 2]),
        ('number:"石政办发〔2024〕13号"', [2]),
        ('number:"石政办发〔2024〕"', []),
        ("渡口 -number:石政办发〔2024〕3号", [2, 3]),
        ("index:01042-13", [2]),
        ("索引号:01042", [1, 2]),
        ("石政办发〔2024〕3号", [1]),  # in the index, with any brackets
        ("石政辦發(2024)13號", [2]),
        ("石政办发", [1, 2]),
        ("01042-13", [2]),
        ("水位回落", [1, 2, 3]),
        ("title:学生三百人", [1, 2, 3]),
        ("title:石政办发", []),
        ("number:国发〔2024〕3号", []),
    ],
)
def test_documents_are_found_by_their_numbers(connection: sqlite3.Connection, text: str, ids: list[int]) -> None:
    assert found(connection, text) == ids


def test_the_index_follows_a_number_that_changes(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    with Session(db, db.with_suffix(".warc"), TOWN, "import") as opened:
        for second, body in enumerate(
            (document(3), document(4).replace("4号航线", "3号航线").replace("来源：石桥镇", "来源：石桥报"))
        ):
            url = "http://sq.he.example/art/1.html"
            at = page("").fetched_at.replace(second=second)
            line.run(opened, [page(body, "text/html; charset=utf-8", url, at)])
        opened.end("finished")
    with closing(sqlite3.connect(db)) as opened_db:
        assert rows(db, "SELECT detail FROM events WHERE kind = 'edited'") == [('{"fields": ["source_name"]}',)]
        assert (found(opened_db, "石政办发〔2024〕3号"), found(opened_db, "石政办发〔2024〕4号")) == ([], [1])
    assert archive("reindex", "--check", "--db", db).returncode == 0


def test_a_number_that_the_index_lacks_is_drift(db: Path, tmp_path: Path) -> None:
    copy = copy_of(db, tmp_path)
    assert archive("reindex", "--check", "--db", copy).returncode == 0
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE articles SET document_number = '石政规〔2024〕9号' WHERE id = 2")
    assert archive("reindex", "--check", "--db", copy).returncode == 1
    assert archive("reindex", "--db", copy).returncode == 0
    assert archive("reindex", "--check", "--db", copy).returncode == 0


@pytest.mark.parametrize("form", ["csv", "spreadsheet", "jsonl", "parquet", "sql"])
def test_every_export_has_the_fields(db: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    done = archive("export", "--format", form, "--output", out, "--db", db)
    assert done.returncode == 0, done.stderr
    if form == "parquet":
        first = pyarrow.parquet.read_table(out).to_pylist()[0]
    elif form == "jsonl":
        first = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
        assert [each["name"] for each in first["attachments"]] == ["航班表"]
    elif form == "sql":
        with closing(sqlite3.connect(":memory:")) as again:
            again.executescript(out.read_text(encoding="utf-8"))
            first = dict(
                zip(FIELDS, again.execute(f"SELECT {', '.join(FIELDS)} FROM articles").fetchone(), strict=True)
            )
    else:
        first = next(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [first[name] for name in FIELDS] == ["石政办发[2024]3 号", "01042-3", "水位回落之后", "首日运送学生三百人次"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_comes_back(db: Path, tmp_path: Path, form: str) -> None:
    out, again = tmp_path / f"out.{form}", tmp_path / "again.db"
    assert archive("export", "--output", out, "--db", db).returncode == 0
    done = archive("import", out, "--db", again)
    assert done.returncode == 0, done.stderr
    columns = f"SELECT url, {', '.join(FIELDS)} FROM articles ORDER BY url"
    assert rows(again, columns) == rows(db, columns)
    files = "SELECT url, name FROM attachments ORDER BY url"
    assert rows(again, files) == rows(db, files)


def test_a_table_with_chinese_headings(tmp_path: Path) -> None:
    table, db = tmp_path / "表.csv", tmp_path / "a.db"
    text = "渡口管理站每日开航前检查船只和救生设备，并在站房前公布水位和风力。"
    table.write_text(
        f"标题,引题,副题,正文,文号,索引号,附件\n渡口复航,水位回落,学生免费,{text},石政〔2024〕3号,01042-3,http://sq.he.example/a.pdf\n",
        encoding="utf-8",
    )
    done = archive("import", table, "--db", db)
    assert done.returncode == 0, done.stderr
    assert [tuple(row) for row in rows(db, f"SELECT {', '.join(FIELDS)} FROM articles")] == [
        ("石政〔2024〕3号", "01042-3", "水位回落", "学生免费")
    ]
    assert rows(db, "SELECT url, name FROM attachments") == [("http://sq.he.example/a.pdf", "a.pdf")]


def test_archives_are_merged_with_the_fields(db: Path, tmp_path: Path) -> None:
    other = made(tmp_path, "other", document(3), document(8))
    forth, back = tmp_path / "forth.db", tmp_path / "back.db"
    for target, others in ((forth, (db, other)), (back, (other, db))):
        done = archive("merge", *others, "--db", target)
        assert done.returncode == 0, done.stderr
        assert archive("reindex", "--check", "--db", target).returncode == 0
        assert verify(target, target.with_suffix(".warc")).faults == []
    numbers = "SELECT url, title, document_number FROM articles ORDER BY url"
    assert rows(forth, numbers) == rows(back, numbers)
    assert {row.document_number for row in rows(forth, numbers)} >= {"石政办发[2024]3 号", None}
    before = content(forth)["articles"]
    assert archive("merge", other, "--db", forth).returncode == 0
    assert content(forth)["articles"] == before


def test_an_older_archive_gets_the_fields_when_it_is_rebuilt(tmp_path: Path) -> None:
    body, old = tmp_path / "7.html", of_version(tmp_path, 2)
    link = '<link rel="canonical" href="http://other.example/art/7.html">'
    body.write_text(document(7).replace("<head>", f"<head><meta charset=utf-8>{link}"), encoding="utf-8")
    done = archive("import", body, "--db", old)
    assert done.returncode == 0, done.stderr
    assert "folds spellings as another version" in archive("reindex", "--check", "--db", old).stderr
    with closing(sqlite3.connect(old)) as connection, connection:  # as the software of then stored it
        connection.execute("UPDATE articles SET document_number = NULL, index_number = NULL")
    assert archive("reindex", "--db", old).returncode == 0
    assert rows(old, "SELECT count(*) AS n FROM articles WHERE document_number IS NOT NULL")[0].n == 0
    done = archive("rebuild", "--db", old)
    assert done.returncode == 0, done.stderr
    assert rows(old, "SELECT document_number FROM articles WHERE document_number IS NOT NULL") == [
        ("石政办发[2024]7 号",)
    ]
    assert archive("reindex", "--check", "--db", old).returncode == 0
    with closing(sqlite3.connect(old)) as connection:
        assert len(found(connection, "石政办发〔2024〕7号")) == 1


def test_the_web_shows_and_finds_them(db: Path) -> None:
    with serving(db) as address:

        def get(path: str, language: str = "zh") -> str:
            with urlopen(f"{address}archive/{path}{'&' if '?' in path else '?'}_lang={language}", timeout=30) as answer:
                return str(answer.read().decode())

        shown = get("articles/1")
        assert (
            shown.index("水位回落之后")
            < shown.index("<h1>关于渡口3号航线复航的通知</h1>")
            < shown.index("首日运送学生三百人次")
        )
        assert f"q={quote('number:')}" in shown.replace("number%3A", quote("number:"))
        for word in ("文号", "石政办发[2024]3 号", "索引号", "01042-3", "附件", "航班表"):
            assert word in shown
        assert "Document no." in get("articles/1", "en")
        assert "通知：石政办发[2024]3 号[EB/OL]" in get("articles/1/cite.gbt")
        assert json.loads(get("articles/1/cite.csl"))[0]["number"] == "石政办发[2024]3 号"
        assert "number" not in json.loads(get("articles/3/cite.csl"))[0]
        results = get(f"search?q={quote('文号:石政办发〔2024〕3号')}")
        assert "关于渡口3号航线复航的通知" in results
        assert "石政办发[2024]3 号" in results
        assert "13号航线" not in results
        for language, example in (("zh", "文号:国发〔2026〕3号"), ("en", "number:国发〔2026〕3号")):
            assert example in get("search", language)
        hits = json.loads(get(f"search.json?q={quote('索引号:01042-13')}"))["hits"]
        assert [hit["document_number"] for hit in hits] == ["石政办发[2024]13 号"]
