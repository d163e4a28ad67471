"""Find events: the stream of what happened to articles, newest first, narrowed by what a reader asks for.

The stream is walked down its index by time until enough is found, as to look up and sort all events of many articles
takes longer; those of the few that a rare word finds are looked up (bench/changes.py). Events of times that nobody
knows are not in it.
"""

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cundang.search.query import Query
from cundang.search.results import make_ids_sql

KINDS = ("new", "edited", "gone", "restored", "moved", "reprinted")
SIZES = ("typo", "sentence", "paragraph", "rewrite", "title", "date", "field")
TRIVIAL = ("typo", "date", "field")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What of the stream is asked for; without anything all of it.

    `sizes` narrow the edits, and alone mean edits only. `since` and `until` are times in UTC as in `events.at`, or
    beginnings of such (2026, 2026-11, 2026-11-20), both inclusive. An event `reprinted` is of the sites of both.
    `before` is the place of an event, (at, id): only what is below it.
    """

    kinds: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    without_trivial: bool = False
    query: Query | None = None
    before: tuple[str, int] | None = None


class Event(NamedTuple):
    """A row of `events`; `detail` is its JSON."""

    id: int
    article_id: int
    at: str
    kind: str
    size: str | None
    added: int | None
    removed: int | None
    other_id: int | None
    detail: dict[str, Any]


_FEW = 2_000  # articles
_COLUMNS = ", ".join(f"e.{name}" for name in Event._fields)
_STREAM = f"""
    SELECT {_COLUMNS} FROM events e INDEXED BY events_at
    WHERE {{conditions}} ORDER BY e.at DESC, e.id DESC LIMIT :most
"""  # noqa: S608 - the names of columns
_LOOKED_UP = f"""
    SELECT {_COLUMNS} FROM json_each(:found) f CROSS JOIN events e INDEXED BY events_article ON e.article_id = f.value
    WHERE {{conditions}} ORDER BY e.at DESC, e.id DESC LIMIT :most
"""  # noqa: S608 - as above
_COUNTS = """
    SELECT a.site, e.kind, e.size, count(*) FROM events e INDEXED BY events_at
    JOIN articles a INDEXED BY articles_facets ON a.id = e.article_id
    WHERE {conditions} GROUP BY a.site, e.kind, e.size ORDER BY a.site, e.kind, e.size
"""
_UNDATED = "SELECT count(*) FROM events WHERE at IS NULL"
_LISTED = "IN (SELECT value FROM json_each(:{}))"
# The + keeps SQLite from looking up the events of each article.
_SITES = """
    (+e.article_id IN (SELECT id FROM articles WHERE site IN (SELECT value FROM json_each(:sites)))
     OR +e.other_id IN (SELECT id FROM articles WHERE site IN (SELECT value FROM json_each(:sites))))
"""


def select_events(connection: sqlite3.Connection, wanted: EventFilter, most: int = -1) -> list[Event]:
    """Select the newest `most` events (-1: all of them)."""
    cursor = connection.cursor()
    cursor.row_factory = None  # tuples, whatever row factory the connection has
    statement, found = _STREAM, []
    if wanted.query:
        ids, parameters = make_ids_sql(wanted.query)
        found = cursor.execute(f"{ids} LIMIT {_FEW + 1}", parameters).fetchall()
        if len(found) <= _FEW:
            statement, wanted = _LOOKED_UP, replace(wanted, query=None)
    conditions, bound = _make_conditions(wanted)
    bound |= {"most": most, "found": json.dumps([row[0] for row in found])}
    rows = cursor.execute(statement.format(conditions=conditions), bound)
    return [Event._make((*row[:-1], json.loads(row[-1] or "{}"))) for row in rows]


def count_events(connection: sqlite3.Connection, wanted: EventFilter) -> list[tuple[str, str, str | None, int]]:
    """Count the events by site, kind and size."""
    conditions, bound = _make_conditions(wanted)
    return [tuple(row) for row in connection.execute(_COUNTS.format(conditions=conditions), bound)]


def count_undated(connection: sqlite3.Connection) -> int:
    """Count the events that are not in the stream, as nobody knows their time."""
    return int(connection.execute(_UNDATED).fetchone()[0])


def _make_conditions(wanted: EventFilter) -> tuple[str, dict[str, Any]]:
    conditions, bound = ["e.at IS NOT NULL"], dict[str, Any]()
    kinds = wanted.kinds or (("edited",) if wanted.sizes else ())
    if kinds:
        conditions.append(f"e.kind {_LISTED.format('kinds')}")
        bound["kinds"] = json.dumps(kinds)
    if wanted.sizes:
        conditions.append(f"(e.kind != 'edited' OR e.size {_LISTED.format('sizes')})")
        bound["sizes"] = json.dumps(wanted.sizes)
    if wanted.without_trivial:
        conditions.append(f"(e.size IS NULL OR e.size NOT {_LISTED.format('trivial')})")
        bound["trivial"] = json.dumps(TRIVIAL)
    if wanted.sites:
        conditions.append(_SITES)
        bound["sites"] = json.dumps(wanted.sites)
    if wanted.since:
        conditions.append("e.at >= :from_time")
        bound["from_time"] = wanted.since
    if wanted.until:
        conditions.append("e.at < :to_time || '~'")  # `~` sorts after whatever follows a date
        bound["to_time"] = wanted.until
    if wanted.before:
        conditions.append("(e.at, e.id) < (:before_at, :before_id)")
        bound |= {"before_at": wanted.before[0], "before_id": wanted.before[1]}
    if wanted.query:
        ids, parameters = make_ids_sql(wanted.query)
        conditions.append(f"+e.article_id IN ({ids})")
        bound |= parameters
    return " AND ".join(conditions), bound
