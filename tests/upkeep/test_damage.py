"""A damaged, empty or cut archive is told as that in a line, and the way out that the line names works."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cundang.model.errors import ArchiveError
from cundang.store.schema import open_archive, open_readonly
from exchange.backup.restore import restore
from exchange.backup.take import backup
from scrapers.sites import publishers
from tests.helpers.databases import change, copy_of, only_warc, rows
from tests.helpers.programs import archive
from upkeep.rebuild import rebuild
from upkeep.verify import verify

PAGE = 4096


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path, forked_workers: None) -> Path:
    return copy_of(demo_archive, tmp_path)


def root_of(db: Path, table: str) -> int:
    return int(rows(db, "SELECT rootpage FROM sqlite_master WHERE name = ?", table)[0].rootpage)


def spoil(db: Path, page: int, data: bytes = b"\xff" * PAGE) -> None:
    for ending in ("-wal", "-shm"):
        assert not db.with_name(db.name + ending).exists()
    with db.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(data)


def said(db: Path) -> str:
    """What the first line of verify says, or the line with which it gives up."""
    try:
        return str(verify(db, db.with_suffix(".warc")).faults[0])
    except ArchiveError as error:
        return str(error)


def rebuilt(db: Path, **options: object) -> object:
    return rebuild(db, db.with_suffix(".warc"), publishers, cores=1, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["articles", "articles_fts_data", "tasks"])
def test_a_damaged_page_is_told_with_its_table_and_a_way_out(db: Path, table: str) -> None:
    spoil(db, root_of(db, table))
    told = said(db)
    assert f"a.db (in {table})".replace("a.db", db.name) in told
    assert "`archive rebuild --set-aside` makes the archive anew" in told
    assert "\n" not in told


def test_the_last_backup_is_named_and_restored(db: Path) -> None:
    place = db.with_name("backups")
    taken = backup(db, db.with_suffix(".warc"), place).manifest.time
    spoil(db, root_of(db, "articles"))
    last = f"`archive restore FROM --replace` puts a backup in its place (the last is {taken})"
    assert last in said(db)
    done = archive("restore", place, "--db", db)
    assert (done.returncode, "--replace" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
    told = restore(place, db, db.with_suffix(".warc"), replace=True)
    assert told.aside == db.with_name("archive.db.damaged")
    assert verify(db, db.with_suffix(".warc")).faults == []


def test_a_rebuild_that_meets_damage_names_the_way_that_goes(db: Path) -> None:
    change(
        db,
        "INSERT INTO redactions(url, level, reason, decided_at, revisions) VALUES ('http://e.org/', 'hidden', 'a', '2026', 1)",
    )  # fmt: skip
    spoil(db, root_of(db, "runs"))
    with pytest.raises(ArchiveError, match=re.escape(f"{db}: damaged")) as caught:
        rebuilt(db)
    assert "archive rebuild --set-aside" in str(caught.value)
    changes = rebuilt(db, set_aside=True)
    assert changes.aside == db.with_name("archive.db.damaged")  # type: ignore[attr-defined]
    assert verify(db, db.with_suffix(".warc")).faults == []
    assert len(rows(db, "SELECT id FROM articles")) == 66
    assert rows(db, "SELECT url, level FROM redactions") == [("http://e.org/", "hidden")]


def test_what_is_withdrawn_is_not_lost_in_silence(db: Path) -> None:
    spoil(db, root_of(db, "redactions"))
    before = db.read_bytes()
    with pytest.raises(ArchiveError, match="its decisions on withdrawn articles cannot be read") as caught:
        rebuilt(db, set_aside=True)
    assert "`archive restore FROM --replace`" in str(caught.value)
    assert "--without-decisions" in str(caught.value)
    assert db.read_bytes() == before
    done = archive("rebuild", "--without-decisions", "--db", db)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_schema_whose_bytes_are_no_text(db: Path) -> None:
    data = db.read_bytes().replace(b"CREATE INDEX fetches_url ON fetches", b"CREATE INDEX fetches_url ON nowhere")
    db.write_bytes(data.replace(b"indexfetches_urlfetches", b"indexfetc\xae\xae\xae_urlfetches"))
    for reading in (open_readonly, open_archive):
        with pytest.raises(ArchiveError, match=r"damaged \(a text in it is no UTF-8\)"):
            reading(db)


@pytest.mark.parametrize(
    ("cut", "about"),
    [
        (lambda data: b"", "empty (0 bytes)"),
        (lambda data: bare(), "without a table, as a file copied without its -wal is"),
        (lambda data: data[: 100 * PAGE], "cut short: its header says"),
        (lambda data: bytes(PAGE) + data[PAGE:], "it is all zeros where its header is to be"),
        (lambda data: b"text" * 9999, "it has no header of SQLite"),
    ],
)  # fmt: skip
def test_a_file_that_lost_something_is_told_as_that_and_not_made_anew(db: Path, cut, about: str) -> None:  # type: ignore[no-untyped-def]
    data = cut(db.read_bytes())
    db.write_bytes(data)
    for command in (("verify",), ("search", "a"), ("reindex",)):
        done = archive(*command, "--db", db)
        assert (done.returncode, done.stderr.count("\n")) in {(1, 1), (2, 1)}, done.stderr
        assert about in done.stderr
        assert "`archive restore FROM" in done.stderr
        assert "`archive rebuild" in done.stderr
    assert db.read_bytes() == data


def bare() -> bytes:
    """The file of an archive in WAL mode whose tables were all in the log that was lost."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA user_version = 6")
        connection.execute("PRAGMA user_version = 0")
        return connection.serialize()


def test_an_empty_file_beside_raw_pages_is_rebuilt(db: Path) -> None:
    db.write_bytes(b"")
    rebuilt(db)
    assert len(rows(db, "SELECT id FROM articles")) == 66
    shutil.rmtree(db.with_suffix(".warc"))
    db.write_bytes(b"")
    open_archive(db).close()  # without raw pages it is a new archive, as ever


def test_pages_that_no_row_names_are_told_and_taken_up(db: Path) -> None:
    name = only_warc(db).name
    (url,) = rows(db, "SELECT url FROM articles WHERE id = 66")[0]
    for table in (
        "events",
        "revisions",
        "keywords",
        "images",
        "attachments",
        "fts_state",
        "fingerprints",
        "removed",
        "people",
    ):
        key = "article_id" if table not in ("removed",) else "revision_id"
        change(db, f"DELETE FROM {table} WHERE {key} = 66")  # as in a backup from before they came
    change(db, "DELETE FROM articles WHERE id = 66")
    change(db, "DELETE FROM fetches WHERE url = ?", url)
    found = [fault for fault in verify(db, db.with_suffix(".warc")).faults if fault.place == name]
    assert [str(fault) for fault in found] == [
        f"{name}: 1 pages are in no row, the first {found[0].what.rpartition('first ')[2]}; "
        "`archive rebuild` takes them up"
    ]
    rebuilt(db)
    assert verify(db, db.with_suffix(".warc")).faults == []
    assert rows(db, "SELECT url FROM articles WHERE url = ?", url) == [(url,)]


def test_pages_that_were_fetched_again_since_are_no_fault(db: Path) -> None:
    change(
        db,
        "UPDATE fetches SET warc_file = NULL, warc_offset = NULL, fetched_at = '2099-01-01T00:00:00+00:00' WHERE outcome = 'list'",
    )
    found = verify(db, db.with_suffix(".warc"))
    assert [fault for fault in found.faults if "in no row" in fault.what] == []
    assert re.fullmatch(
        r"\S+: \d+ pages are in no row, and were fetched again since; `archive rebuild` takes them up", found.notes[0]
    )
