"""Copy rows into a new archive from the one that it replaces, which is attached to it as `old`."""

from collections.abc import Sequence
from pathlib import Path

from cundang.store.rows import Rows
from cundang.store.schema import data_tables

_HISTORY = """
    INSERT INTO events(id, article_id, at, kind, detail)
    SELECT id, article_id, at, kind, detail FROM old.events
    WHERE kind IN ('gone', 'restored', 'moved') AND article_id IN (SELECT id FROM main.articles) ORDER BY id
"""
_SIGHTINGS = """
    UPDATE articles SET
      state = coalesce((SELECT state FROM old.articles o WHERE o.id = articles.id), state),
      first_seen_at = (SELECT min(at) FROM
        (SELECT articles.first_seen_at AS at UNION SELECT first_seen_at FROM old.articles o WHERE o.id = articles.id)),
      last_seen_at = (SELECT max(at) FROM
        (SELECT articles.last_seen_at AS at UNION SELECT last_seen_at FROM old.articles o WHERE o.id = articles.id))
"""
# A page that is not worked on yet is no sighting (see sightings.py); what no raw page gave is as it was.
_FORGET = "UPDATE fetches SET outcome = NULL WHERE outcome IN ('new', 'edited', 'unchanged')"
_REMEMBER = """
    UPDATE fetches SET outcome = (SELECT outcome FROM old.fetches o WHERE o.id = fetches.id) WHERE outcome IS NULL
"""
_HELD = """
    UPDATE {0} SET (type, bytes, sha256, warc_file, warc_offset) = (
      SELECT type, bytes, sha256, warc_file, warc_offset FROM old.{0} o
      WHERE o.article_id = {0}.article_id AND o.url = {0}.url ORDER BY o.warc_file IS NULL, o.position LIMIT 1)
    WHERE warc_file IS NULL
"""


# The software fills the table; what was added to the archive goes before that.
_OWN_NAMES = "INSERT OR REPLACE INTO source_names SELECT * FROM old.source_names WHERE own"


def attach_old(rows: Rows, old: Path) -> None:
    """Attach the archive that is replaced. Its ids are kept, and none is given again that it ever gave."""
    rows.connection.execute("ATTACH ? AS old", (str(old),))
    rows.connection.execute("INSERT INTO main.sqlite_sequence SELECT name, seq FROM old.sqlite_sequence")
    rows.is_replacing = True


def detach_old(rows: Rows) -> None:
    """Detach it."""
    rows.is_replacing = False
    rows.connection.execute("DETACH old")


def write_without_sync(rows: Rows) -> None:
    """Turn off syncing: an incomplete new archive is of no use after a crash."""
    rows.connection.execute("PRAGMA synchronous = off")


def copy_tables(rows: Rows, made_anew: Sequence[str], stages: Sequence[str]) -> None:
    """Copy all tables except those that are made anew, the problems of some stages, and the archive's own names."""
    connection = rows.connection
    for table in data_tables(connection):
        is_empty = not connection.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone()  # noqa: S608 - our names
        if table not in made_anew and is_empty:  # a table of kinds is filled by the schema
            connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")  # noqa: S608 - as above
    connection.execute(_OWN_NAMES)
    marks = ", ".join("?" * len(stages))
    copy_problems = f"INSERT INTO problems SELECT * FROM old.problems WHERE stage IN ({marks})"  # noqa: S608
    connection.execute(copy_problems, stages)


def forget_outcomes(rows: Rows) -> None:
    """Forget what was found on the pages that are read anew, until it is found again."""
    rows.connection.execute(_FORGET)


def remember_outcomes(rows: Rows) -> None:
    """Copy the outcomes of the fetches whose pages were not read anew."""
    rows.connection.execute(_REMEMBER)


def copy_history(rows: Rows) -> None:
    """Copy the events `gone`, `restored` and `moved`, the states, the times of first and last sighting, and where the
    bytes of pictures and attachments are.
    """
    for table in ("images", "attachments"):
        rows.connection.execute(_HELD.format(table))
    rows.connection.execute(_HISTORY)
    rows.connection.execute(_SIGHTINGS)
