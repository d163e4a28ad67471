"""An archive file that is open for writing. The modules of this folder write their tables through it."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from cundang.model.errors import ArchiveError
from cundang.model.publisher import Publishers
from cundang.search.fold import load_fold
from cundang.search.tokenize import tokenize
from cundang.store.schema import explain, open_archive
from cundang.text.letters import Letters

Row = Mapping[str, Any]

_OLD_ARTICLE = "SELECT o.id FROM old.articles o WHERE o.url = :url"
_WITHDRAWN_ARTICLE = """
    SELECT article_id FROM redactions
    WHERE url = ? AND article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM articles) ORDER BY id LIMIT 1
"""
_OLD_REVISION = """
    SELECT o.id FROM old.revisions o WHERE o.article_id = :article_id AND o.fetched_at IS :fetched_at
    AND o.warc_file IS :warc_file AND o.warc_offset IS :warc_offset
"""
_OLD_TEXT = """
    SELECT o.id FROM old.revisions o WHERE o.article_id = :article_id AND o.fetched_at IS :fetched_at
    AND o.sha256 = :sha256
"""
_OLD_EVENT = """
    SELECT o.id FROM old.events o
    WHERE o.article_id = :article_id AND o.kind = :kind AND o.other_id IS :other_id AND (:kind = 'new' OR o.at IS :at)
"""


class Rows:
    """The tables of one archive file.

    Ids of articles, revisions and events are given once. Where the file replaces another one, which is attached to it
    as `old`, `is_replacing` is set, and what is the same in both keeps its id. `tokens` may map texts to their tokens,
    if they were tokenized elsewhere; `letters` holds those of texts that were compared lately, by the article's id.
    """

    def __init__(self, path: Path, publishers: Publishers) -> None:
        self.path, self.publishers = path, publishers
        self.db = open_archive(path)
        self.connection: sqlite3.Connection = self.db.conn
        self.fold = load_fold(self.connection)
        self.tokens: Mapping[str, str] = {}
        self.letters: OrderedDict[int, Letters] = OrderedDict()
        self.is_replacing = False
        self.defers_clusters = False  # they are made anew in the end

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Do a step completely or not at all, within the open transaction, or in one that it begins.

        The transaction stays open. Raises ArchiveError where SQLite cannot write.
        """
        try:
            connection = self.connection
            if not connection.in_transaction:
                connection.execute("BEGIN IMMEDIATE")
            connection.execute("SAVEPOINT step")  # sqlite-utils would use a new name, and SQLite parse it, each time
            try:
                yield
            except BaseException:
                self.letters.clear()
                if connection.in_transaction:  # a full disk may have ended it
                    connection.execute("ROLLBACK TO step")
                    connection.execute("RELEASE step")
                raise
            connection.execute("RELEASE step")
        except sqlite3.OperationalError as error:
            raise explain(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do a step and commit it."""
        with self.atomic():
            yield
        self.connection.execute("COMMIT")

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Write rows in any order in one transaction: references are checked at its end.

        Raises ArchiveError where a row refers to one that does not exist, or SQLite fails; nothing is written then.
        """
        connection = self.connection
        try:
            connection.execute("PRAGMA foreign_keys = off")
            connection.execute("BEGIN IMMEDIATE")
            yield
            self._check_references()
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise explain(self.path, error) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _check_references(self) -> None:
        if broken := self.connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ArchiveError(
                f"{self.path}: a row of {broken[0]} refers to one of {broken[2]} that is not there; "
                "`archive verify` says which"
            )

    def select(self, sql: str, bound: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Select the rows of a query, each as a dictionary by column."""
        return list(select(self.connection, sql, bound))

    def insert(self, table: str, row: Row) -> int:
        """Insert a row; returns its id."""
        return self.connection.execute(_make_insert(table, tuple(row)), tuple(row.values())).lastrowid or 0

    def insert_all(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows that all have the columns of the first."""
        if rows:
            self.connection.executemany(_make_insert(table, tuple(rows[0])), [tuple(row.values()) for row in rows])

    def insert_or_ignore(self, table: str, row: Row) -> None:
        """Insert a row unless one with its key exists."""
        self.connection.execute(_make_insert(table, tuple(row), "OR IGNORE"), tuple(row.values()))

    def upsert(self, table: str, row: Row, on_conflict: str) -> None:
        """Insert a row, or if one with its key exists, do what the upsert clause `on_conflict` says."""
        self.connection.execute(f"{_make_insert(table, tuple(row))} {on_conflict}", tuple(row.values()))

    def update(self, table: str, row_id: int, row: Row) -> None:
        """Set columns of the row with an id."""
        self.connection.execute(_update(table, tuple(row)), (*row.values(), row_id))

    def next_article_id(self, url: str) -> int:
        """Find the id for a new article: that of its address in the file that this one replaces, that which it had
        before it was withdrawn, or the next.
        """
        withdrawn = self.connection.execute(_WITHDRAWN_ARTICLE, (url,)).fetchone()
        return (
            self._find_old_id("articles", _OLD_ARTICLE, {"url": url})
            or (int(withdrawn[0]) if withdrawn else 0)
            or self._next_id("articles")
        )

    def next_revision_id(self, row: Row) -> int:
        """Find the id for a revision: the one that it has in the file that this one replaces, or the next."""
        return self.find_old_revision_id(row) or self._next_id("revisions")

    def find_old_revision_id(self, row: Row) -> int | None:
        """Find the id that a revision has in the file that this one replaces.

        It is the same revision where it was fetched at the same time from the same record, or says the same.
        """
        return self._find_old_id("revisions", _OLD_REVISION, row) or self._find_old_id("revisions", _OLD_TEXT, row)

    def next_event_id(self, row: Row) -> int:
        """Find the id for an event: the one that it has in the file that this one replaces, or the next.

        An article is new once, so that event is the same at any time.
        """
        return self._find_old_id("events", _OLD_EVENT, {"other_id": None, **row}) or self._next_id("events")

    def _next_id(self, table: str) -> int:
        """Find an id that no row of a table ever had."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return int(row[0]) + 1 if row else 1

    def _find_old_id(self, table: str, sql: str, row: Row) -> int | None:
        """The first id of a query in the file that is replaced that no row of a table here has."""
        if not self.is_replacing:
            return None
        free = f"AND o.id NOT IN (SELECT id FROM main.{table} n WHERE n.id = o.id)"  # noqa: S608 - names of ours
        sql = f"{sql} {free} ORDER BY o.id LIMIT 1"
        found = self.connection.execute(sql, row).fetchone()
        return int(found[0]) if found else None

    def tokenize(self, text: str) -> str:
        """Tokenize a text as the search index has it."""
        return self.tokens.get(text) or tokenize(text, self.fold)

    def close(self, in_one_file: bool = False) -> None:
        """Close the file; with `in_one_file` the write-ahead log is written into it first."""
        if in_one_file:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()


def select(
    connection: sqlite3.Connection, sql: str, bound: Sequence[Any] | Mapping[str, Any] = ()
) -> Iterator[dict[str, Any]]:
    """Select the rows of a query in any database, each as a dictionary by column."""
    cursor = connection.execute(sql, bound)
    names = [name for name, *_ in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


@cache
def _make_insert(table: str, columns: tuple[str, ...], otherwise: str = "") -> str:
    """The statement that inserts a row. Cached, so that sqlite3 has it prepared: a page has six rows, and sqlite-utils
    builds a new statement for each.
    """
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    return f"INSERT {otherwise} INTO {table}({names}) VALUES ({marks})"  # noqa: S608 - names from the schema


@cache
def _update(table: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?"  # noqa: S608 - as above
