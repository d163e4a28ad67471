"""The report of telephone and identity numbers: every version, each number once, one article in memory at a time."""

import json
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from cundang.text.personal_numbers import compute_check_digit
from tests.helpers.databases import change, copy_of, rows
from tests.helpers.programs import archive
from upkeep.personal_numbers import list_personal_numbers

IDENTITY = "11010119900307000" + compute_check_digit("11010119900307000")


@pytest.fixture
def db(aged_archive: Path, tmp_path: Path) -> sqlite3.Connection:
    with closing(sqlite3.connect(copy_of(aged_archive, tmp_path))) as connection:
        yield connection


def test_a_number_is_listed_once_with_where_it_stands(db: sqlite3.Connection) -> None:
    (article,) = db.execute("SELECT article_id FROM revisions WHERE number = 2 LIMIT 1").fetchone()
    before = list(list_personal_numbers(db))
    db.execute("UPDATE revisions SET text = text || '联系人 138 0000 1234' WHERE article_id = ?", (article,))
    db.execute("UPDATE revisions SET title = '13800001234' WHERE article_id = ? AND number = 2", (article,))
    db.execute("UPDATE articles SET kicker = '热线0312-2000000' WHERE id = ?", (article,))
    db.execute("INSERT INTO images(article_id, position, url, caption) VALUES (?, 99, 'x', ?)", (article, IDENTITY))
    found = [each for each in list_personal_numbers(db) if each not in before]
    told = {each.number.number: each for each in found}
    assert {number: each.places for number, each in told.items()} == {
        "13800001234": {"text": [1, 2], "title": [2]},
        "0312-2000000": {"kicker": []},
        IDENTITY: {"caption": []},
    }
    assert {each.article_id for each in found} == {article}
    (url,) = db.execute("SELECT url FROM articles WHERE id = ?", (article,)).fetchone()
    assert told["13800001234"].url == url
    assert told["13800001234"].masked == "138****1234"
    assert [each.number.kind for each in list_personal_numbers(db, ("mobile",)) if each not in before] == ["mobile"]


def test_what_cleaning_moved_out_is_searched_too(db: sqlite3.Connection) -> None:
    (revision,) = db.execute("SELECT revision_id FROM removed LIMIT 1").fetchone()
    db.execute("UPDATE removed SET text = '编辑电话13800001234' WHERE revision_id = ?", (revision,))
    (found,) = (each for each in list_personal_numbers(db) if each.number.number == "13800001234")
    assert "removed" in found.places


def test_memory_is_flat_and_progress_is_told(db: sqlite3.Connection) -> None:
    db.execute("UPDATE revisions SET text = text || '13800001234' || replace(hex(zeroblob(4000)), '0', '字')")
    told: list[tuple[int, int]] = []

    def measure() -> int:
        tracemalloc.start()
        assert sum(1 for _ in list_personal_numbers(db, report_progress=lambda *done: told.append(done))) > 60
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak = measure()
    (total,) = db.execute("SELECT count(*) FROM articles").fetchone()
    assert (told[0], told[-1]) == ((0, total), (total, total))
    assert peak < 500_000  # bytes; all texts together have twice as many


def test_the_command_lists_them_masked(aged_archive: Path, tmp_path: Path) -> None:
    db = copy_of(aged_archive, tmp_path)
    change(db, "UPDATE revisions SET text = text || '联系人13800001234，0312-2000000' WHERE article_id = 7")
    (url,) = rows(db, "SELECT url FROM articles WHERE id = 7")[0]
    done = archive("redact", "--report", "--kind", "mobile", "--db", db)
    assert done.returncode == 0
    assert done.stdout == f"7  mobile  138****1234  text 1  {url}\n"
    assert done.stderr.startswith("1 number; `archive redact ID")
    (told,) = map(
        json.loads, archive("redact", "--report", "--kind", "mobile", "--json", "--db", db).stdout.splitlines()
    )
    places = [{"in": "text", "versions": [1]}]
    assert told == {
        "article_id": 7, "url": url, "site": "demo", "kind": "mobile", "number": "138****1234", "places": places,
    }  # fmt: skip
    assert "13800001234" in archive("redact", "--report", "--unmasked", "--db", db).stdout


@pytest.mark.parametrize(
    "arguments", [("--report", "7"), ("--report", "--list"), ("--list", "--kind", "mobile"), ("--due", "--unmasked")]
)
def test_options_that_do_not_go_together_are_refused(aged_archive: Path, arguments: tuple[str, ...]) -> None:
    done = archive("redact", *arguments, "--db", aged_archive)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
