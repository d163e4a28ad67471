"""Open archive.db: make it, bring an older one up to date, refuse what is not as its version promises."""

import logging
import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from cundang.model.errors import ArchiveError, UsageError
from cundang.search.fold import make_search_fold
from cundang.store.damage import ERRORS, describe_damage, describe_empty, holds_raw_pages, name_way_out
from cundang.store.data_dictionary import SCHEMA, dictionary_rows
from cundang.store.migration import split_script
from cundang.store.migrations import MIGRATIONS, SCHEMAS
from cundang.store.read_only import BUSY_TIMEOUT_SECONDS, connect_to_read
from cundang.store.shape import describe_difference, digest_shape, find_others, read_shape
from cundang.store.source_names import fill_names
from cundang.store.upgrade import keep_copy

APPLICATION_ID = 0x43756E64  # "Cund": `file archive.db` and we ourselves can tell an archive from any other SQLite file
VERSION = 6  # PRAGMA user_version of the file that schema.sql makes

# The tables that say which articles tell the same text: they follow from the articles.
DERIVED = ("clusters", "relations", "evidence", "fingerprints", "shingles", "overlaps")

_UPGRADE_SECONDS = 3600  # that an opening waits for another to bring a file up to date
_HEAD = struct.Struct(">16s44xI4xI")  # of a file: what it is, user_version, application_id; sqlite.org/fileformat.html
_UPDATE = "an older version made it; any command that writes brings it up to date (where it cannot be written: a copy)"
_UNDO = (
    "if another program changed it, undo that; if a newer version made it, update this software; "
    "else restore a backup with `archive restore`, or make the archive anew with `archive rebuild --set-aside`"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a file is as the schema of this software: its version, the digest of its shape, and how it differs, in
    words; these are empty where it does not.
    """

    version: int
    digest: str
    fault: str

    @property
    def is_known(self) -> bool:
        """Whether migrations lead on from this shape."""
        return self.digest in MIGRATIONS

    @property
    def cure(self) -> str:
        """The next step where there is a fault."""
        return _UPDATE if self.is_known else _UNDO


def open_archive(path: Path) -> Database:
    """The archive at a path, for writing; made if there is none, brought up to date if an older version made it, of
    which a copy stays beside it. In WAL mode, so that readers see a crawl as it goes.

    Raises ArchiveError where the file is no archive, is not as its version promises, is newer than this software,
    cannot be written, or is empty while raw pages are beside it.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist; make it, or name another with --db")
    return _open_to_write(path, keeps_copy=True)


def bring_up_copy(path: Path) -> None:
    """Bring a copy of an archive up to date, of which no further copy is needed. Raises as open_archive does."""
    _open_to_write(path, keeps_copy=False).close()


def _open_to_write(path: Path, *, keeps_copy: bool) -> Database:
    _refuse_newer(path)
    is_there = path.is_file()
    with _opened(path, "rwc") as db:
        standing = examine(db.conn) if _version(db, path) else None
        if standing is None and is_there:
            _require_new(db, path)
        if standing and standing.fault and not standing.is_known:
            raise _refusal(path, standing)
        _set_wal(db)
        db.execute("PRAGMA synchronous = full")
        db.execute("PRAGMA foreign_keys = off")  # a table that is made anew is gone for a moment
        if standing is None or standing.fault:
            _prepare(db, path, keeps_copy)
        db.execute("PRAGMA foreign_keys = on")
    return db


def open_readonly(path: Path) -> Database:
    """The archive at a path, for reading only. Raises as open_archive does, and where the file is missing or old."""
    require_file(path)
    _refuse_newer(path)
    with _opened(path, "ro") as db:
        _require_version(db, path)
        standing = examine(db.conn)
        if standing.fault:
            raise _refusal(path, standing)
    return db


def open_as_found(path: Path) -> Database:
    """As open_readonly, whatever its tables are: see `examine`."""
    require_file(path)
    _refuse_newer(path)
    with _opened(path, "ro") as db:
        _require_version(db, path)
    return db


def require_file(path: Path) -> None:
    """Raise UsageError where there is no archive at a path."""
    if not path.is_file():
        raise UsageError(f"{path}: no such archive; `archive crawl` or `archive import` makes one, --db names another")


def examine(connection: sqlite3.Connection) -> Standing:
    """Compare a file with what this software's version of the schema promises. Tables, views, indexes and triggers of
    others count for nothing.
    """
    connection.execute("SAVEPOINT reading")  # one state of the file: another process may be bringing it up
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    shape = read_shape(connection)
    connection.execute("RELEASE reading")
    digest = digest_shape(shape)
    if version == VERSION and digest == SCHEMAS[VERSION]:
        return Standing(version, digest, "")
    difference = describe_difference(shape) or f"it says schema {version}"
    return Standing(version, digest, f"not as schema {VERSION} promises ({difference})")


def explain(path: Path, error: Exception) -> ArchiveError:
    """What SQLite says about a file, as a line that its owner can act on."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    damage = describe_damage(path) if path.is_file() else ""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        code, damage = sqlite3.SQLITE_CORRUPT, damage or "a text in it is no UTF-8"
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or (code == sqlite3.SQLITE_IOERR and damage):
        if code == sqlite3.SQLITE_NOTADB and "no header" in damage and not holds_raw_pages(path):
            return ArchiveError(f"{path}: not an SQLite file; name another with --db")
        return ArchiveError(f"{path}: damaged ({damage or error}); {name_way_out(path)}")
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


def _set_wal(db: Database) -> None:
    """Set the WAL mode. SQLite calls no busy handler where another opening is at that, so this waits by itself."""
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[Database]:
    """An archive that is open; closed where something is wrong with it. What SQLite says becomes ArchiveError."""
    try:
        db = _connect(path, mode)
    except ERRORS as error:
        raise explain(path, error) from error
    try:
        yield db
    except BaseException as error:
        db.close()
        if isinstance(error, ERRORS):
            raise explain(path, error) from error
        raise


def _require_version(db: Database, path: Path) -> None:
    if not _version(db, path):
        _require_new(db, path)
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise ArchiveError(f"{path}: empty, it holds no table; name another with --db")
        raise ArchiveError(f"{path}: made by an older version (schema 0); any command that writes brings it up to date")


def _require_new(db: Database, path: Path) -> None:
    """Raise ArchiveError where a file without tables is what is left of an archive."""
    if not db.execute("SELECT 1 FROM sqlite_master").fetchone() and holds_raw_pages(path):
        raise ArchiveError(describe_empty(path))


def _connect(path: Path, mode: str) -> Database:
    if mode == "ro":
        return Database(connect_to_read(path), recursive_triggers=False)
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    return Database(connection, recursive_triggers=False)


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _version(db: Database, path: Path) -> int:
    """The schema version of a file; 0 for one without any table."""
    version = _pragma(db, "user_version")
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and _pragma(db, "application_id") != APPLICATION_ID:
        raise UsageError(f"{path}: an SQLite file, but no archive of ours; name another with --db")
    if version > VERSION:
        raise _newer(path, version)
    return version


def _refuse_newer(path: Path) -> None:
    """Raise ArchiveError where the first page of a file says that a newer version made it. SQLite does not open the
    file for that: to open it for writing may be to move into it what `-wal` has.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD.size)
    except OSError:
        return  # SQLite says what is wrong
    if len(head) == _HEAD.size:
        magic, version, application = _HEAD.unpack(head)
        if magic == b"SQLite format 3\0" and application == APPLICATION_ID and version > VERSION:
            raise _newer(path, version)


def _newer(path: Path, version: int) -> ArchiveError:
    return ArchiveError(
        f"{path}: made by a newer version (schema {version}, this one knows {VERSION}); update this software"
    )


def _refusal(path: Path, standing: Standing) -> ArchiveError:
    return ArchiveError(f"{path}: {standing.fault}; {standing.cure}")


def _prepare(db: Database, path: Path, keeps_copy: bool) -> None:
    """Make the tables, or bring them up to date, in one transaction."""
    db.execute(f"PRAGMA busy_timeout = {_UPGRADE_SECONDS * 1000}")
    db.execute("BEGIN IMMEDIATE")
    before, copy = _pragma(db, "user_version"), None
    try:
        if before:
            if keeps_copy and examine(db.conn).fault:  # or another process was first
                copy = keep_copy(path, VERSION)
            _bring_up(db.conn, path)
        else:
            for statement in split_script(SCHEMA.read_text(encoding="utf-8")):
                db.execute(statement)
            db.table("zh_fold").insert_all({"c": c, "t": t} for c, t in make_search_fold().items())
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        fill_names(db.conn)
        db.execute("DELETE FROM _dictionary")
        db.conn.executemany("INSERT INTO _dictionary VALUES (?, ?, ?, ?)", dictionary_rows())
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        if copy:
            copy.unlink(missing_ok=True)  # the archive is as it was, and the copy may be what fills the disk
        raise
    if copy:
        said = "%s: brought up from schema %s to %s; as it was before it stays in %s, which you may delete"
        logging.getLogger(__name__).warning(said, path, before, VERSION, copy)
    db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}")


def _bring_up(connection: sqlite3.Connection, path: Path) -> None:
    """Run the migrations that lead from the shape of a file to that of today's version."""
    others = find_others(connection)
    while (digest := digest_shape(read_shape(connection))) != SCHEMAS[VERSION]:
        if digest not in MIGRATIONS:
            raise _refusal(path, examine(connection))
        for migration in MIGRATIONS[digest]:
            migration.run(connection)
    there = find_others(connection)
    for what in others.keys() - there.keys():  # a table made anew takes with it what others made on it
        connection.execute(others[what])
