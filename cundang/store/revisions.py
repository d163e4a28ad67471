"""Write revisions: every distinct version of an article, with what cleaning and repair did to its text.

Numbers are unique within an article, so renumbering goes through negative numbers.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict

from cundang.model.article import COMPARED, Article
from cundang.model.page import Record
from cundang.store.clock import stamp
from cundang.store.rows import Rows, select

_MOVE = "UPDATE revisions SET fetched_at = ?, warc_file = ?, warc_offset = ? WHERE id = ?"


def insert_revision(
    rows: Rows, article_id: int, revision_id: int, number: int, article: Article, record: Record
) -> None:
    """Insert a revision, and what cleaning and repair did to its text."""
    found = {name: field.stored() for name, field in article.found.items()}
    revision = {
        "id": revision_id,
        "article_id": article_id,
        "number": number,
        "fetched_at": stamp(article.fetched_at),
        **{name: getattr(article, name) for name in COMPARED},
        "sha256": article.sha256,
        "extractor": article.extractor,
        "found": json.dumps(found, ensure_ascii=False),
        "warc_file": record.warc_file,
        "warc_offset": record.warc_offset,
    }
    rows.insert("revisions", revision)
    rows.insert_all("removed", [{"revision_id": revision_id, **asdict(removal)} for removal in article.removed])
    rows.insert_all("repairs", [{"revision_id": revision_id, **asdict(repair)} for repair in article.repairs])


def move_revision(rows: Rows, revision_id: int, at: str, record: Record) -> None:
    """Move a revision to the earlier time at which it was found, with the raw page of that time."""
    rows.connection.execute(_MOVE, (at, record.warc_file, record.warc_offset, revision_id))


def make_room(rows: Rows, article_id: int, after: int) -> None:
    """Add one to the numbers of the revisions after a number, so that another can take its place."""
    where = "WHERE article_id = ? AND number"
    rows.connection.execute(f"UPDATE revisions SET number = -number - 1 {where} > ?", (article_id, after))  # noqa: S608
    rows.connection.execute(f"UPDATE revisions SET number = -number {where} < 0", (article_id,))  # noqa: S608


def free_numbers(rows: Rows, article_id: int) -> None:
    """Free all numbers of an article's revisions; call `set_number` for each after that."""
    rows.connection.execute("UPDATE revisions SET number = -number WHERE article_id = ?", (article_id,))


def set_number(rows: Rows, revision_id: int, number: int) -> None:
    """Set the number of a revision."""
    rows.connection.execute("UPDATE revisions SET number = ? WHERE id = ?", (number, revision_id))


def set_aside(rows: Rows, revision_id: int) -> None:
    """Delete a revision. Its rows in `removed` and `repairs` stay until `drop_set_aside`: a copy may need them."""
    for table in ("removed", "repairs"):
        rows.connection.execute(
            f"UPDATE {table} SET revision_id = -revision_id WHERE revision_id = ?",  # noqa: S608 - two fixed names
            (revision_id,),
        )
    rows.connection.execute("DELETE FROM revisions WHERE id = ?", (revision_id,))


def drop_set_aside(rows: Rows) -> None:
    """Delete the rows that `set_aside` left."""
    for table in ("removed", "repairs"):
        rows.connection.execute(f"DELETE FROM {table} WHERE revision_id < 0")  # noqa: S608 - two fixed names


def insert_copy(rows: Rows, revision: Mapping[str, object], connection: sqlite3.Connection, revision_id: int) -> int:
    """Insert a copy of the revision that has an id in this or another archive; returns the id of the copy."""
    copy_id = rows.next_id("revisions")
    rows.insert("revisions", {**revision, "id": copy_id})
    for table in ("removed", "repairs"):
        sql = f"SELECT * FROM {table} WHERE abs(revision_id) = ? ORDER BY rowid"  # noqa: S608 - two fixed names
        for each in list(select(connection, sql, [revision_id])):
            rows.insert(table, {**each, "revision_id": copy_id})
    return copy_id
