"""The article that this project was described with, imported from plain text as it lies in the corpus."""

import json
from pathlib import Path

import pytest

from cundang.model.article import Removal, Repair
from pipelines.clean import restore
from pipelines.decode import decode
from pipelines.extract import extract
from pipelines.repair import undo
from tests.helpers.databases import rows
from tests.helpers.pages import page
from tests.helpers.paths import shared
from tests.helpers.programs import archive

FILE = "seed/000_775551847921a0b1.txt"


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("seed") / "archive.db"
    done = archive("import", shared(FILE), "--db", db)
    assert done.returncode == 0, done.stderr
    return db


def _extracted() -> str:
    """What extraction gives for the file, before anything is mended or moved out."""
    return extract(decode(page(shared(FILE).read_bytes(), "text/plain")).text, "file:seed.txt").text


def _repairs(db: Path) -> tuple[Repair, ...]:
    return tuple(
        Repair(*row) for row in rows(db, "SELECT position, kind, before, after FROM repairs ORDER BY position")
    )


def test_every_field_is_as_expected(seed: Path) -> None:
    (row,) = rows(seed, "SELECT * FROM articles")
    article = row._asdict()
    article["keywords"] = [row.keyword for row in rows(seed, "SELECT keyword FROM keywords")]
    expected = json.loads(shared("seed/expected.json").read_text(encoding="utf-8"))
    assert {name: article[name] for name in expected} == expected


def test_what_was_taken_off_is_in_removed(seed: Path) -> None:
    kinds = {row.kind: row.text for row in rows(seed, "SELECT kind, text FROM removed")}
    assert "陳媛媛" in kinds["editor_line"]
    assert "020020030100000000000000011100001210457253" in kinds["tracking_number"]
    assert {"title", "page_header", "keywords_line", "counter", "comment_notice", "recommendations"} <= kinds.keys()


def test_every_reading_and_the_shifted_run_are_in_repairs(seed: Path) -> None:
    mended, extracted = _repairs(seed), _extracted()
    assert any(one.kind == "shifted_bytes" and "的試金石和磨刀石" in one.after for one in mended)
    readings = [one for one in mended if one.kind == "reading"]
    assert all(one.after == "" and one.before.startswith("(") for one in readings)
    assert len(readings) >= 236
    assert len({extracted[one.position - 1] for one in readings}) >= 43
    assert all(extracted.startswith(one.before, one.position) for one in mended)


def test_text_removed_and_repairs_give_the_extracted_text_back(seed: Path) -> None:
    (article,) = rows(seed, "SELECT text FROM articles")
    removed = [Removal(*row) for row in rows(seed, "SELECT position, kind, text, rule FROM removed ORDER BY rowid")]
    mended = restore(article.text, removed)
    assert all(mended.startswith(one.text, one.position) for one in removed)
    assert undo(mended, _repairs(seed)) == _extracted()


def test_nothing_of_the_file_but_its_layout_is_lost_in_extraction() -> None:
    lines = [line.strip() for line in shared(FILE).read_text(encoding="utf-8").splitlines()]
    assert [line for line in _extracted().split("\n") if line] == [line for line in lines if line]


def test_importing_twice_changes_nothing(seed: Path) -> None:
    tables = ("articles", "revisions", "events", "removed", "repairs")
    before = {table: rows(seed, f"SELECT * FROM {table} ORDER BY rowid") for table in tables}
    assert "1 unchanged" in archive("import", shared(FILE), "--db", seed).stdout
    after = {table: rows(seed, f"SELECT * FROM {table} ORDER BY rowid") for table in tables}
    for tables_of in (before, after):
        tables_of["articles"] = [row._replace(last_seen_at="") for row in tables_of["articles"]]
    assert after == before
    assert [row.outcome for row in rows(seed, "SELECT outcome FROM fetches ORDER BY id")] == ["new", "unchanged"]
