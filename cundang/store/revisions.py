"""Revisions: every distinct version of an article, with what cleaning and repair did to its text.

Numbers are unique within an article, so what is renumbered goes by way of negative numbers.
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
    """A revision, and what cleaning and repair did to its text."""
    found = {name: found.stored() for name, found in article.found.items()}
    revision = {
        "id": revision_id, "article_id": article_id, "number": number, "fetched_at": stamp(article.fetched_at),
        **{name: getattr(article, name) for name in COMPARED}, "sha256": article.sha256, "extractor": article.extractor,
        "found": json.dumps(found, ensure_ascii=False), "warc_file": record.warc_file, "warc_offset": record.warc_offset,
    }  # fmt: skip
    rows.insert("revisions", revision)
    rows.insert_all("removed", [{"revision_id": revision_id, **asdict(removal)} for removal in article.removed])
    rows.insert_all("repairs", [{"revision_id": revision_id, **asdict(repair)} for repair in article.repairs])


def move_revision(rows: Rows, revision_id: int, at: str, record: Record) -> None:
    """A revision was there earlier than known: its time, and its raw page."""
    rows.connection.execute(_MOVE, (at, record.warc_file, record.warc_offset, revision_id))


def make_room(rows: Rows, article_id: int, after: int) -> None:
    """Make room for a revision after the one of a number."""
    where = "WHERE article_id = ? AND number"
    rows.connection.execute(f"UPDATE revisions SET number = -number - 1 {where} > ?", (article_id, after))  # noqa: S608
    rows.connection.execute(f"UPDATE revisions SET number = -number {where} < 0", (article_id,))  # noqa: S608


def free_numbers(rows: Rows, article_id: int) -> None:
    """Make all numbers of an article's revisions free, until each has a new one."""
    rows.connection.execute("UPDATE revisions SET number = -number WHERE article_id = ?", (article_id,))


def set_number(rows: Rows, revision_id: int, number: int) -> None:
    """Give a revision its number."""
    rows.connection.execute("UPDATE revisions SET number = ? WHERE id = ?", (number, revision_id))


def set_aside(rows: Rows, revision_id: int) -> None:
    """Take out a revision. What was removed from it and repaired stays until `drop_set_aside`: a copy may need it."""
    for table in ("removed", "repairs"):
        rows.connection.execute(
            f"UPDATE {table} SET revision_id = -revision_id WHERE revision_id = ?",  # noqa: S608 - names of ours
            (revision_id,),
        )
    rows.connection.execute("DELETE FROM revisions WHERE id = ?", (revision_id,))


def drop_set_aside(rows: Rows) -> None:
    """Take out what `set_aside` left."""
    for table in ("removed", "repairs"):
        rows.connection.execute(f"DELETE FROM {table} WHERE revision_id < 0")  # noqa: S608 - names of ours


def insert_copy(rows: Rows, revision: Mapping[str, object], connection: sqlite3.Connection, revision_id: int) -> int:
    """Insert a revision as a copy of the one that has an id in an archive, this or another; returns its own id."""
    copy_id = rows.next_id("revisions")
    rows.insert("revisions", {**revision, "id": copy_id})
    for table in ("removed", "repairs"):
        sql = f"SELECT * FROM {table} WHERE abs(revision_id) = ? ORDER BY rowid"  # noqa: S608 - names of ours
        for each in list(select(connection, sql, [revision_id])):
            rows.insert(table, {**each, "revision_id": copy_id})
    return copy_id
