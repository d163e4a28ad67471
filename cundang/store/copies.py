"""Copy and replace archive files."""

import sqlite3
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.schema import explain, open_archive, open_readonly
from cundang.store.search_index import clear_index


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
