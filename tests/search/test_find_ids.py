"""The orders of a search, and the hits beside a hit."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from cundang.search.fold import load_fold
from cundang.search.query import parse_query
from cundang.search.results import ORDERS, find_ids
from datasette_config.asking import find_neighbours


@pytest.fixture(scope="module")
def db(aged_archive: Path) -> Iterator[sqlite3.Connection]:
    """The archive, with two articles of which no day is known."""
    connection, archive = sqlite3.connect(":memory:"), sqlite3.connect(aged_archive)
    archive.backup(connection)
    archive.close()
    connection.execute("UPDATE articles SET published_at = NULL WHERE id IN (4, 11)")
    yield connection
    connection.close()


def test_oldest_is_newest_the_other_way_but_for_those_without_a_day(db: sqlite3.Connection) -> None:
    query = parse_query("湖", load_fold(db), db)
    newest, oldest = (find_ids(db, query, 1000, 0, order).ids for order in ("newest", "oldest"))
    days = dict(db.execute("SELECT id, published_at FROM articles"))
    dated = [number for number in newest if days[number]]
    assert len(newest) > len(dated) > 5, "an article without a day shows where those go"
    assert [number for number in oldest if days[number]] == dated[::-1]
    assert all(days[number] is None for number in (*newest[len(dated) :], *oldest[len(dated) :]))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("walked", [False, True])
def test_neighbours_are_the_hits_beside_a_hit(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, order: str, walked: bool
) -> None:
    monkeypatch.setattr("cundang.search.results._STEP", 0 if walked else 10**9)
    query = parse_query("湿地", load_fold(db), db)
    ids = find_ids(db, query, 1000, 0, order).ids
    assert len(set(ids)) == len(ids) > 5
    for at in (1, 2, 3, len(ids) - 1, len(ids)):
        before = ids[at - 2] if at > 1 else None
        after = ids[at] if at < len(ids) else None
        assert find_neighbours(db, query, order, at) == (before, after, len(ids)), at
    for at in (-1, 0, len(ids) + 1, len(ids) + 2, 10**9):
        assert find_neighbours(db, query, order, at) == (None, None, len(ids)), at
