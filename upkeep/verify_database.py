"""Verify the database of an archive: its pages, references, hashes, histories, search index."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from cundang.search.tokenize import TOK_VERSION
from cundang.store.damage import ERRORS, describe_damage, name_way_out
from pipelines.normalise import digest
from upkeep.faults import REBUILD, REINDEX, Fault

_MOST_MESSAGES = 20  # of SQLite


def find_faults(db: sqlite3.Connection, path: Path, counts: dict[str, int]) -> Iterator[Fault]:
    """What is wrong within the database; `counts` is filled."""
    if damage := describe_damage(path):
        yield Fault(path.name, damage, name_way_out(path))
    checks: tuple[Callable[[], Iterator[Fault]], ...] = (
        lambda: _pages(db, path),
        lambda: _references(db),
        lambda: _hashes(db, counts),
        lambda: _histories(db),
        lambda: _index(db),
    )
    for check in checks:
        try:
            yield from check()
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as error:
            # The bytes of a damaged page may be any value, or none.
            yield Fault(path.name, f"cannot be read to its end ({error})", name_way_out(path))
            return


def _pages(db: sqlite3.Connection, path: Path) -> Iterator[Fault]:
    """What SQLite says of its pages, with the tables that are on them."""
    messages = _check(db, f"PRAGMA integrity_check({_MOST_MESSAGES})")
    if not messages:
        return
    damaged = []
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall():
        quoted = table.replace("'", "''")
        if _check(db, f"PRAGMA integrity_check('{quoted}')"):
            damaged.append(table)
    where = f" (in {', '.join(damaged)})" if damaged else ""
    for message in messages:
        yield Fault(f"{path.name}{where}", f"SQLite says: {message}", name_way_out(path))


def _check(db: sqlite3.Connection, pragma: str) -> list[str]:
    """The lines that a check of SQLite gives where something is wrong."""
    try:
        found = [line for (message,) in db.execute(pragma) for line in str(message).splitlines()]
    except ERRORS as error:
        return [str(error)]
    return [line for line in found if line != "ok" and not line.startswith("***")]


def _references(db: sqlite3.Connection) -> Iterator[Fault]:
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Fault(f"{table} {rowid}", f"refers to a row of {parent} that is not there", REBUILD)


def _hashes(db: sqlite3.Connection, counts: dict[str, int]) -> Iterator[Fault]:
    for table in ("articles", "revisions"):
        sql = f"SELECT id, title, text, sha256 FROM {table}"  # noqa: S608 - two fixed names
        for row_id, title, text, sha in db.execute(sql):
            counts[table] += 1
            if digest(title, text) != sha:
                yield Fault(f"{table} {row_id}", "its sha256 is not that of its title and text", REBUILD)


_NO_REVISION = """
    SELECT a.id FROM articles a LEFT JOIN revisions r ON r.id = a.revision_id AND r.article_id = a.id
    WHERE r.id IS NULL OR r.sha256 != a.sha256
"""
_MISNUMBERED = "SELECT article_id FROM revisions GROUP BY article_id HAVING min(number) != 1 OR max(number) != count(*)"
_NO_EVENT = "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM events WHERE kind = 'new')"


def _histories(db: sqlite3.Connection) -> Iterator[Fault]:
    for sql, what in (
        (_NO_REVISION, "does not show the revision that it names"),
        (_MISNUMBERED, "its revisions are not numbered 1, 2, 3 ..."),
        (_NO_EVENT, "has no event `new`"),
    ):
        for (article_id,) in db.execute(sql):
            yield Fault(f"articles {article_id}", what, REBUILD)


_NOT_INDEXED = """
    SELECT a.id FROM articles a LEFT JOIN fts_state s ON s.article_id = a.id
      LEFT JOIN articles_fts_docsize d ON d.id = a.id
    WHERE d.id IS NULL OR s.text_sha256 IS NULL OR s.text_sha256 != a.sha256 OR s.tok_version != ?
"""
_TOO_MANY = "SELECT id FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles)"


def _index(db: sqlite3.Connection) -> Iterator[Fault]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_fts'").fetchone():
        return  # a fault of the schema, which is told
    for (article_id,) in db.execute(_NOT_INDEXED, (TOK_VERSION,)):
        yield Fault(f"articles {article_id}", "the search index does not have its text as it stands", REINDEX)
    for (article_id,) in db.execute(_TOO_MANY):
        yield Fault(f"articles_fts {article_id}", "an entry without an article", REINDEX)
