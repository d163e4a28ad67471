"""Archives of every version and of every older shape of version 1 are brought up to what today's version promises."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.model.errors import ArchiveError
from cundang.store import schema
from cundang.store.migrations import MIGRATIONS, Migration
from cundang.store.schema import VERSION, open_archive, open_readonly
from tests.helpers.databases import change, rows
from tests.helpers.programs import FORKS, archive
from tests.store.versions import ARTICLE, FIRST, OLDER, VERSIONS, check_use, digest_of, of_version, older

DIFFERENT = "the table articles has another column id"  # from any shape of version 1


@pytest.mark.parametrize("version", VERSIONS)
def test_an_archive_of_each_version_serves_as_any(tmp_path: Path, version: int) -> None:
    check_use(of_version(tmp_path, version))


@pytest.mark.parametrize("commit", OLDER)
def test_an_older_shape_of_version_1_is_brought_up(tmp_path: Path, commit: str) -> None:
    db = older(tmp_path, commit)
    assert digest_of(db) in MIGRATIONS
    check_use(db)


def test_all_older_shapes_are_here(tmp_path: Path) -> None:
    assert len(OLDER) == 9
    assert len({digest_of(older(tmp_path, commit)) for commit in OLDER} & {*MIGRATIONS}) == 9


def test_what_the_older_software_did_not_note_is_filled(tmp_path: Path) -> None:
    db = older(tmp_path, FIRST)
    first, second = (row[0] for row in rows(db, "SELECT url FROM urls WHERE kind = 'article' ORDER BY id LIMIT 2"))
    moved = "http://example.org/moved"
    times = "changed_at = '2026-11-08T00:00:00+00:00', last_seen_at = '2026-11-28T00:00:00+00:00'"
    change(db, f"UPDATE articles SET {times} WHERE url = ?", first)
    done = "INSERT INTO urls(url, site, kind, state, discovered_at) VALUES (?, 'demo', 'article', 'done', '')"
    change(db, done, moved)
    change(
        db, "INSERT INTO fetches(run_id, url, fetched_at, status, outcome) VALUES (1, ?, '', 301, 'redirect')", moved
    )
    repairs = rows(db, "SELECT * FROM repairs ORDER BY rowid")
    assert len(repairs) == 7
    open_archive(db).close()
    # half of the twenty days since it changed; of the others six hours
    assert rows(db, "SELECT next_try_at FROM urls WHERE url = ?", first) == [("2026-12-08T00:00:00+00:00",)]
    seen = "SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', last_seen_at, '+6 hours') FROM articles WHERE url = ?"
    assert rows(db, "SELECT next_try_at FROM urls WHERE url = ?", second) == rows(db, seen, second)
    assert rows(db, "SELECT count(*) FROM urls WHERE kind = 'list' AND next_try_at IS NOT NULL") == [(0,)]
    assert rows(db, "SELECT state FROM urls WHERE url = ?", moved) == [("pending",)]
    assert rows(db, "SELECT count(*) FROM urls WHERE kind = 'article' AND state = 'pending'") == [(1,)]
    named = rows(db, "SELECT site, source, day, count(*) FROM named GROUP BY 1, 2, 3")
    assert named == [("demo", "新闻", None, 2), ("demo", "首页", None, 3)]
    assert rows(db, "SELECT DISTINCT depth, hops, redirect_to FROM urls") == [(0, 0, None)]
    assert rows(db, "SELECT DISTINCT robots_id FROM fetches") == [(None,)]
    assert rows(db, "SELECT * FROM repairs ORDER BY rowid") == repairs
    assert rows(db, "SELECT count(*) > 100 FROM _dictionary") == [(1,)]
    assert rows(db, "PRAGMA foreign_key_check") == []
    with closing(open_archive(db)) as archive, pytest.raises(sqlite3.IntegrityError):
        archive.execute("INSERT INTO repairs VALUES (1, 0, 'of no kind', '', '')")


@pytest.mark.parametrize(
    "command", [["search", "清淀"], ["export", "--output", "out.csv"], ["serve", "--port", "0"], ["status"]]
)
def test_a_reader_of_an_older_shape_says_what_brings_it_up(tmp_path: Path, command: list[str]) -> None:
    db = older(tmp_path, "80765e0")
    before = db.read_bytes()
    words = [str(tmp_path / word) if "." in word else word for word in command]
    done = archive(*words, "--db", db)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{db}: not as schema {VERSION} promises ({DIFFERENT})" in done.stderr
    assert "any command that writes brings it up to date" in done.stderr
    assert db.read_bytes() == before
    assert archive("reindex", "--db", db).returncode == 0
    assert archive("search", "清淀", "--db", db).returncode == 0


def test_the_demo_looks_into_an_older_archive_before_it_makes_room(tmp_path: Path) -> None:
    done = archive("demo", "--no-serve", "--db", older(tmp_path, FIRST))
    assert done.returncode == 2
    assert "holds other sites (mirror.example.org)" in done.stderr


def test_verify_says_how_an_older_shape_differs_and_what_brings_it_up(tmp_path: Path) -> None:
    db = older(tmp_path, "80765e0")
    before = db.read_bytes()
    done = archive("verify", "--db", db)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1  # and all else is whole
    assert f"80765e0.db: not as schema {VERSION} promises ({DIFFERENT})" in done.stderr
    assert "any command that writes" in done.stderr
    assert "schema 1, 2 files" in done.stdout
    assert db.read_bytes() == before


def test_tables_that_are_made_anew_keep_their_rows_their_references_and_what_stands_on_them(tmp_path: Path) -> None:
    db = of_version(tmp_path, 1)
    change(db, "CREATE TABLE notes (article_id INTEGER REFERENCES articles(id), note TEXT)")
    change(db, "INSERT INTO notes VALUES (3, 'mine')")
    change(db, "CREATE INDEX by_title ON articles(title)")
    change(db, "CREATE TRIGGER seen AFTER UPDATE ON articles BEGIN INSERT INTO notes VALUES (new.id, 'changed'); END")
    columns = "id, article_id, number, fetched_at, title, text, sha256, found, warc_file, warc_offset"
    queries = (
        f"SELECT {ARTICLE} FROM articles ORDER BY id",
        f"SELECT {columns} FROM revisions ORDER BY id",
        "SELECT id, article_id, at, kind, json_extract(detail, '$.fields') AS fields FROM events ORDER BY id",
        "SELECT article_id, position, url, caption FROM images ORDER BY rowid",
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH '柳树' ORDER BY rowid",
        "SELECT name, sql FROM sqlite_master WHERE name IN ('notes', 'by_title', 'seen') ORDER BY name",
        "SELECT * FROM notes",
    )
    before = [rows(db, sql) for sql in queries]
    assert [len(found) for found in before] == [6, 8, 9, 2, 1, 3, 1]
    open_archive(db).close()
    assert [rows(db, sql) for sql in queries] == before
    assert rows(db, "SELECT id, size, detail FROM events WHERE size NOT NULL OR detail NOT NULL ORDER BY id") == [
        (7, "field", '{"fields":["editor"]}'),
        (8, "typo", '{"fields":["text"]}'),
    ]
    assert rows(db, "PRAGMA foreign_key_check") == []
    assert {row[2] for row in rows(db, "PRAGMA foreign_key_list(revisions)")} == {"articles"}
    assert rows(db, "SELECT name, seq FROM sqlite_sequence ORDER BY name") == [
        ("articles", 6),
        ("events", 9),
        ("revisions", 8),
    ]
    assert rows(db, "SELECT DISTINCT imported_at, sighting, purpose FROM revisions, fetches") == [(None, 1, None)]
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]
    change(db, "UPDATE articles SET last_seen_at = NULL WHERE id = 4")
    assert rows(db, "SELECT * FROM notes") == [(3, "mine"), (4, "changed")]
    with closing(open_archive(db)) as archive, pytest.raises(sqlite3.IntegrityError):
        archive.execute("INSERT INTO events(article_id, kind) VALUES (99, 'new')")  # references are checked again


OTHERS = (
    "CREATE TABLE codes (article_id INTEGER, code TEXT)",
    "CREATE VIEW by_year AS SELECT substr(published_at, 1, 4) AS year, count(*) FROM articles GROUP BY 1",
    "CREATE VIEW broken AS SELECT * FROM nowhere",
    "CREATE VIRTUAL TABLE revisions_fts USING fts5(title, content='revisions')",
    "CREATE INDEX fetches_status ON fetches(status)",
    "CREATE TRIGGER repaired AFTER INSERT ON repairs BEGIN INSERT INTO codes VALUES (new.position, 'repaired'); END",
    "ANALYZE",
)
NAMED = "table codes, view by_year, view broken, table revisions_fts, index fetches_status, trigger repaired"


@pytest.mark.parametrize("commit", ["1", FIRST])
def test_what_others_made_in_a_file_stays_and_is_named(tmp_path: Path, commit: str) -> None:
    db = of_version(tmp_path, 1) if commit == "1" else older(tmp_path, commit)
    for statement in (*OTHERS, "INSERT INTO codes VALUES (1, 'mine')"):
        change(db, statement)
    check_use(db)
    assert rows(db, "SELECT * FROM codes") == [(1, "mine")]
    done = archive("verify", "--db", db)
    assert done.returncode == 0
    named = done.stdout.splitlines()[0].rpartition(": ")[2]
    assert sorted(named.split(", ")) == sorted(NAMED.split(", "))
    change(db, "INSERT INTO repairs VALUES (1, 5, 'reading', 'x', '')")
    assert rows(db, "SELECT * FROM codes") == [(1, "mine"), (5, "repaired")]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = older(tmp_path, FIRST)
    before = rows(db, "SELECT name, sql FROM sqlite_master ORDER BY rowid")
    steps = MIGRATIONS[digest_of(db)]
    for last, said in (
        (Migration("fail", "INSERT INTO nowhere VALUES (1);"), "no such table: nowhere"),
        (Migration("lead astray", "DROP TABLE named;"), f"not as schema {VERSION} promises"),
    ):
        monkeypatch.setitem(schema.MIGRATIONS, digest_of(db), (*steps, last))
        with pytest.raises(ArchiveError, match=said):
            open_archive(db)
        assert rows(db, "SELECT name, sql FROM sqlite_master ORDER BY rowid") == before
        assert rows(db, "SELECT DISTINCT next_try_at FROM urls") == [(None,)]


def _open(db: Path) -> None:
    open_archive(db).close()


def test_eight_processes_bring_up_one_archive(tmp_path: Path) -> None:
    db = older(tmp_path, FIRST)
    processes = [FORKS.Process(target=_open, args=(db,)) for _ in range(8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    open_readonly(db).close()
    assert rows(db, "SELECT count(*) FROM repairs") == [(7,)]


def test_numbers_of_documents_are_found_in_archives_of_the_version_that_brought_them(tmp_path: Path) -> None:
    db = of_version(tmp_path, 3)
    open_archive(db).close()
    assert rows(db, "SELECT document_number, index_number FROM articles WHERE id = 6") == [
        ("葦渡字［2024］31號", "01057-2024-0031")
    ]
    for words in ("文号:苇渡字〔2024〕31号", "葦渡字(2024)31號", "index:01057"):
        found = archive("search", words, "--db", db)
        assert "蘆葦收割開始" in found.stdout, (words, found.stderr)
    assert "蘆葦收割開始" not in archive("search", "number:苇渡字〔2024〕3号", "--db", db).stdout


def test_people_of_an_older_archive_are_one_by_one_after_a_rebuild(tmp_path: Path) -> None:
    db = of_version(tmp_path, 3)
    open_archive(db).close()
    assert rows(db, "SELECT count(*) FROM people") == [(0,)]
    assert archive("rebuild", "--db", db).returncode == 0
    assert rows(db, "SELECT role, name FROM people WHERE article_id = 1 ORDER BY role") == [
        ("author", "陈石磊"),
        ("editor", "许婉宁"),
    ]


def test_people_have_their_titles_and_codes_apart(tmp_path: Path) -> None:
    db = of_version(tmp_path, 4)
    assert rows(db, "SELECT author, editor, modified_at FROM articles WHERE id = 6") == [
        ("江晚舟、羅照溪", "柳如溪", "2024-11-21T08:05:00+08:00")
    ]
    assert rows(
        db, "SELECT role, position, name, title, code FROM people WHERE article_id = 6 ORDER BY role, position"
    ) == [
        ("author", 1, "江晚舟", "本報記者", ""),
        ("author", 2, "羅照溪", "本報記者", ""),
        ("editor", 1, "柳如溪", "", "QD07"),
    ]
