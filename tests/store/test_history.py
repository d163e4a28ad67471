"""The history of an article is made from all that was seen of it, whatever the order in which it came."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from cundang.model.article import COMPARED
from cundang.model.page import Page
from cundang.model.publisher import Publishers
from cundang.store import absence
from cundang.store.rows import Rows
from cundang.store.schema import DERIVED
from cundang.store.session import Session
from cundang.store.sightings import Sighting, select_revisions
from exchange.merge.archives import merge
from pipelines import line
from tests.helpers.databases import change, rows
from tests.helpers.pages import page
from upkeep.rebuild import rebuild
from upkeep.verify import verify

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "http://news.example.com/2026/03/01/a.html"
WORDS = {"甲": "柳树", "乙": "杨树", "丙": "槐树槐树"}  # one of them makes a longer text
SHOWN = f"SELECT url, state, first_seen_at, last_seen_at, changed_at, {', '.join(COMPARED)} FROM articles ORDER BY url"
VERSIONS = """
    SELECT number, fetched_at, imported_at, text FROM revisions ORDER BY number
"""
EVENTS = "SELECT at, kind, detail FROM events ORDER BY at, kind, detail"


def seen(word: str, second: int, is_sighting: bool = True) -> Page:
    """The article as it was seen at a second after noon, or as it was imported then."""
    tree = WORDS[word]
    body = (
        f"<!doctype html><html><head><title>河边的树</title></head><body><h1>河边的树</h1><p>河边有一棵{tree}，树下有人在下棋，"
        "旁边有人在看，还有孩子在跑。</p><p>午后下了一场雨，雨下得很大，路上没有行人，只有一只猫。</p></body></html>"
    )
    at = NOON + timedelta(seconds=second)
    return replace(page(body, "text/html; charset=utf-8", URL, at, status=0), is_sighting=is_sighting)


def made(folder: Path, name: str, *pages: Page) -> Path:
    """An archive into which pages came in this order."""
    db = folder / f"{name}.db"
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as opened:
        for each in pages:
            line.run(opened, [each])
        opened.end("finished")
    return db


def told(db: Path) -> list[object]:
    """What an archive says of its articles, but for ids and where the raw pages are."""
    return [rows(db, sql) for sql in (SHOWN, VERSIONS, EVENTS)]


def versions(db: Path) -> list[tuple[str | None, str]]:
    """The versions, each as the seconds after noon (None: no time) and its word."""
    found = rows(db, VERSIONS)
    words = {tree: word for word, tree in WORDS.items()}
    return [(row.fetched_at and row.fetched_at[17:19], words[row.text[5 : row.text.index("，")]]) for row in found]


PAGES = st.lists(st.tuples(st.sampled_from(sorted(WORDS)), st.integers(0, 3), st.booleans()), min_size=1, max_size=5)


@settings(deadline=None, phases=[Phase.explicit])  # an example takes seconds; the order is tested with many below
@given(PAGES, st.randoms(use_true_random=False))
@example([("甲", 0, True), ("甲", 2, True), ("乙", 2, True), ("丙", 1, True)], None)  # two of one second, one between
@example([("乙", 1, True), ("甲", 1, True)], None)
@example([("甲", 1, False), ("甲", 2, True), ("乙", 0, True), ("甲", 3, False)], None)
def test_import_merge_and_rebuild_make_one_history_in_any_order(pages: list[tuple[str, int, bool]], random) -> None:  # type: ignore[no-untyped-def]
    def mixed() -> list[Page]:
        order = pages[::-1]
        if random:
            random.shuffle(order)
        undated = iter(
            sorted((each for each in order if not each[2]), key=lambda each: each[1])
        )  # no clock lets a later import come first
        return [seen(*(each if each[2] else next(undated))) for each in order]

    with TemporaryDirectory() as place:
        folder, names = Path(place), count()
        expected = told(made(folder, "first", *(seen(*each) for each in pages)))
        other = made(folder, "other", *mixed())
        assert told(other) == expected
        singles = [made(folder, f"single{next(names)}", each) for each in mixed()]
        merged = folder / "merged.db"
        merge(merged, folder / "merged.warc", [(db, db.with_suffix(".warc")) for db in singles], Publishers())
        assert told(merged) == expected
        ids = [rows(merged, f"SELECT id, {key}") for key in IDS]
        rebuild(merged, merged.with_suffix(".warc"), Publishers, cores=1)
        assert told(merged) == expected
        assert [rows(merged, f"SELECT id, {key}") for key in IDS] == ids
        assert verify(merged, merged.with_suffix(".warc")).faults == []
        anew = folder / "anew.db"
        rebuild(anew, other.with_suffix(".warc"), Publishers, cores=1)
        assert told(anew) == expected


IDS = ("url FROM articles", "fetched_at, text FROM revisions ORDER BY id", "at, kind FROM events ORDER BY id")


def make_sighting(fetched_at: str | None, imported_at: str | None, text: str) -> Sighting:
    row = dict.fromkeys(COMPARED) | {"text": text, "fetched_at": fetched_at, "imported_at": imported_at}
    return Sighting(None, row | {"extractor": "", "warc_file": None, "warc_offset": None})


SIGHTINGS = st.lists(
    st.one_of(
        st.builds(make_sighting, st.sampled_from(["1", "2", "3"]), st.none(), st.sampled_from("abc")),
        st.builds(make_sighting, st.none(), st.sampled_from(["1", "2", "3"]), st.sampled_from("abc")),
    ),
    max_size=8,
)


@given(SIGHTINGS, st.randoms(use_true_random=False))
def test_revisions_follow_from_the_set_of_sightings(sightings: list[Sighting], random) -> None:  # type: ignore[no-untyped-def]
    selected = select_revisions(sightings)
    mixed = [*sightings, *sightings]
    random.shuffle(mixed)
    assert [each.place for each in select_revisions(mixed)] == [each.place for each in selected]
    times = [each.row["fetched_at"] for each in selected]
    undated = times.count(None)
    assert times == [None] * undated + sorted(time for time in times if time)
    texts = [each.row["text"] for each in selected]
    assert all(before != after for before, after in pairwise(texts))
    dated = {each.row["text"] for each in sightings if each.row["fetched_at"]}
    assert not dated & {*texts[:undated]}
    assert {*texts} == {each.row["text"] for each in sightings}
    last = {each.row["text"] for each in sightings if dated and each.row["fetched_at"] == max(filter(None, times))}
    assert not dated or texts[-1] in last


def test_a_page_without_a_time_is_no_sighting(tmp_path: Path) -> None:
    db = made(tmp_path, "a", seen("甲", 5, is_sighting=False))
    assert rows(db, "SELECT first_seen_at, last_seen_at, changed_at FROM articles") == [(None, None, None)]
    assert rows(db, "SELECT fetched_at, imported_at FROM revisions") == [(None, "2026-03-01T12:00:05+00:00")]
    assert rows(db, "SELECT at, kind FROM events") == [(None, "new")]
    assert rows(db, "SELECT fetched_at, sighting FROM fetches") == [("2026-03-01T12:00:05+00:00", 0)]
    made(
        tmp_path, "a", seen("乙", 9, is_sighting=False)
    )  # one that was imported later is shown, and nobody edited it then
    assert versions(db) == [(None, "甲"), (None, "乙")]
    assert rows(db, "SELECT text LIKE '%杨树%', last_seen_at FROM articles") == [(1, None)]
    assert rows(db, "SELECT at, kind FROM events") == [(None, "new"), (None, "edited")]
    made(tmp_path, "a", seen("丙", 2))  # a time that is known goes before
    assert versions(db) == [(None, "甲"), (None, "乙"), ("02", "丙")]
    made(tmp_path, "a", seen("甲", 3, is_sighting=False), seen("乙", 1))
    assert versions(db) == [(None, "甲"), ("01", "乙"), ("02", "丙")]
    shown = "SELECT text LIKE '%槐树%', first_seen_at, last_seen_at, changed_at FROM articles"
    first, second = "2026-03-01T12:00:01+00:00", "2026-03-01T12:00:02+00:00"
    assert rows(db, shown) == [(1, first, second, second)]


def test_the_record_of_a_page_without_a_time_says_so(tmp_path: Path) -> None:
    db = made(tmp_path, "a", seen("甲", 5, is_sighting=False), seen("乙", 7))
    expected = told(db)
    db.unlink()
    rebuild(db, db.with_suffix(".warc"), Publishers, cores=1)
    assert told(db) == expected
    assert rows(db, "SELECT sighting FROM fetches ORDER BY id") == [(0,), (1,)]


def test_the_same_page_without_a_time_is_kept_once(tmp_path: Path) -> None:
    db = made(
        tmp_path, "a", *(seen("甲", second, is_sighting=False) for second in (1, 2, 3)), seen("甲", 4), seen("甲", 5)
    )
    assert rows(db, "SELECT count(*), count(DISTINCT warc_offset) FROM fetches") == [(5, 3)]


def test_what_was_not_seen_today_does_not_bring_an_article_back(tmp_path: Path) -> None:
    db = made(tmp_path, "a", seen("甲", 1))
    with closing(Rows(db, Publishers())) as opened, opened.transaction():
        absence.mark_gone(opened, 1, "2026-03-01T12:00:30+00:00")
        opened.connection.execute("INSERT INTO absences VALUES (1, 1, '2026-03-01T12:00:30+00:00', 'HTTP 404')")
    made(tmp_path, "a", seen("乙", 50, is_sighting=False), seen("乙", 20))
    assert rows(db, "SELECT state FROM articles") == [("gone",)]
    assert rows(db, "SELECT count(*) FROM absences") == [(1,)]
    made(tmp_path, "a", seen("乙", 40))
    assert rows(db, "SELECT state FROM articles") == [("live",)]
    assert rows(db, "SELECT count(*) FROM absences") == [(0,)]
    assert rows(db, "SELECT at FROM events WHERE kind = 'restored'") == [("2026-03-01T12:00:40+00:00",)]


def test_ids_are_never_given_again(tmp_path: Path) -> None:
    db = made(tmp_path, "a", seen("甲", 1), replace(seen("乙", 2), url=URL.replace("a.html", "b.html")))
    assert rows(db, "SELECT id FROM articles ORDER BY id") == [(1,), (2,)]
    for table in ("removed", "repairs", *DERIVED):
        change(db, f"DELETE FROM {table}")
    for table, column in (
        ("events", "article_id"),
        ("revisions", "article_id"),
        ("fts_state", "article_id"),
        ("articles", "id"),
    ):
        change(db, f"DELETE FROM {table} WHERE {column} = 2")
    change(db, "DELETE FROM fetches WHERE url LIKE '%b.html'")
    made(tmp_path, "a", replace(seen("乙", 3), url=URL.replace("a.html", "c.html")))
    assert rows(db, "SELECT id FROM articles ORDER BY id") == [(1,), (3,)]
    assert rows(db, "SELECT id, article_id FROM events ORDER BY id") == [(1, 1), (3, 3)]
    rebuild(db, db.with_suffix(".warc"), Publishers, cores=1)  # b.html is back, from its raw page
    assert rows(db, "SELECT id, substr(url, -6) FROM articles ORDER BY id") == [
        (1, "a.html"),
        (3, "c.html"),
        (4, "b.html"),
    ]
    assert rows(db, "SELECT id, article_id FROM revisions ORDER BY id") == [(1, 1), (3, 3), (4, 4)]


@pytest.mark.parametrize("second", [0, 1])
def test_a_revision_that_is_found_older_keeps_its_id(tmp_path: Path, second: int) -> None:
    db = made(tmp_path, "a", seen("甲", 5), seen("乙", 7))
    made(tmp_path, "a", seen("甲", second))
    assert [(row.id, row.fetched_at[17:19]) for row in rows(db, "SELECT * FROM revisions ORDER BY number")] == [
        (1, f"0{second}"),
        (2, "07"),
    ]
    assert rows(db, "SELECT id, kind FROM events ORDER BY id") == [(1, "new"), (2, "edited")]
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_revision_that_leaves_takes_what_was_removed_with_it(tmp_path: Path) -> None:
    first, second = (
        replace(each, body=each.body.replace("一只猫。</p>".encode(), "一只猫。</p><p>责任编辑：林晓岚</p>".encode()))
        for each in (seen("甲", 60), seen("甲", 0))
    )
    db = made(tmp_path, "archive", first, seen("乙", 90), second)
    assert rows(db, "SELECT count(*), count(DISTINCT revision_id) FROM removed WHERE kind = 'editor_line'") == [(1, 1)]
    assert rows(db, "SELECT fetched_at FROM revisions ORDER BY number") == [
        ("2026-03-01T12:00:00+00:00",),
        ("2026-03-01T12:01:30+00:00",),
    ]
    assert rows(db, "PRAGMA foreign_key_check") == []
