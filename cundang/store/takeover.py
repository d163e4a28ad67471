"""Copy rows into a new archive from the one that it replaces, which is attached to it as `old`."""

from collections.abc import Sequence
from pathlib import Path

from cundang.store.rows import Rows
from cundang.store.schema import data_tables

_HISTORY = """
    INSERT INTO events(article_id, at, kind, detail)
    SELECT article_id, at, kind, detail FROM old.events
    WHERE kind NOT IN ('new', 'edited') AND article_id IN (SELECT id FROM main.articles) ORDER BY id
"""
_SIGHTINGS = """
    UPDATE articles SET
      state = coalesce((SELECT state FROM old.articles o WHERE o.id = articles.id), state),
      first_seen_at = min(
        first_seen_at,
        coalesce((SELECT first_seen_at FROM old.articles o WHERE o.id = articles.id), first_seen_at)
      ),
      last_seen_at = max(
        last_seen_at,
        coalesce((SELECT last_seen_at FROM old.articles o WHERE o.id = articles.id), last_seen_at)
      )
"""


def attach_old(rows: Rows, old: Path) -> None:
    """Attach the archive that is replaced."""
    rows.connection.execute("ATTACH ? AS old", (str(old),))


def detach_old(rows: Rows) -> None:
    """Detach it."""
    rows.connection.execute("DETACH old")


def write_without_sync(rows: Rows) -> None:
    """Turn off syncing: an incomplete new archive is of no use after a crash."""
    rows.connection.execute("PRAGMA synchronous = off")


def copy_tables(rows: Rows, made_anew: Sequence[str], stages: Sequence[str]) -> None:
    """Copy all tables except those that are made anew, and the problems of some stages."""
    connection = rows.connection
    for table in data_tables(connection):
        is_empty = not connection.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone()  # noqa: S608 - our names
        if table not in made_anew and is_empty:  # a table of kinds is filled by the schema
            connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")  # noqa: S608 - as above
    marks = ", ".join("?" * len(stages))
    copy_problems = f"INSERT INTO problems SELECT * FROM old.problems WHERE stage IN ({marks})"  # noqa: S608
    connection.execute(copy_problems, stages)


def copy_history(rows: Rows) -> None:
    """Copy the events `gone`, `restored` and `moved`, the states, and the times of first and last sighting."""
    rows.connection.execute(_HISTORY)
    rows.connection.execute(_SIGHTINGS)
