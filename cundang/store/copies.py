"""Copy and replace archive files."""

import shutil
import sqlite3
from contextlib import closing
from glob import escape
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.schema import explain, open_archive, open_readonly
from cundang.store.search_index import clear_index
from cundang.store.upgrade import copy_pages

_LOG_ENDINGS = ("-wal", "-shm", "-journal")


def copy_archive(db_path: Path, copy: Path) -> None:
    """Copy one state of an archive, without free pages and write-ahead log. Raises ArchiveError where it is damaged."""
    original = open_readonly(db_path).conn
    try:
        original.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as error:
        raise explain(db_path, error) from error
    finally:
        original.close()
    connection = sqlite3.connect(copy)
    result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    connection.close()
    if result != "ok":
        raise ArchiveError(f"{db_path}: damaged ({result}); `archive verify` says where, no snapshot was made")


def copy_checked(db_path: Path, copy: Path) -> None:
    """Copy one state of an archive page by page, while others read and write it: what did not change stays where it is.

    Raises ArchiveError where it is damaged, or there is no room for the copy.
    """
    with closing(open_readonly(db_path)) as original:
        pages, page_bytes = (original.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    require_room(copy.parent, pages * page_bytes, "a copy of the archive")
    try:
        copy_pages(db_path, copy)
    except sqlite3.Error as error:
        raise explain(db_path, error) from error
    try:
        with closing(open_copy(copy)) as connection:
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        result = str(error)
    if result != "ok":
        raise ArchiveError(f"{db_path}: damaged ({result}); `archive verify` says what to do, no backup was made")


def open_copy(path: Path) -> sqlite3.Connection:
    """Open a copy that nobody writes to, for reading: SQLite makes no file beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def require_room(folder: Path, size: int, what: str) -> None:
    """Raise ArchiveError where a disk has no room for some bytes more."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise ArchiveError(
            f"{folder}: no room for {what} ({size >> 20} MB, {free >> 20} MB are free); nothing was written, make room "
            "and run again"
        )


def strip_index(copy: Path) -> None:
    """Delete the search index of a copy; `archive reindex` makes it again."""
    connection = sqlite3.connect(copy, isolation_level=None)
    clear_index(connection)
    connection.execute("VACUUM")
    connection.close()


def replace_content(db_path: Path, new: Path) -> None:
    """Replace the content of an archive by that of another file, in one transaction.

    Readers that have the archive open see the old or the new content, and need not open it again.
    """
    source, target = sqlite3.connect(new), open_archive(db_path).conn
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = wal")
    finally:
        source.close()
        target.close()


def close_log(path: Path) -> None:
    """Write what is in the write-ahead log of a file that nobody else has open into it: then all is in one file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = delete")


def put_in_place(db_path: Path, new: Path) -> Path | None:
    """Put a file in the place of one that cannot be opened, or of none. What stood there is kept beside it, with its
    write-ahead log, which SQLite would read into the new file; returns where, None where nothing stood there.
    """
    aside = _find_name_aside(db_path)
    moved = None
    for ending in ("", *_LOG_ENDINGS):  # killed in between, the next run moves the rest
        path = db_path.with_name(db_path.name + ending)
        if path.exists() and (ending or path.stat().st_size):
            path.replace(aside.with_name(aside.name + ending))
            moved = aside
    new.replace(db_path)
    return moved


def list_set_aside(db_path: Path) -> list[Path]:
    """List the files that `put_in_place` kept beside an archive: damaged ones, with their logs."""
    found = db_path.parent.glob(f"{escape(db_path.name)}.damaged*")
    return sorted(path for path in found if not path.is_dir())


def _find_name_aside(db_path: Path) -> Path:
    """A name that is free: archive.db.damaged, archive.db.damaged2 ..."""
    number = 1
    while True:
        path = db_path.with_name(f"{db_path.name}.damaged{number if number > 1 else ''}")
        if not any(path.with_name(path.name + ending).exists() for ending in ("", *_LOG_ENDINGS)):
            return path
        number += 1
