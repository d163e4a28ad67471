"""Note when a task of upkeep was done, and read it: the table `tasks`."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.clock import now
from cundang.store.schema import examine, open_archive, open_as_found

_UNWRITABLE = (
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
)  # fmt: skip
_NOTE = "INSERT OR REPLACE INTO tasks(task, started_at, ended_at, result) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it was last done: when it began and ended, and what came of it."""

    task: str
    started_at: str
    ended_at: str
    result: str


def note_task(db_path: Path, task: str, started_at: str, result: str) -> None:
    """Note that a task ended now, in place of the time before.

    Commands that read end with this. So nothing is noted, and nothing said, where the archive cannot be written or an
    older version made it.
    """
    with closing(open_as_found(db_path)) as db:
        if examine(db.conn).fault:
            return
    try:
        with closing(open_archive(db_path)) as db:
            db.conn.execute(_NOTE, (task, started_at, now(), result))
    except (ArchiveError, sqlite3.OperationalError) as error:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF not in _UNWRITABLE:
            raise


def read_tasks(connection: sqlite3.Connection) -> Mapping[str, Task]:
    """Read when each task was last done, by its name; one that never was is not there."""
    return {row[0]: Task(*row) for row in connection.execute("SELECT task, started_at, ended_at, result FROM tasks")}
