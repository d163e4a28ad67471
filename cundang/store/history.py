"""Put a version of an article in its place in time: what was fetched before the latest revision, and what is merged."""

import json
from collections.abc import Mapping
from itertools import pairwise

from sqlite_utils import Database

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store.revisions import insert_revision, next_id
from cundang.store.session import Archive, stamp
from cundang.text.edit_size import edit_size

Version = Mapping[str, str | None]

_LATEST = "SELECT r.fetched_at FROM articles a JOIN revisions r ON r.id = a.revision_id WHERE a.id = ?"
_VERSIONS = f"SELECT id, number, fetched_at, {', '.join(COMPARED)} FROM revisions WHERE article_id = ? ORDER BY number"  # noqa: S608
_MOVE = "UPDATE revisions SET fetched_at = ?, warc_file = ?, warc_offset = ? WHERE id = ?"
_SEEN = """
    UPDATE articles SET first_seen_at = min(first_seen_at, :at), last_seen_at = max(last_seen_at, :at),
      changed_at = (SELECT fetched_at FROM revisions WHERE id = revision_id)
    WHERE id = :id
"""


def is_earlier(archive: Archive, article: Article, before: Known) -> bool:
    """Whether a page was fetched before the latest revision that the archive holds of its article."""
    latest = archive.db.conn.execute(_LATEST, (before.article_id,)).fetchone()
    return latest is not None and stamp(article.fetched_at) < latest[0]


def insert_version(archive: Archive, article: Article, before: Known, record: Record) -> str:
    """Store such a page as a sighting or as an earlier revision; returns the outcome: unchanged or edited.

    What the archive shows of the article stays as it is: that is the latest revision.
    """
    db, at = archive.db.conn, stamp(article.fetched_at)
    versions = list(archive.db.query(_VERSIONS, [before.article_id]))
    place = sum(version["fetched_at"] <= at for version in versions)
    values = {name: getattr(article, name) for name in COMPARED}
    outcome = "unchanged"
    if place and not changed_fields(versions[place - 1], values):
        pass
    elif not changed_fields(versions[place], values):
        db.execute(_MOVE, (at, record.warc_file, record.warc_offset, versions[place]["id"]))
    else:
        outcome = "edited"
        renumber(archive.db, before.article_id, place)
        insert_revision(archive, before.article_id, next_id(archive.db, "revisions"), place + 1, article, record)
    db.execute(_SEEN, {"at": at, "id": before.article_id})
    rewrite_events(archive.db, before.article_id)
    return outcome


def renumber(db: Database, article_id: int, after: int) -> None:
    """Make room for a revision after the one of a number. By way of negative numbers, as they are unique."""
    where = "WHERE article_id = ? AND number"
    db.conn.execute(f"UPDATE revisions SET number = -number - 1 {where} > ?", (article_id, after))  # noqa: S608
    db.conn.execute(f"UPDATE revisions SET number = -number {where} < 0", (article_id,))  # noqa: S608


def changed_fields(before: Version, after: Version) -> tuple[str, ...]:
    """The fields in which two versions differ."""
    return tuple(name for name in COMPARED if before[name] != after[name])


def rewrite_events(db: Database, article_id: int) -> None:
    """Make the events `new` and `edited` of an article say what its revisions say."""
    versions = list(db.query(_VERSIONS, [article_id]))
    wanted: list[tuple[str, str, str | None]] = [(versions[0]["fetched_at"], "new", None)]
    for before, after in pairwise(versions):
        fields = changed_fields(before, after)
        size = edit_size(before["text"], after["text"]) if "text" in fields else None
        wanted.append((after["fetched_at"], "edited", json.dumps({"fields": fields, "size": size})))
    there = db.conn.execute(
        "SELECT at, kind, detail, id FROM events WHERE article_id = ? AND kind IN ('new', 'edited')", (article_id,)
    ).fetchall()
    for *event, event_id in there:
        if tuple(event) in wanted:
            wanted.remove((event[0], event[1], event[2]))
        else:
            db.conn.execute("DELETE FROM events WHERE id = ?", (event_id,))
    rows = [(article_id, *event) for event in wanted]
    db.conn.executemany("INSERT INTO events(article_id, at, kind, detail) VALUES (?, ?, ?, ?)", rows)
