"""Read an article, its revisions and its events from the archive."""

import json
import sqlite3
from typing import Any

from datasette_config.reading import select_one, select_rows

_ARTICLE = """
    SELECT a.*, coalesce(s.publisher, s.name) AS publisher FROM articles a JOIN sites s ON s.name = a.site
    WHERE a.id = ?
"""
_REVISIONS = """
    SELECT id, number, fetched_at, imported_at, title, extractor, warc_file, warc_offset FROM revisions
    WHERE article_id = ? ORDER BY number
"""
_REVISION = "SELECT * FROM revisions WHERE article_id = ? AND number = ?"
_EVENTS = "SELECT at, kind, size, added, removed, detail FROM events WHERE article_id = ? ORDER BY at, id"


def read_article(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """Read the row of an article, and its publisher. Raises NotFound where there is none."""
    return select_one(connection, _ARTICLE, article_id)


def read_revisions(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """Read what is known of each revision of an article, without its text."""
    return select_rows(connection, _REVISIONS, article_id)


def read_revision(connection: sqlite3.Connection, article_id: int, number: int) -> dict[str, Any]:
    """Read the row of a revision. Raises NotFound where there is none."""
    return select_one(connection, _REVISION, article_id, number)


def read_events(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """Read the events of an article, their detail as a dictionary."""
    return [
        {**event, "detail": json.loads(event["detail"] or "{}")}
        for event in select_rows(connection, _EVENTS, article_id)
    ]
