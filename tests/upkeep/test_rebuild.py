"""`archive rebuild`: the same rows from the same raw pages, on any number of cores; what only the archive knows stays."""

import json
import os
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from cundang.files.lock import Lock
from cundang.model.publisher import Publishers
from cundang.store.session import Session
from pipelines import line
from scrapers.sites import publishers
from tests.helpers.databases import change, content, copy_of, only_warc, rows
from tests.helpers.pages import CHINESE, SENTENCES, news_page, page
from tests.helpers.paths import ROOT
from tests.helpers.programs import archive
from upkeep.rebuild import rebuild

DERIVED = ("revisions", "events", "sqlite_stat1")
# Ids of revisions and events follow the order of the raw pages, and the tables of the index what was written first.
INDEX = ("articles_fts_data", "articles_fts_idx", "articles_fts_docsize", "articles_fts_config")
SHOWN = "SELECT id, url, site, title, text, published_at, author, editor, sha256, first_seen_at, last_seen_at, changed_at FROM articles ORDER BY id"


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path, forked_workers: None) -> Path:
    return copy_of(demo_archive, tmp_path)


def rebuilt(db: Path, **options: object) -> object:
    return rebuild(db, db.with_suffix(".warc"), publishers, cores=1, **options)  # type: ignore[arg-type]


def test_nothing_changes_where_the_software_did_not(db: Path) -> None:
    before, articles = content(db, *DERIVED, *INDEX, "articles", "removed", "repairs"), rows(db, SHOWN)
    changes = rebuilt(db)
    assert (changes.articles, dict(changes.fields), changes.added, changes.refused) == (66, {}, [], {})  # type: ignore[attr-defined]
    assert rows(db, SHOWN) == articles
    assert content(db, *DERIVED, *INDEX, "articles", "removed", "repairs") == before
    assert archive("verify", "--db", db).returncode == 0
    assert [path.name for path in db.parent.glob(".*")] == []


def test_the_same_files_give_the_same_bytes_on_any_number_of_cores(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upkeep.parallel.get_context", get_context)  # interpreters of their own, as its user has them
    made = []
    for cores in (1, 2):
        new = tmp_path / f"{cores}.db"
        (tmp_path / f"{cores}.warc").symlink_to(db.with_suffix(".warc"))
        rebuild(new, new.with_suffix(".warc"), publishers, cores=cores)
        made.append(new)
    assert content(made[0]) == content(made[1])
    assert len(content(made[0])["articles"]) == 66
    assert made[0].read_bytes() == made[1].read_bytes()


def test_a_dry_run_says_what_would_change_and_changes_nothing(db: Path) -> None:
    change(db, "UPDATE articles SET author = 'somebody else' WHERE id IN (3, 4)")
    before = db.read_bytes()
    done = archive("rebuild", "--dry-run", "--cores", 1, "--db", db)
    assert done.returncode == 0, done.stderr
    assert "demo: author of 2" in done.stdout
    assert "somebody else → " in done.stdout
    assert db.read_bytes() == before
    told = json.loads(archive("rebuild", "--cores", 1, "--json", "--db", db).stdout)
    assert told["changed"] == {"demo": {"author": 2}}
    assert rows(db, "SELECT 1 FROM articles WHERE author = 'somebody else'") == []


def test_what_only_the_archive_knows_stays(db: Path) -> None:
    change(db, "UPDATE articles SET state = 'gone', last_seen_at = '2031-01-01T00:00:00+00:00' WHERE id = 5")
    change(db, "INSERT INTO events(article_id, at, kind) VALUES (5, '2031-02-01T00:00:00+00:00', 'gone')")
    change(
        db, "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, '2031', 'http://x/', 'fetch', 'HTTP 500')"
    )
    rebuilt(db)
    assert rows(db, "SELECT state, last_seen_at FROM articles WHERE id = 5") == [("gone", "2031-01-01T00:00:00+00:00")]
    assert rows(db, "SELECT article_id, at FROM events WHERE kind = 'gone'") == [(5, "2031-02-01T00:00:00+00:00")]
    assert rows(db, "SELECT reason FROM problems WHERE stage = 'fetch'") == [("HTTP 500",)]


def test_an_article_whose_raw_page_is_not_there_is_kept(db: Path) -> None:
    titles = rows(db, "SELECT id, title, text, sha256 FROM articles ORDER BY id")
    path = only_warc(db)
    (cut,) = rows(db, "SELECT warc_offset FROM revisions ORDER BY warc_offset LIMIT 1 OFFSET 40")[0]
    path.write_bytes(path.read_bytes()[:cut])
    changes = rebuilt(db)
    assert 26 <= len(changes.kept) < 66  # type: ignore[attr-defined]  # and those of which a further page is lost
    assert rows(db, "SELECT id, title, text, sha256 FROM articles ORDER BY id") == titles
    found = archive("search", rows(db, "SELECT title FROM articles WHERE id = 66")[0][0], "--json", "--db", db)
    assert found.stdout


def test_an_article_of_which_a_further_page_is_lost_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "archive.db"
    first = page(news_page([*SENTENCES, '<a href="a_2.html">2</a>']), url="http://ferry.test/a.html")
    second = page(news_page([*CHINESE, '<a href="a.html">1</a>']), url="http://ferry.test/a_2.html")
    with Session(db, db.with_suffix(".warc"), Publishers(), "import") as session:
        line.run(session, [first, second])
        record = session.warc.write(second)
        session.record_fetch(second, record, len(second.body), "part")
    whole = rows(db, "SELECT text, characters FROM articles")
    assert SENTENCES[0] in whole[0].text
    assert CHINESE[-1].strip() in whole[0].text
    os.truncate(only_warc(db), record.warc_offset)
    monkeypatch.setattr("upkeep.rebuild.run_each", lambda replay, tasks, *_: map(replay, tasks))  # no worker to start
    changes = rebuild(db, db.with_suffix(".warc"), Publishers)
    assert changes.kept == ["http://ferry.test/a.html"]
    assert rows(db, "SELECT text, characters FROM articles") == whole


def test_a_page_that_is_no_article_any_more_gets_a_problem(db: Path) -> None:
    (url, offset), *_ = rows(
        db, "SELECT a.url, r.warc_offset FROM articles a JOIN revisions r ON r.id = a.revision_id WHERE a.id = 9"
    )
    # As if an older version had taken a list for an article.
    change(db, "UPDATE fetches SET outcome = 'new' WHERE outcome = 'list' AND url LIKE '%index.htm'")
    change(
        db,
        "UPDATE revisions SET warc_offset = (SELECT min(warc_offset) FROM fetches WHERE url LIKE '%yaowen/index.htm') WHERE article_id = 9",
    )
    change(db, "UPDATE fetches SET outcome = 'error' WHERE warc_offset = ?", offset)
    changes = rebuilt(db)
    assert list(changes.refused) == [url]  # type: ignore[attr-defined]
    assert rows(db, "SELECT count(*) FROM articles") == [(65,)]
    assert rows(db, "SELECT count(*) FROM problems WHERE stage = 'extract'")[0][0] >= 1


def test_while_a_run_is_under_way_it_waits_for_another_day(db: Path) -> None:
    lock = Lock(db.with_name("archive.db-demo.lock"), "demo")
    done = archive("rebuild", "--db", db)
    lock.release()
    assert done.returncode == 75
    assert "another run holds the lock" in done.stderr


def test_without_raw_pages_there_is_nothing_to_do(tmp_path: Path) -> None:
    done = archive("rebuild", "--db", tmp_path / "a.db")
    assert done.returncode == 2
    assert "no WARC files are there" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_warc_file_leaves_the_archive_as_it_was(db: Path) -> None:
    """A record in its middle: one line, and the archive as it was."""
    path = only_warc(db)
    whole, before, shown = path.read_bytes(), db.read_bytes(), rows(db, SHOWN)
    (offset,) = rows(db, "SELECT warc_offset FROM revisions ORDER BY warc_offset LIMIT 1 OFFSET 40")[0]
    path.write_bytes(whole[:offset] + b"\x1f\x8b\x08\0garbage that is no gzip at all" * 9 + whole[offset:])
    done = archive("rebuild", "--cores", 1, "--db", db)
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stderr.count("\n") == 1
    assert db.read_bytes() == before
    assert rows(db, SHOWN) == shown


KILLED = """
import os, sys, signal
from multiprocessing import get_context
from pathlib import Path
from cundang.store import copies
from upkeep import rebuild
from upkeep.new_archive import NewArchive
from scrapers.sites import publishers
stored, count = NewArchive.apply, 0
def apply(self, *given):
    global count
    count += 1
    if count == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return stored(self, *given)
swap = rebuild._swap
def killed(new, db_path, old):
    if sys.argv[2] == "between":
        os.kill(os.getpid(), signal.SIGKILL)
    import sqlite3
    class Source:
        def __init__(self, at): self.db = connect(at)
        def backup(self, target): self.db.backup(target, pages=20, progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        def close(self): self.db.close()
    connect = sqlite3.connect
    copies.sqlite3 = type("S", (), {"connect": Source, "Error": sqlite3.Error, "Connection": sqlite3.Connection})
    swap(new, db_path, old)
if sys.argv[2] == "making":
    NewArchive.apply = apply
else:
    rebuild._swap = killed
db = Path(sys.argv[1])
rebuild.rebuild(db, db.with_suffix(".warc"), publishers, cores=1)
"""


@pytest.mark.parametrize("when", ["making", "between", "swapping"])
def test_killed_at_any_point_it_leaves_the_archive_as_before(db: Path, when: str) -> None:
    change(db, "UPDATE articles SET author = 'somebody else' WHERE id IN (3, 4)")
    before = content(db)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, db, when], check=False, cwd=ROOT, stderr=subprocess.PIPE, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()  # known when its workers, too, have ended
    assert content(db) == before
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]
    rebuilt(db)  # what the killed one left is no hindrance, and cleared away
    assert rows(db, "SELECT 1 FROM articles WHERE author = 'somebody else'") == []
    assert [path.name for path in db.parent.glob(".*")] == []


@pytest.mark.parametrize("room", [100_000, 700_000])
def test_a_full_disk_leaves_the_archive_as_before(db: Path, room: int) -> None:
    """The limit of a file's size stands for a full disk: reached in the new file, or in the log of the old one."""
    before = content(db)
    done = archive("rebuild", "--cores", 1, "--db", db, largest_file=room)
    assert done.returncode == 1, done.stdout
    assert done.stderr.count("\n") == 1
    assert "room" in done.stderr
    assert content(db) == before
    assert [path.name for path in db.parent.glob(".*")] == []
