"""Read an article, its revisions and its events from the archive."""

import json
import sqlite3
from typing import Any

from cundang.store.provenance import Provenance
from cundang.store.source_names import find_name
from datasette_config.reading import select_one, select_rows

_ARTICLE = """
    SELECT a.*, coalesce(s.publisher, s.name) AS publisher, s.language AS site_language
    FROM articles a JOIN sites s ON s.name = a.site WHERE a.id = ?
"""
_REVISIONS = """
    SELECT id, number, fetched_at, imported_at, title, extractor, warc_file, warc_offset FROM revisions
    WHERE article_id = ? ORDER BY number
"""
_REVISION = "SELECT * FROM revisions WHERE article_id = ? AND number = ?"
_OF_VERSIONS = ("title", "text", "published_at", "source_name", "author", "editor", "sha256")
# What is kept of the newest version alone, and is said of no other.
_OF_NEWEST = ("published_raw", "modified_at", "kicker", "subtitle", "source_url", "document_number", "index_number")
_SIGHTINGS = ("new", "edited", "restored")  # events that a page tells, which another tool may have fetched
_EVENTS = """
    SELECT e.at, e.kind, e.size, e.added, e.removed, e.detail, e.other_id, c.title AS copy_title,
      c.script AS copy_script, c.language AS copy_language, coalesce(s.publisher, s.name) AS copy_publisher
    FROM events e LEFT JOIN articles c ON c.id = e.other_id LEFT JOIN sites s ON s.name = c.site
    WHERE e.article_id = ? ORDER BY e.at, e.id
"""


def read_article(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """Read the row of an article, and its publisher. Raises NotFound where there is none."""
    return select_one(connection, _ARTICLE, article_id)


def read_revisions(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """Read what is known of each revision of an article, without its text."""
    return select_rows(connection, _REVISIONS, article_id)


def read_revision(connection: sqlite3.Connection, article: dict[str, Any], number: int) -> dict[str, Any]:
    """Read the row of a revision of an article, and who saw it first (`seen`). Raises NotFound where there is none."""
    row = select_one(connection, _REVISION, article["id"], number)
    return {**row, "seen": Provenance(connection, article).of_version(row)}


def read_shown(
    connection: sqlite3.Connection, article: dict[str, Any], revisions: list[dict[str, Any]], number: int | None
) -> dict[str, Any]:
    """Read the row of an article as one of its revisions has it: the row itself for the one it shows (`number` None).

    Beside its columns it has the `number` of the revision, None where no revision is kept. Of a former one the columns
    that are kept of the newest alone are None. Raises NotFound where there is no such revision.
    """
    if number is None:
        own = next((each["number"] for each in revisions if each["id"] == article["revision_id"]), None)
        return {**article, "number": own}
    revision = select_one(connection, _REVISION, article["id"], number)
    if revision["id"] == article["revision_id"]:
        return {**article, "number": number}
    return {
        **article,
        **dict.fromkeys(_OF_NEWEST),
        **{name: revision[name] for name in _OF_VERSIONS},
        "source": find_name(connection, revision["source_name"]),
        "characters": len("".join(revision["text"].split())),
        "revision_id": revision["id"],
        "number": number,
    }


def read_history(connection: sqlite3.Connection, article: dict[str, Any]) -> dict[str, Any]:
    """Read the revisions and events of an article, each with who saw it (`seen`), and who saw the article at all.

    The detail of an event is a dictionary.
    """
    provenance = Provenance(connection, article)
    revisions = [
        {**revision, "seen": provenance.of_version(revision)} for revision in read_revisions(connection, article["id"])
    ]
    events = [
        {
            **event,
            "detail": json.loads(event["detail"] or "{}"),
            "seen": provenance.find(event["at"]) if event["kind"] in _SIGHTINGS else None,
        }
        for event in select_rows(connection, _EVENTS, article["id"])
    ]
    return {"revisions": revisions, "events": events, "provenance": provenance}
