"""What a user types, and what it finds; the truth is a plain test on the texts."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cundang.search.facets import count_facets
from cundang.search.fold import Fold, load_fold
from cundang.search.query import make_match, parse_query
from cundang.search.results import TOO_COMMON, search
from cundang.search.tokenize import tokenize
from cundang.text.fold import fold
from tests.helpers.programs import archive

Row = dict[str, str]
LONG = 1_000


@pytest.fixture(scope="module")
def db(aged_archive: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(aged_archive)
    yield connection
    connection.close()


def found(db: sqlite3.Connection, text: str) -> set[int]:
    table = load_fold(db)
    return {hit.id for hit in search(db, parse_query(text, table, db), table, LONG).hits}


def truth(db: sqlite3.Connection, wanted: Callable[[sqlite3.Row], bool]) -> set[int]:
    db.row_factory = sqlite3.Row
    rows = db.execute("SELECT * FROM articles").fetchall()
    db.row_factory = None
    return {row["id"] for row in rows if wanted(row)}


def whole(row: sqlite3.Row) -> str:
    return fold(f"{row['title']}\n{row['text']}")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("湿地 公园", lambda row: "湿地" in whole(row) and "公园" in whole(row)),
        ("濕地", lambda row: "湿地" in whole(row)),
        ("湿地 OR 小学", lambda row: "湿地" in whole(row) or "小学" in whole(row)),
        ("湖 -公园", lambda row: "湖" in whole(row) and "公园" not in whole(row)),
        ("title:湿地", lambda row: "湿地" in fold(row["title"])),
        ("标题：湿地", lambda row: "湿地" in fold(row["title"])),
        ("source:日报", lambda row: "日报" in (row["source_name"] or "")),
        ('source:"清淀日报"', lambda row: row["source_name"] == "清淀日报"),
        ("來源:清淀日報", lambda row: row["source_name"] == "清淀日报"),
        ("date:2024", lambda row: (row["published_at"] or "").startswith("2024")),
        ("湖 date:2019-11", lambda row: "湖" in whole(row) and (row["published_at"] or "").startswith("2019-11")),
        ("since:2024 until:2025-06", lambda row: "2024" <= (row["published_at"] or "") < "2025-07"),
        ("湖 -site:demo", lambda row: False),
        ("site:demo -湖", lambda row: "湖" not in whole(row)),
        ("-state:live", lambda row: row["state"] == "gone"),
        ("湖 state:live", lambda row: "湖" in whole(row) and row["state"] == "live"),
        ("state:gone", lambda row: row["state"] == "gone"),
        ("水", lambda row: "水" in whole(row)),
    ],
)
def test_a_query_finds_what_it_says(db: sqlite3.Connection, query: str, wanted: Callable[[sqlite3.Row], bool]) -> None:
    expected = truth(db, wanted)
    assert found(db, query) == expected
    assert expected or "-site:demo" in query, "a query that finds nothing proves nothing"


@pytest.mark.parametrize("length", range(1, 9))
def test_recall_and_precision_are_those_of_a_substring_search(db: sqlite3.Connection, length: int) -> None:
    texts = {
        number: fold(f"{title}\n{text}") for number, title, text in db.execute("SELECT id, title, text FROM articles")
    }
    tried = 0
    for number in list(texts)[::6]:
        runs = "".join(c if "\u4e00" <= c <= "\u9fff" else " " for c in texts[number]).split()
        run = next((run for run in runs if len(run) >= length + 1), None)
        if run:
            word = run[1 : length + 1]
            assert found(db, f'"{word}"') == {n for n, text in texts.items() if word in text}, word
            tried += 1
    assert tried >= 8


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='湿地水a1"-:()*^{}+ORAND\u3000\x00site:date:title:“', max_size=40))
def test_nothing_that_is_typed_is_malformed(db: sqlite3.Connection, text: str) -> None:
    query = parse_query(text, load_fold(db), db)
    search(db, query, load_fold(db))
    count_facets(db, query) if query.is_searchable else None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("since:昨天", "date"),
        ("date:2024-13", "date"),
        ("湖 since:2023-02-29", "date"),
        ("湖 since: 2023", "empty"),
        ("-来源：", "empty"),
        ("-湿地", "nothing"),
        ("…", "nothing"),
    ],
)
def test_what_cannot_be_understood_is_said(db: sqlite3.Connection, text: str, hint: str) -> None:
    query = parse_query(text, load_fold(db), db)
    assert [kind for kind, _ in query.hints] == [hint]
    assert not query.is_searchable


def test_facets_count_what_was_found(db: sqlite3.Connection) -> None:
    query = parse_query("湖", load_fold(db), db)
    counted = count_facets(db, query)
    assert counted.counted == len(found(db, "湖"))
    for name, count in counted.values["source"]:
        assert len(found(db, f'湖 source:"{name}"')) == count
    for year, count in counted.values["year"]:
        assert len(found(db, f"湖 date:{year}")) == count
    assert sum(count for _, count in counted.months) == sum(count for _, count in counted.values["year"])


@pytest.mark.parametrize(("text", "is_walked"), [("湿地", True), ("的", False)])
def test_words_too_common_are_answered_by_newest(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str, is_walked: bool
) -> None:
    """A word is met on a walk; a single character, a prefix of the index, would be merged anew at every step of one."""
    query = parse_query(text, load_fold(db), db)
    ranked = search(db, query, load_fold(db), LONG)
    assert (ranked.order, ranked.too_common) == ("best", False)
    monkeypatch.setattr("cundang.search.results.TOO_COMMON", 10)
    monkeypatch.setattr("cundang.search.results._STEP", 0)
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    walked = search(db, query, load_fold(db), LONG)
    db.set_trace_callback(None)
    assert any("CROSS JOIN articles_fts" in sql for sql in asked) == is_walked
    assert (walked.order, walked.too_common) == ("newest", True)
    assert {hit.id for hit in walked.hits} == {hit.id for hit in ranked.hits}
    dates = [hit.published_at or "" for hit in walked.hits]
    assert dates == sorted(dates, reverse=True)
    assert TOO_COMMON > 10


def test_highlights_are_of_the_original_text(db: sqlite3.Connection) -> None:
    query = parse_query("濕地", load_fold(db), db)
    for hit in search(db, query, load_fold(db)).hits:
        marked = hit.title[1::2] + hit.snippet[1::2]
        assert marked, hit.id
        assert set(marked) <= {"湿地", "濕地"}


def test_a_plain_client_searches_by_pairs(db: sqlite3.Connection) -> None:
    """What the about page says of other programs."""
    plain = {
        row[0] for row in db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"湿地 地公 公园\"'")
    }
    assert plain == found(db, "湿地公园") != set()


def test_a_reading_does_not_part_a_word() -> None:
    assert tokenize("習(xí)近平", Fold([("習", "习")])).split() == ["习近", "近平", "平"]
    assert make_match("习近平", Fold([])) == '("习近 近平")'


def test_drift_of_the_index_is_found_and_mended(aged_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    with closing(sqlite3.connect(aged_archive)) as connection, connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    assert archive("reindex", "--check", "--db", copy).returncode == 0
    spoil = {
        "UPDATE articles SET text = text || '后加', sha256 = 'x' WHERE id = 3": "article 3",
        "UPDATE articles SET text = text || '暗改' WHERE id = 5": "改",  # the digest says nothing of it: the terms do
    }
    for change, told in spoil.items():
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute(change)
        checked = archive("reindex", "--check", "--db", copy)
        assert checked.returncode == 1
        assert told in checked.stderr
        assert archive("reindex", "--db", copy).returncode == 0
        assert archive("reindex", "--check", "--db", copy).returncode == 0
