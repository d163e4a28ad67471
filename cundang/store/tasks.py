"""Note when a task of upkeep was done, and read it: the table `tasks`."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.store.clock import now
from cundang.store.schema import open_archive, open_readonly

_NOTE = "INSERT OR REPLACE INTO tasks(task, started_at, ended_at, result) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it was last done: when it began and ended, and what came of it."""

    task: str
    started_at: str
    ended_at: str
    result: str


def note_task(db_path: Path, task: str, started_at: str, result: str) -> None:
    """Note that a task ended now, in place of the time before."""
    with closing(open_archive(db_path)) as db:
        db.conn.execute(_NOTE, (task, started_at, now(), result))


def try_note_task(db_path: Path, task: str, started_at: str, result: str) -> bool:
    """As note_task, for a task that only reads: what cannot be written, or is of an older version, stays as it is.

    Returns whether the note was written.
    """
    if not os.access(db_path, os.W_OK) or not os.access(db_path.parent, os.W_OK):
        return False
    try:
        open_readonly(db_path).close()  # raises where the file is of an older version, which writing would bring up
        note_task(db_path, task, started_at, result)
    except (ArchiveError, sqlite3.Error):
        return False
    return True


def read_tasks(connection: sqlite3.Connection) -> Mapping[str, Task]:
    """Read when each task was last done, by its name; one that never was is not there."""
    return {row[0]: Task(*row) for row in connection.execute("SELECT task, started_at, ended_at, result FROM tasks")}
