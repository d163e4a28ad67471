"""The table `source_names`: what pages call the sources of articles, and the one name of each.

The software fills it; rows of the archive's own go before those, and stay when the table is filled anew. A change of the
table changes `articles.source` in the same transaction.
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from cundang.model.errors import UsageError
from cundang.text.source_names import list_aliases, load_names, normalise_alias, resolve

_NAME = "SELECT name FROM source_names WHERE alias = ?"
_ADD = """
    INSERT INTO source_names(alias, name, own) VALUES (?, ?, 1)
    ON CONFLICT DO UPDATE SET name = excluded.name, own = 1
"""
_WRITTEN = "SELECT source_name, source, count(*) FROM articles WHERE source_name IS NOT NULL GROUP BY 1, 2"
_RENAME = "UPDATE articles SET source = ? WHERE source_name = ? AND source IS NOT ?"
_LONGEST = 100  # characters of an alias or a name


class SourceName(NamedTuple):
    """A name that pages give a source, as they write it, and the one name of that source.

    `alias` is the row of the table by which it has that name; empty where the name is in no row, and stands for itself.
    """

    written: str
    name: str
    alias: str
    own: bool
    articles: int


def fill_names(connection: sqlite3.Connection) -> None:
    """Fill the table with the names of this software, beside the archive's own, and name all articles by it."""
    connection.execute("DELETE FROM source_names WHERE NOT own")
    connection.executemany("INSERT OR IGNORE INTO source_names(alias, name) VALUES (?, ?)", load_names().items())
    rename_sources(connection)


def find_name(connection: sqlite3.Connection, written: str | None) -> str | None:
    """The one name of a source as a page writes it; itself where the table has none, and None where it is None."""
    if not written:
        return None
    return resolve(written, lambda alias: _look_up(connection, alias)) or written


def add_name(connection: sqlite3.Connection, alias: str, name: str) -> int:
    """Let an alias stand for a source from now on; returns how many articles have another source by that.

    Raises UsageError where one of them is no name.
    """
    key, name = normalise_alias(alias), " ".join(name.split())
    for value, words in ((key, alias), (name, name)):
        if not value or len(value) > _LONGEST:
            raise UsageError(f"{words!r:.60}: no name of a source; give one of 1 to {_LONGEST} characters")
    connection.execute(_ADD, (key, name))
    return rename_sources(connection)


def remove_name(connection: sqlite3.Connection, alias: str) -> int:
    """Remove an alias that was added to the archive, so that it has the name again that the software knows, if any;
    returns how many articles have another source by that.

    Raises UsageError where it was not added.
    """
    key = normalise_alias(alias)
    row = connection.execute("SELECT own FROM source_names WHERE alias = ?", (key,)).fetchone()
    if row is None:
        raise UsageError(f"{alias!r:.60}: no such alias; `archive sources` lists them")
    if not row[0]:
        raise UsageError(f"{alias!r:.60}: of this software, not added here; `archive sources --add` renames it")
    connection.execute("DELETE FROM source_names WHERE alias = ?", (key,))
    if name := load_names().get(key):
        connection.execute("INSERT INTO source_names(alias, name) VALUES (?, ?)", (key, name))
    return rename_sources(connection)


def rename_sources(connection: sqlite3.Connection) -> int:
    """Name the sources of all articles by the table; returns how many articles have another one by that."""
    changed = 0
    for written, source, articles in connection.execute(_WRITTEN).fetchall():
        name = find_name(connection, written)
        if name != source:
            connection.execute(_RENAME, (name, written, name))
            changed += articles
    return changed


def list_names(connection: sqlite3.Connection) -> Iterator[SourceName]:
    """List the names that the pages of the archive give their sources, with the one name and the number of articles, and
    the archive's own aliases that no page has.
    """
    seen = set()
    rows = connection.execute("SELECT source_name, count(*) FROM articles WHERE source_name IS NOT NULL GROUP BY 1")
    for written, articles in rows.fetchall():
        alias = next((alias for alias in list_aliases(written) if _look_up(connection, alias)), "")
        seen.add(alias)
        row = connection.execute("SELECT name, own FROM source_names WHERE alias = ?", (alias,)).fetchone()
        name, own = row or (written, 0)
        yield SourceName(written, name, alias, bool(own), articles)
    for alias, name in connection.execute("SELECT alias, name FROM source_names WHERE own ORDER BY alias").fetchall():
        if alias not in seen:
            yield SourceName(alias, name, alias, True, 0)


def _look_up(connection: sqlite3.Connection, alias: str) -> str | None:
    row = connection.execute(_NAME, (alias,)).fetchone()
    return row[0] if row else None
