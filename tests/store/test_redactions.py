"""Decisions are found by address, by the id that an article had, and by the digests of its content."""

from contextlib import closing
from pathlib import Path

import pytest

from cundang.store.redactions import Redaction, find_redaction, find_redaction_of_article, read_redactions
from cundang.store.schema import open_archive

URL = "http://example.org/2026/fish.html"
ROW = (
    "INSERT INTO redactions(url, article_id, level, reason, decided_at, lifted_at) VALUES (?, 7, 'hidden', 'r', '', ?)"
)


@pytest.fixture
def found(tmp_path: Path):  # type: ignore[no-untyped-def]
    with closing(open_archive(tmp_path / "a.db")) as db:
        db.execute(ROW, (URL, "2026-11-20"))
        db.execute(ROW, (URL, None))
        db.execute("INSERT INTO redacted_digests VALUES ('old', 1), ('new', 2)")
        yield db.conn


def test_a_decision_is_found_while_it_holds(found) -> None:  # type: ignore[no-untyped-def]
    def number(decision: Redaction | None) -> int | None:
        return decision and decision.id

    assert number(find_redaction(found, URL)) == number(find_redaction_of_article(found, 7)) == 2
    assert number(find_redaction(found, "http://example.org/other.html")) is None
    assert number(find_redaction(found, "http://example.org/other.html", ["x", "new"])) == 2
    assert number(find_redaction(found, "http://example.org/other.html", ["old"])) is None
    assert [each.lifted_at for each in read_redactions(found)] == ["2026-11-20", None]
