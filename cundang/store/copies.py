"""Copies of an archive's file."""

import sqlite3
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.schema import explain, open_archive, open_readonly
from cundang.store.search_index import clear_index


def copy_archive(db_path: Path, copy: Path) -> None:
    """A copy of one state, without free pages and write-ahead log; checked. Raises ArchiveError where it is damaged."""
    source = open_readonly(db_path).conn
    try:
        source.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as error:
        raise explain(db_path, error) from error
    finally:
        source.close()
    connection = sqlite3.connect(copy)
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    connection.close()
    if said != "ok":
        raise ArchiveError(f"{db_path}: damaged ({said}); `archive verify` says where, no snapshot was made")


def strip_index(copy: Path) -> None:
    """Take the search index out of a copy; `archive reindex` makes it again."""
    connection = sqlite3.connect(copy, isolation_level=None)
    clear_index(connection)
    connection.execute("VACUUM")
    connection.close()


def replace_content(db_path: Path, new: Path) -> None:
    """Put the content of another file in an archive's place in one transaction: who reads sees the old or the new, and
    need not open it again.
    """
    source, target = sqlite3.connect(new), open_archive(db_path).conn
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = wal")
    finally:
        source.close()
        target.close()
