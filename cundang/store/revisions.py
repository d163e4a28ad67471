"""Write revisions: every distinct version of an article, with what cleaning and repair did to its text.

Numbers are unique within an article, so renumbering goes through negative numbers.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from cundang.model.article import COMPARED, Article
from cundang.model.page import Record
from cundang.store.clock import stamp, stamp_sighting
from cundang.store.rows import Rows, select

_UNNAME = """
    UPDATE relations SET revision_id = NULL
    WHERE revision_id = :id AND NOT EXISTS (SELECT 1 FROM revisions WHERE id = :id)
"""


def describe(article: Article, record: Record) -> dict[str, Any]:
    """The row of a revision that a page gives, without its id, article and number. `imported_at` is set, and not
    `fetched_at`, where nobody knows when its site showed it.
    """
    found = {name: field.stored() for name, field in article.found.items()}
    return {
        "id": None,
        "fetched_at": stamp_sighting(article),
        "imported_at": None if article.is_sighting else stamp(article.fetched_at),
        **{name: getattr(article, name) for name in COMPARED},
        "sha256": article.sha256,
        "extractor": article.extractor,
        "found": json.dumps(found, ensure_ascii=False),
        "warc_file": record.warc_file,
        "warc_offset": record.warc_offset,
    }


def insert_revision(rows: Rows, revision: Mapping[str, object], article: Article) -> None:
    """Insert a revision by its row, with what cleaning and repair did to the article's text."""
    rows.insert("revisions", revision)
    _insert_traces(rows, revision["id"], article)


def _insert_traces(rows: Rows, revision_id: object, article: Article) -> None:
    rows.insert_all("removed", [{"revision_id": revision_id, **asdict(removal)} for removal in article.removed])
    rows.insert_all("repairs", [{"revision_id": revision_id, **asdict(repair)} for repair in article.repairs])


def update_revision(rows: Rows, revision: Mapping[str, object], article: Article) -> None:
    """Let a revision say what its page is read as now: its row, and what cleaning and repair did to the text."""
    revision_id = revision["id"]
    rows.update("revisions", int(str(revision_id)), revision)
    for table in ("removed", "repairs"):
        rows.connection.execute(f"DELETE FROM {table} WHERE revision_id = ?", (revision_id,))  # noqa: S608 - as above
    _insert_traces(rows, revision_id, article)


def free_numbers(rows: Rows, article_id: int) -> None:
    """Free all numbers of an article's revisions; call `set_number` for each after that."""
    rows.connection.execute("UPDATE revisions SET number = -number WHERE article_id = ?", (article_id,))


def set_number(rows: Rows, revision_id: int, number: int) -> None:
    """Set the number of a revision."""
    rows.connection.execute("UPDATE revisions SET number = ? WHERE id = ?", (number, revision_id))


def set_aside(rows: Rows, revision_id: int) -> None:
    """Delete a revision. Its rows in `removed` and `repairs` stay until `drop_set_aside`, under the negative of its id:
    a copy may need them. References to it are checked when the transaction is committed.
    """
    rows.connection.execute("PRAGMA defer_foreign_keys = on")  # until then
    for table in ("removed", "repairs"):
        rows.connection.execute(
            f"UPDATE {table} SET revision_id = -revision_id WHERE revision_id = ?",  # noqa: S608 - two fixed names
            (revision_id,),
        )
    rows.connection.execute("DELETE FROM revisions WHERE id = ?", (revision_id,))


def drop_set_aside(rows: Rows, revision_ids: Iterable[int]) -> None:
    """Delete the rows that `set_aside` left of revisions. Relations that were made with one that did not come back name
    none until they are made anew.
    """
    for table in ("removed", "repairs"):
        rows.connection.executemany(
            f"DELETE FROM {table} WHERE revision_id = ?",  # noqa: S608 - two fixed names
            [(-revision_id,) for revision_id in revision_ids],
        )
    rows.connection.executemany(_UNNAME, [{"id": revision_id} for revision_id in revision_ids])


def insert_copy(rows: Rows, revision: Mapping[str, object], connection: sqlite3.Connection, original_id: int) -> None:
    """Insert a revision by its row, with what cleaning and repair did to that of another id in this or another archive.

    The id of one that was set aside is the negative of what it was.
    """
    rows.insert("revisions", revision)
    for table in ("removed", "repairs"):
        sql = f"SELECT * FROM {table} WHERE revision_id = ? ORDER BY rowid"  # noqa: S608 - two fixed names
        for each in list(select(connection, sql, [original_id])):
            rows.insert(table, {**each, "revision_id": revision["id"]})
