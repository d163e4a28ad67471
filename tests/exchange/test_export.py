"""`archive export`: complete, lossless where it says so, a file that appears when it is whole."""

import csv
import json
import sqlite3
import subprocess
from pathlib import Path

import pyarrow.parquet
import pytest

from cundang.model.errors import UsageError
from cundang.store.data_dictionary import describe_columns
from exchange.export import INDEX, Request, export
from tests.helpers.databases import change, content, copy_of, rows
from tests.helpers.programs import archive

HARD = [  # values that a careless writer loses
    "", "=1+1", "+x", "-x", "@x", "\tx", "＝1+1", "a,b;c", 'say "hi"', "a\nb", "a\r\nb", "𠀀 𫝀", "nul\0nul", "'", "\u2028", "NULL",
]  # fmt: skip


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    copy = copy_of(demo_archive, tmp_path)
    for number, value in enumerate(HARD, 1):
        change(copy, "UPDATE articles SET title = ?, section = ? WHERE id = ?", value, value, number)
    change(copy, "UPDATE articles SET section = NULL WHERE id = 20")
    return copy


def parsed(text: str) -> list[list[str | None]]:
    """CSV as RFC 4180 has it; nothing between two commas is None. Python 3.11's csv cannot tell it from \"\"."""
    out: list[list[str | None]] = [[]]
    place = 0
    while place < len(text):
        if text[place] == '"':
            end = place + 1
            while text[end] != '"' or text[end : end + 2] == '""':
                end += 2 if text[end] == '"' else 1
            value: str | None = text[place + 1 : end].replace('""', '"')
            end += 1
        else:
            end = min(i for i in (text.find(",", place), text.find("\r\n", place)) if i >= 0)
            value = text[place:end] or None
        out[-1].append(value)
        if text[end] == ",":
            place = end + 1
        else:
            out.append([])
            place = end + 2
    return out[:-1]


def test_csv_is_lossless(db: Path, tmp_path: Path) -> None:
    assert export(db, tmp_path / "a.csv", "csv") == 66
    header, *written = parsed((tmp_path / "a.csv").read_bytes().decode())
    names = [column.name for column in describe_columns() if column.table == "articles"]
    assert header == [*names, "keywords", "people", "images", "attachments"]
    wanted = rows(db, f"SELECT {', '.join(names)} FROM articles ORDER BY id")
    assert [tuple(row[: len(names)]) for row in written] == [
        tuple(None if value is None else str(value) for value in row) for row in wanted
    ]


def test_the_spreadsheet_has_a_mark_no_formulas_and_short_cells(db: Path, tmp_path: Path) -> None:
    change(db, "UPDATE articles SET text = ? WHERE id = 30", "长" * 40_000)
    export(db, tmp_path / "a.csv", "spreadsheet")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert len(table) == 66
    assert [row["title"] for row in table[1:7]] == ["'=1+1", "'+x", "'-x", "'@x", "'\tx", "'＝1+1"]
    assert all(len(value) <= 32_767 for row in table for value in row.values())
    assert table[29]["text"].endswith("…")


def test_json_lines_have_lists(db: Path, tmp_path: Path) -> None:
    export(db, tmp_path / "a.jsonl", "jsonl")
    values = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert [value["title"] for value in values[: len(HARD)]] == HARD
    for value in values:
        assert value["keywords"] == [
            k for (k,) in rows(db, "SELECT keyword FROM keywords WHERE article_id = ?", value["id"])
        ]
        assert [image["url"] for image in value["images"]] == [
            url for (url,) in rows(db, "SELECT url FROM images WHERE article_id = ? ORDER BY position", value["id"])
        ]


def test_parquet_has_types(db: Path, tmp_path: Path) -> None:
    export(db, tmp_path / "a.parquet", "parquet")
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert table.num_rows == 66
    assert str(table.schema.field("characters").type) == "int64"
    assert table.column("title").to_pylist()[: len(HARD)] == HARD
    export(
        db,
        tmp_path / "b.parquet",
        "parquet",
        Request(sql="SELECT count(*) AS n, avg(characters) AS mean FROM articles"),
    )
    assert pyarrow.parquet.read_table(tmp_path / "b.parquet").to_pylist()[0]["n"] == 66


def test_the_dump_restores_in_the_shell_and_in_python_and_goes_round(db: Path, tmp_path: Path) -> None:
    dump = tmp_path / "a.sql"
    export(db, dump, "sql")
    with dump.open("rb") as script:
        subprocess.run(["sqlite3", tmp_path / "shell.db"], stdin=script, check=True)
    connection = sqlite3.connect(tmp_path / "python.db")
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    index = [name for name in content(db) if name.startswith((*INDEX, "sqlite_"))]
    for copy in ("shell.db", "python.db"):
        assert content(tmp_path / copy, *index) == content(db, *index)
        export(tmp_path / copy, tmp_path / "b.sql", "sql")
        assert (tmp_path / "b.sql").read_bytes() == dump.read_bytes()
        for form in ("csv", "jsonl"):
            export(db, tmp_path / "x", form)
            export(tmp_path / copy, tmp_path / "y", form)
            assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()


def test_of_a_search_of_a_table_of_a_query(demo_archive: Path, tmp_path: Path) -> None:
    def exported(**wanted: str) -> list[dict[str, object]]:
        export(demo_archive, tmp_path / "a", "jsonl", Request(**wanted))
        return [json.loads(line) for line in (tmp_path / "a").read_text(encoding="utf-8").splitlines()]

    found = exported(search="卫生室")
    assert found
    assert all("卫生室" in f"{each['title']}{each['text']}" for each in found)
    assert len(exported(table="fetches")) == rows(demo_archive, "SELECT count(*) FROM fetches")[0][0]
    for (table,) in rows(
        demo_archive, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr"
    ):
        assert len(exported(table=table)) == rows(demo_archive, f"SELECT count(*) FROM {table}")[0][0]
    assert exported(sql="SELECT site, count(*) AS n FROM articles GROUP BY site") == [{"site": "demo", "n": 66}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sql", "SELEC 1"], "--sql: near"),
        (["--sql", "DELETE FROM articles"], "readonly"),
        (["--sql", "SELECT 1; SELECT 2"], "one statement"),
        (["--sql", "SELECT 1 AS a, 2 AS a"], "two columns have the same name"),
        (["--table", "articles; DROP TABLE articles"], "no such table"),
        (["--search", "，。"], "there is no word to search for"),
        (["--format", "sql", "--table", "urls"], "an SQL dump holds the whole archive"),
        (["--format", "parquet", "--sql", "SELECT 1 AS a UNION ALL SELECT 'x'"], "several types"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(
    demo_archive: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("as before")
    done = archive("export", "--db", demo_archive, "--output", out / "a.csv", *options)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in out.iterdir()] == ["a.csv"]
    assert (out / "a.csv").read_text() == "as before"


def test_a_full_disk_leaves_nothing(demo_archive: Path, tmp_path: Path) -> None:
    done = archive("export", "--db", demo_archive, "--output", tmp_path / "a.csv", largest_file=50_000)
    assert done.returncode == 1
    assert "nothing half-written stays" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["jsonl", "parquet", "sql"])
def test_a_full_disk_in_any_format_leaves_what_was_there(demo_archive: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "a"
    out.write_text("as before")
    done = archive("export", "--format", form, "--db", demo_archive, "--output", out, largest_file=50_000)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert f"{out}: cannot be written" in done.stderr
    assert "make room" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert out.read_text() == "as before"


NO_ARCHIVES = {
    "text": (b"only text", "it has no header of SQLite"),
    "other": ("CREATE TABLE t(x)", "no archive of ours"),
    "newer": ("PRAGMA user_version = 99", "update this software"),
}


@pytest.mark.parametrize("kind", NO_ARCHIVES)
@pytest.mark.parametrize(
    "command",
    [["export"], ["snapshot"], ["rebuild"], ["rebuild", "--dry-run"], ["verify"], ["merge", "good"], ["reindex"]],
)
def test_what_is_no_archive_is_left_alone(demo_archive: Path, tmp_path: Path, command: list[str], kind: str) -> None:
    good = copy_of(demo_archive, tmp_path, "good")
    made, said = NO_ARCHIVES[kind]
    db = copy_of(demo_archive, tmp_path, "bad")
    if kind != "newer":
        db.unlink()
    db.write_bytes(made) if isinstance(made, bytes) else change(db, made)
    before = db.read_bytes()
    done = archive(*(good if word == "good" else word for word in command), "--db", db)
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr
    assert db.read_bytes() == before
    assert [path for path in tmp_path.glob(".*") if path.name.endswith(".making")] == []


def test_an_ending_that_no_format_has_is_not_csv_in_silence(demo_archive: Path, tmp_path: Path) -> None:
    done = archive("export", "--db", demo_archive, "--output", tmp_path / "a.ods")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--format" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert archive("export", "--db", demo_archive, "--output", tmp_path / "a.txt", "--format", "csv").returncode == 0


def test_no_such_folder(demo_archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        export(demo_archive, tmp_path / "no" / "a.csv", "csv")
