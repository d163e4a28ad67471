"""Say what is wrong with a file that SQLite cannot read, and name a way out of it that works."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cundang.store.read_only import connect_to_read

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100  # https://www.sqlite.org/fileformat2.html, section 1.3
_LARGEST_PAGE = 65536
_LAST_BACKUP = "SELECT result FROM tasks WHERE task = 'backup'"

# What reading a damaged file raises. Python's sqlite3 gives UnicodeDecodeError where the message of SQLite holds bytes
# of the damaged page, as names of its schema.
ERRORS = (sqlite3.Error, UnicodeDecodeError)

REBUILD = "`archive rebuild --set-aside` makes the archive anew from its raw pages"


def describe_damage(path: Path) -> str:
    """What size and header tell of a damaged file: empty, cut short, no header; empty where they tell nothing.

    A file may be shorter than its header says while a write-ahead log holds the rest.
    """
    size = path.stat().st_size
    if size == 0:
        return "it is empty (0 bytes)"
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header.startswith(_MAGIC):
        return "it is all zeros where its header is to be" if not any(header) else "it has no header of SQLite"
    page_bytes = int.from_bytes(header[16:18], "big")
    page_bytes = _LARGEST_PAGE if page_bytes == 1 else page_bytes
    pages = int.from_bytes(header[28:32], "big")
    is_counted = header[24:28] == header[92:96]  # older programs do not keep the count
    log = path.with_name(f"{path.name}-wal")
    if is_counted and pages * page_bytes > size and not (log.exists() and log.stat().st_size):
        return f"cut short: its header says {pages} pages, which are {pages * page_bytes} bytes, and it has {size}"
    return ""


def holds_raw_pages(path: Path) -> bool:
    """Whether a WARC folder with files is beside an archive: it then held something."""
    folder = path.with_suffix(".warc")
    return folder.is_dir() and any(folder.glob("*.warc.gz"))


def is_without_tables(path: Path) -> bool:
    """Whether nothing is at a path, or a file without any table: what is left of one just made, or without its log."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        with closing(connect_to_read(path)) as connection:
            return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    except ERRORS:
        return False


def describe_empty(path: Path) -> str:
    """What an archive without any table is called where raw pages are beside it: it was lost, and is no new one."""
    about = "empty (0 bytes)" if path.stat().st_size == 0 else "without a table, as a file copied without its -wal is"
    return (
        f"{path}: {about}, while {path.with_suffix('.warc')} holds raw pages; {name_backup(path, replace=False)}, or "
        "`archive rebuild` makes it from these; or delete the file to begin anew"
    )


def name_way_out(path: Path) -> str:
    """What to do about a damaged archive, in words."""
    return f"{name_backup(path)}, or {REBUILD}"


def name_backup(path: Path, replace: bool = True) -> str:
    """How the archive is restored, with the time of its last backup where its table `tasks` can be read and has one."""
    time = find_backup(path)
    last = f" (the last is {time})" if time else ""
    return f"`archive restore FROM{' --replace' if replace else ''}` puts a backup in its place{last}"


def find_backup(path: Path) -> str | None:
    """The time of the last backup of an archive that may be damaged; None where none is known."""
    try:
        with closing(connect_to_read(path)) as connection:
            row = connection.execute(_LAST_BACKUP).fetchone()
    except ERRORS:
        return None
    return str(row[0]).partition(", ")[0][:20] if row and row[0] else None
