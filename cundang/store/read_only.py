"""Open an archive for reading only, wherever it lies: also on a read-only medium, and as a user who may only read.

An archive is in WAL mode, in which SQLite (3.40, https://www.sqlite.org/wal.html#read_only_databases) wants two files
beside it, and makes them even to read. Where it may not:

- while somebody has the archive open, and after a writer was killed, both are there; that they can be read is enough;
- after it was closed cleanly neither is there, and nobody writes: it is read without locks (`immutable=1`);
- where only `-wal` was copied beside it, its rows are read too: with an index in memory, which SQLite makes for a
  connection that asks for the file for itself; a VFS without locks (`unix-none`) lets a reader ask.

Without locks nobody is told of a reader, so a writer who begins meanwhile may change what is being read. That shows in
the file's size and time, since a writer adds to `-wal` first.
"""

import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from cundang.model.errors import ArchiveError

BUSY_TIMEOUT_SECONDS = 30  # a batch of another writer lasts well below a second

_MAY_NOT_WRITE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
_Seen = tuple[int, int, int]  # of a file: inode, bytes, and time of the last change in nanoseconds


class Reader(sqlite3.Connection):
    """A connection that reads. `is_still` says that it reads without locks, so that the file must not change."""

    path: Path
    is_still = False
    seen: tuple[_Seen | None, _Seen | None] = (None, None)

    def has_changed(self) -> bool:
        """Whether what was read may be of no one state, as the file was written to since it was opened."""
        return self.is_still and look_at(self.path) != self.seen[0]

    def is_behind(self) -> bool:
        """Whether there is something newer, which this connection does not show."""
        return self.is_still and (look_at(self.path), look_at(beside(self.path, "-wal"))) != self.seen

    def close(self) -> None:
        """Close it. Raises ArchiveError where the file was changed while it was read without locks."""
        changed = self.has_changed()
        super().close()
        if changed:
            raise ArchiveError(f"{self.path}: was written to while it was read; run again")


def connect_to_read(path: Path, **named: Any) -> Reader:
    """Connect to a file for reading, by the way that works where it lies; `named` is for sqlite3.connect.

    Raises sqlite3.Error, also where there is no file.
    """
    try:
        return _connect(path, "mode=ro", **named)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _MAY_NOT_WRITE or (beside(path, "-shm").exists() and _has_log(path)):
            raise
    seen = look_at(path), look_at(beside(path, "-wal"))
    way = "mode=ro&vfs=unix-none" if _has_log(path) else "immutable=1"
    connection = _connect(path, way, **named)
    connection.is_still, connection.seen = True, seen
    return connection


def beside(path: Path, ending: str) -> Path:
    """The path of a file that SQLite makes beside another: `-wal` or `-shm`."""
    return path.with_name(path.name + ending)


def look_at(path: Path) -> _Seen | None:
    """What tells whether a file was changed; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _has_log(path: Path) -> bool:
    found = look_at(beside(path, "-wal"))
    return found is not None and found[1] > 0


def _connect(path: Path, way: str, **named: Any) -> Reader:
    """Connect, and read something: only then SQLite opens what it needs."""
    uri = f"{path.absolute().as_uri()}?{way}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, factory=Reader, **named
    )
    connection.path = path
    try:
        if "unix-none" in way:
            connection.execute("PRAGMA main.locking_mode = exclusive")
        if not _has_room_for_files():
            connection.execute("PRAGMA temp_store = memory")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except BaseException:
        sqlite3.Connection.close(connection)
        raise
    return connection


@cache
def _has_room_for_files() -> bool:
    """Whether there is a folder for temporary files; SQLite looks in the same folders as Python."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        return False
    return True
