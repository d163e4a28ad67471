"""The article that this project was described with, imported from plain text as it lies in the corpus."""

import json

import pytest

from pipelines.article import Removal, Repair
from pipelines.clean import restore
from pipelines.repair import undo
from tests.helpers import SHARED, Imported, import_into, needs

SEED = SHARED / "seed" / "000_775551847921a0b1.txt"
pytestmark = needs("seed", SEED.name)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_into(tmp_path_factory.mktemp("seed"), SEED)


def _expected() -> dict[str, object]:
    return json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))


def test_every_field_is_as_expected(seed: Imported) -> None:
    assert seed.exit_code == 0, seed.output
    (article,) = seed.rows("SELECT * FROM articles")
    article["keywords"] = [row["keyword"] for row in seed.rows("SELECT keyword FROM keywords")]
    expected = _expected()
    assert {name: article[name] for name in expected} == expected


def test_what_was_taken_off_is_in_removed(seed: Imported) -> None:
    kinds = {row["kind"]: row["text"] for row in seed.rows("SELECT kind, text FROM removed")}
    assert "陳媛媛" in kinds["editor_line"]
    assert "020020030100000000000000011100001210457253" in kinds["tracking_number"]
    assert {"title", "page_header", "keywords_line", "counter", "comment_notice", "recommendations"} <= kinds.keys()


def test_every_reading_and_the_shifted_run_are_in_repairs(seed: Imported) -> None:
    mended = seed.rows("SELECT kind, before, after FROM repairs")
    assert any(row["kind"] == "shifted_bytes" and "的試金石和磨刀石" in row["after"] for row in mended)
    assert all(row["after"] == "" and row["before"].startswith("(") for row in mended if row["kind"] == "reading")


def test_text_removed_and_repairs_give_the_file_back(seed: Imported) -> None:
    (article,) = seed.rows("SELECT text FROM articles")
    removed = [Removal(**row) for row in seed.rows("SELECT position, kind, text, rule FROM removed ORDER BY rowid")]
    repairs = seed.rows("SELECT position, kind, before, after FROM repairs ORDER BY position")
    extracted = undo(restore(article["text"], removed), tuple(Repair(**row) for row in repairs))
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    assert [line for line in extracted.split("\n") if line] == [line for line in lines if line]


def test_importing_twice_changes_nothing(seed: Imported) -> None:
    tables = ("articles", "revisions", "events", "removed", "repairs")
    before = {table: len(seed.rows(f"SELECT 1 FROM {table}")) for table in tables}
    assert "1 unchanged" in import_into(seed.folder, SEED).output
    assert {table: len(seed.rows(f"SELECT 1 FROM {table}")) for table in tables} == before
    assert [row["outcome"] for row in seed.rows("SELECT outcome FROM fetches ORDER BY id")] == ["new", "unchanged"]
