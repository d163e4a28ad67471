"""`archive rebuild`: the same rows from the same raw pages, on any number of cores; what only the archive knows stays."""

import json
from pathlib import Path

import pytest

from pipelines.lock import Lock
from pipelines.rebuild import rebuild
from scrapers.sites import publishers
from tests.conftest import archive
from tests.copies import change, content, copy_of, only_warc, rows, said_by

DERIVED = ("revisions", "events", "sqlite_stat1")
# Ids of revisions and events follow the order of the raw pages, and the tables of the index what was written first.
INDEX = ("articles_fts_data", "articles_fts_idx", "articles_fts_docsize", "articles_fts_config")
# Without times: a crawl notes when a page was worked on, a rebuild when it was fetched, under load a second before.
SHOWN = "SELECT id, url, site, title, text, published_at, author, editor, sha256 FROM articles ORDER BY id"


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
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


def test_the_same_files_give_the_same_bytes_on_any_number_of_cores(db: Path, tmp_path: Path) -> None:
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
    done = said_by("rebuild", "--dry-run", "--cores", 1, "--db", db)
    assert done.exit_code == 0, done.stderr
    assert "demo: author of 2" in done.stdout
    assert "somebody else → " in done.stdout
    assert db.read_bytes() == before
    told = json.loads(said_by("rebuild", "--cores", 1, "--json", "--db", db).stdout)
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
    found = said_by("search", rows(db, "SELECT title FROM articles WHERE id = 66")[0][0], "--json", "--db", db)
    assert found.stdout


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
    done = said_by("rebuild", "--db", tmp_path / "a.db")
    assert done.exit_code == 2
    assert "no WARC files are there" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_warc_file_leaves_the_archive_as_it_was(db: Path) -> None:
    before = db.read_bytes()
    with only_warc(db).open("ab") as file:
        file.write(b"\x1f\x8b\x08\0garbage that is no gzip at all" * 9)
    done = said_by("rebuild", "--cores", 1, "--db", db)
    if done.exit_code:
        assert done.stderr.count("\n") == 1
        assert db.read_bytes() == before
    else:  # what cannot be read at the end costs nothing
        assert "66 articles" in done.stdout
