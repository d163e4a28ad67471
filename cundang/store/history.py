"""Insert versions that were fetched before the latest revision of their article, and derive events from revisions."""

import json
from collections.abc import Mapping
from itertools import pairwise

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store.clock import stamp
from cundang.store.revisions import insert_revision, make_room, move_revision
from cundang.store.rows import Rows
from cundang.text.edit_size import measure_edit

Version = Mapping[str, str | None]

_LATEST = "SELECT r.fetched_at FROM articles a JOIN revisions r ON r.id = a.revision_id WHERE a.id = ?"
_FIELDS = ", ".join(COMPARED)
_VERSIONS = f"""
    SELECT id, number, fetched_at, {_FIELDS} FROM revisions WHERE article_id = ? ORDER BY number
"""  # noqa: S608
_SEEN = """
    UPDATE articles SET first_seen_at = min(first_seen_at, :at), last_seen_at = max(last_seen_at, :at),
      changed_at = (SELECT fetched_at FROM revisions WHERE id = revision_id)
    WHERE id = :id
"""
_EVENTS = "SELECT at, kind, detail, id FROM events WHERE article_id = ? AND kind IN ('new', 'edited')"
_EVENT = "INSERT INTO events(article_id, at, kind, detail) VALUES (?, ?, ?, ?)"


def is_earlier(rows: Rows, article: Article, before: Known) -> bool:
    """Whether a page was fetched before the latest revision that the archive holds of its article."""
    latest = rows.connection.execute(_LATEST, (before.article_id,)).fetchone()
    return latest is not None and stamp(article.fetched_at) < latest[0]


def insert_version(rows: Rows, article: Article, before: Known, record: Record) -> str:
    """Store an earlier version as a sighting or a revision; returns the outcome: unchanged or edited.

    The current state of the article stays that of the latest revision.
    """
    at = stamp(article.fetched_at)
    versions = rows.select(_VERSIONS, [before.article_id])
    place = sum(version["fetched_at"] <= at for version in versions)
    values = {name: getattr(article, name) for name in COMPARED}
    outcome = "unchanged"
    if place and not find_changed_fields(versions[place - 1], values):
        pass
    elif not find_changed_fields(versions[place], values):
        move_revision(rows, versions[place]["id"], at, record)
    else:
        outcome = "edited"
        make_room(rows, before.article_id, place)
        insert_revision(rows, before.article_id, rows.next_id("revisions"), place + 1, article, record)
    rows.connection.execute(_SEEN, {"at": at, "id": before.article_id})
    rewrite_events(rows, before.article_id)
    return outcome


def find_changed_fields(before: Version, after: Version) -> tuple[str, ...]:
    """The fields in which two versions differ."""
    return tuple(name for name in COMPARED if before[name] != after[name])


def rewrite_events(rows: Rows, article_id: int) -> None:
    """Make the events `new` and `edited` of an article agree with its revisions."""
    versions = rows.select(_VERSIONS, [article_id])
    wanted: list[tuple[str, str, str | None]] = [(versions[0]["fetched_at"], "new", None)]
    for before, after in pairwise(versions):
        fields = find_changed_fields(before, after)
        size = measure_edit(before["text"], after["text"]) if "text" in fields else None
        wanted.append((after["fetched_at"], "edited", json.dumps({"fields": fields, "size": size})))
    for *event, event_id in rows.connection.execute(_EVENTS, (article_id,)).fetchall():
        if tuple(event) in wanted:
            wanted.remove((event[0], event[1], event[2]))
        else:
            rows.connection.execute("DELETE FROM events WHERE id = ?", (event_id,))
    rows.connection.executemany(_EVENT, [(article_id, *event) for event in wanted])
