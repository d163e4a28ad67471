"""Note when a task of upkeep was done, and read it: the table `tasks`."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cundang.store.clock import now
from cundang.store.schema import open_archive

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


def read_tasks(connection: sqlite3.Connection) -> Mapping[str, Task]:
    """Read when each task was last done, by its name; one that never was is not there."""
    return {row[0]: Task(*row) for row in connection.execute("SELECT task, started_at, ended_at, result FROM tasks")}
