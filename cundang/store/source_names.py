"""The table `source_names`: what pages call the sources of articles, and the one name of each.

The software fills it; rows of the archive's own (see own_names.py) go before those, and stay when it is filled anew.
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from cundang.text.source_names import list_aliases, load_names, resolve

_NAME = "SELECT name FROM source_names WHERE alias = ?"
_WRITTEN = "SELECT source_name, source, count(*) FROM articles WHERE source_name IS NOT NULL GROUP BY 1, 2"
_RENAME = "UPDATE articles SET source = ? WHERE source_name = ? AND source IS NOT ?"


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
    """List the names that the pages of the archive give their sources, with the one name and the number of articles;
    and the archive's own aliases that no page has.
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
