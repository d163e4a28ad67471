"""Open archive.db: make it, bring an older one up to date, refuse what is no archive or newer than this software."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlite_utils import Database

from cundang.model.errors import ArchiveError, AskedWronglyError
from cundang.store.data_dictionary import SCHEMA, dictionary_rows
from cundang.text.fold import fold_table

APPLICATION_ID = 0x43756E64  # "Cund": `file archive.db` and we ourselves can tell an archive from any other SQLite file
VERSION = 1  # PRAGMA user_version of the file that schema.sql makes

# From the version on the left to the next one. Each runs in one transaction with the change of user_version.
MIGRATIONS: dict[int, Callable[[Database], None]] = {}

BUSY_TIMEOUT_SECONDS = 30  # a batch of another writer lasts well below a second


def open_archive(path: Path) -> Database:
    """The archive at a path, for writing; made if there is none. In WAL mode, so that readers see a crawl as it goes.

    Raises ArchiveError where the file is no archive, is newer than this software, or cannot be written.
    """
    if not path.parent.is_dir():
        raise AskedWronglyError(f"{path}: the folder {path.parent} does not exist; make it, or name another with --db")
    with ExitStack() as if_it_fails:
        try:
            db = _connect(f"{path.absolute().as_uri()}?mode=rwc")
            if_it_fails.callback(db.close)
            found = _version(db, path)
            db.execute("PRAGMA journal_mode = wal")
            db.execute("PRAGMA synchronous = full")
            db.execute("PRAGMA foreign_keys = on")
            _prepare(db, found)
        except sqlite3.Error as error:
            raise explain(path, error) from error
        if_it_fails.pop_all()
    return db


def open_readonly(path: Path) -> Database:
    """The archive at a path, for reading only. Raises as open_archive does, and where there is no file."""
    if not path.is_file():
        raise AskedWronglyError(
            f"{path}: no such archive; `archive crawl` or `archive import` makes one, --db names another"
        )
    with ExitStack() as if_it_fails:
        try:
            db = _connect(f"{path.absolute().as_uri()}?mode=ro")
            if_it_fails.callback(db.close)
            found = _version(db, path)
        except sqlite3.Error as error:
            raise explain(path, error) from error
        if found < VERSION:
            raise ArchiveError(
                f"{path}: made by an older version (schema {found}); any command that writes brings it up to date"
            )
        if_it_fails.pop_all()
    return db


def explain(path: Path, error: sqlite3.Error) -> ArchiveError:
    """What SQLite says about a file, as a line that its owner can act on."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return ArchiveError(f"{path}: not an SQLite file; name another with --db")
    if code == sqlite3.SQLITE_CORRUPT:
        return ArchiveError(
            f"{path}: damaged ({error}); restore a snapshot, or move it away and import the WARC folder anew"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ArchiveError(f"{path}: cannot be opened or written ({error}); check who owns the file and its folder")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return ArchiveError(
            f"{path}: no space left or a disk error ({error}); nothing half-written stays, make room and run again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveError(
            f"{path}: another program has been writing to it for {BUSY_TIMEOUT_SECONDS} s; run again when it is done"
        )
    return ArchiveError(f"{path}: {error}")


def data_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that hold data, without those of the search index."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    return [name for (name,) in names if not name.startswith(("articles_fts", "sqlite_"))]


def _connect(uri: str) -> Database:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    return Database(connection, recursive_triggers=False)


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _version(db: Database, path: Path) -> int:
    """The schema version of a file; 0 for one without any table."""
    version = _pragma(db, "user_version")
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and _pragma(db, "application_id") != APPLICATION_ID:
        raise AskedWronglyError(f"{path}: an SQLite file, but no archive of ours; name another with --db")
    if version > VERSION:
        raise ArchiveError(
            f"{path}: made by a newer version (schema {version}, this one knows {VERSION}); update this software"
        )
    return version


def _prepare(db: Database, found: int) -> None:
    if found == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        found = _pragma(db, "user_version")  # another process may have been first
        if found == 0:
            for statement in _statements(SCHEMA.read_text(encoding="utf-8")):
                db.execute(statement)
            db.table("zh_fold").insert_all({"c": c, "t": t} for c, t in fold_table().items())
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        else:
            for version in range(found, VERSION):
                MIGRATIONS[version](db)
        db.execute("DELETE FROM _dictionary")
        db.conn.executemany("INSERT INTO _dictionary VALUES (?, ?, ?, ?)", dictionary_rows())
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _statements(script: str) -> list[str]:
    """The statements of a script one by one: executescript would commit the transaction that they belong in."""
    statements, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            statement = ""
    return statements
