"""The lines of a snapshot's README: each is run. Those for pandas, polars, R and DuckDB by `make proof-data`."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cundang.search.fold import load_fold
from cundang.search.query import parse_query
from cundang.search.results import make_ids_sql
from exchange.recipes import AS_TEXT, OPENING, SEARCH, SEARCHING
from exchange.snapshot import snapshot
from tests.helpers.programs import archive

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_OF_OTHERS = ("pandas", "polars")


@pytest.fixture(scope="module")
def place(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = snapshot(demo_archive, tmp_path_factory.mktemp("snapshots"), datetime(2026, 3, 1, tzinfo=UTC))
    subprocess.run(["gzip", "-dk", "archive.db.gz"], cwd=made, check=True)
    return made


def test_every_line_of_the_readme_that_needs_nothing_else_runs(place: Path) -> None:
    blocks = _BLOCK.findall((place / "README.md").read_text(encoding="utf-8"))
    assert [code.rstrip() for _, code in blocks] == [each.code.rstrip() for each in (*OPENING, *AS_TEXT, *SEARCHING)]
    programs = {"sh": ["sh", "-e", "-c"], "python": [sys.executable, "-c"]}
    ran = 0
    for language, code in blocks:
        if language in programs and not any(name in code for name in _OF_OTHERS):
            printed = code + ("print(found)" if "found" in code else "")
            commands = [*programs[language], printed.replace("gzip -dk", "gzip -dkf")]
            done = subprocess.run(commands, cwd=place, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert len(done.stdout) > 20, code
            ran += 1
    assert ran == 4


@pytest.mark.parametrize("word", ["湿地公园", "濕地公園", "湿地", "卫生室", "衛生室", "清淀新区", "湖", "没有这个词语"])
def test_search_sql_finds_what_the_archive_finds(place: Path, word: str) -> None:
    with closing(sqlite3.connect(place / "archive.db")) as connection:
        query = parse_query(word, load_fold(connection), connection)
        wanted = {row[0] for row in connection.execute(*make_ids_sql(query))}
        found = {row[0] for row in connection.execute(SEARCH.read_text(encoding="utf-8"), {"word": word})}
    assert found == wanted
    assert bool(found) == (word != "没有这个词语")


@pytest.mark.parametrize("word", ['"', "x' OR 1", "a", "", "著名", "合著书", "*", "湿\0地"])
def test_search_sql_is_never_malformed(place: Path, word: str) -> None:
    with closing(sqlite3.connect(place / "archive.db")) as connection:
        connection.execute(SEARCH.read_text(encoding="utf-8"), {"word": word}).fetchall()


def test_the_expression_that_is_printed_finds_in_any_program(place: Path) -> None:
    db = place / "archive.db"
    done = archive("search", "--db", db, "--print-match", "濕地公園 OR 卫生室")
    assert done.returncode == 0, done.stderr
    sql = f"SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '{done.stdout.strip()}'"
    shell = subprocess.run(["sqlite3", db, sql], capture_output=True, text=True, check=True)
    found = archive("search", "--db", db, "--json", "--limit", "1000", "濕地公園 OR 卫生室").stdout.splitlines()
    assert int(shell.stdout) == len(found) > 0
    done = archive("search", "--db", db, "--print-match", "湿地 site:demo")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_the_datapackage_says_that_long_numbers_are_text(place: Path) -> None:
    resources = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    (table,) = [each for each in resources if each["path"] == "articles.csv.gz"]
    types = {field["name"]: field["type"] for field in table["schema"]["fields"]}
    assert {types[name] for name in ("tracking_number", "content_id", "published_at", "keywords")} == {"string"}
    assert types["characters"] == "integer"
