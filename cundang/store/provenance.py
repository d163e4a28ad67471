"""Provenance: who saw an article on its site, this archive or another tool whose pages were imported, and when.

`articles.first_seen_at` and `last_seen_at` take in both: a page in a WARC file of another crawler was on its site when
that crawler fetched it. That an article is still there may be said only by a fetch of this archive's own.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cundang.store.rows import select

_FETCHES = """
    SELECT f.fetched_at, f.warc_file, f.warc_offset, r.command, r.started_at
    FROM fetches f CROSS JOIN runs r ON r.id = f.run_id
    WHERE f.url IN (SELECT value FROM json_each(?)) AND f.sighting AND f.outcome IN ('new', 'edited', 'unchanged')
    ORDER BY f.fetched_at, f.id
"""
# Of an article `a`: this archive fetched it from its site; where nothing tells of fetches, it is taken for granted.
FETCHED_HERE = """
    (SELECT max(f.sighting AND r.command != 'import' AND NOT (r.command = 'rebuild' AND f.warc_file LIKE 'import-%'))
     FROM fetches f JOIN runs r ON r.id = f.run_id
     WHERE f.url = a.url AND f.outcome IN ('new', 'edited', 'unchanged')) IS NOT 0
"""
_EARLIER_ADDRESSES = "SELECT detail ->> 'from' FROM events WHERE article_id = ? AND kind = 'moved'"
# A WARC file of pages that were imported is called after the command and the day. Where a rebuild found one without the
# archive that it belongs to, nothing else tells where its pages are from.
_IMPORTED = re.compile(r"import-(\d{4})(\d\d)(\d\d)\b", re.ASCII)
# By so much the time of a sighting may be later than that of its fetch: answers 304 once had the time of our own work.
_WORK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting: when; whether this archive fetched the page; if not, when it was imported, where that is known."""

    at: str
    is_own: bool = True
    imported_at: str | None = None


class Provenance:
    """The sightings of one article. `article` is its row, with id, url, first_seen_at and last_seen_at.

    `own_first_at` and `own_last_at` are the first and the last fetch of this archive's own: what may be said of when
    it was archived, and whether it is still there. `first` and `last` are the sightings at the times of the row.
    """

    def __init__(self, connection: sqlite3.Connection, article: Mapping[str, Any]) -> None:
        earlier = [url for (url,) in connection.execute(_EARLIER_ADDRESSES, (article["id"],)) if url]
        fetches = list(select(connection, _FETCHES, [json.dumps([article["url"], *earlier])]))
        seen = [(fetch, _make_seen(fetch)) for fetch in fetches]
        own = [each.at for _, each in seen if each.is_own]
        self.own_first_at: str | None = min(own, default=None)
        self.own_last_at: str | None = max(own, default=None)
        self._by_record: dict[tuple[Any, ...], Seen] = {}
        self._by_moment: dict[str, Seen] = {}
        for fetch, each in seen:
            for by, key in ((self._by_record, _key_of(fetch)), (self._by_moment, each.at)):
                if key not in by or each.is_own:
                    by[key] = each  # type: ignore[index]
        self.first = self.find(article["first_seen_at"])
        self.last = self.find(article["last_seen_at"])

    def of_version(self, revision: Mapping[str, Any]) -> Seen | None:
        """Who saw a version first; None where its page has no time of its own."""
        if revision["fetched_at"] is None:
            return None
        found = self._by_record.get(_key_of(revision)) or self._by_moment.get(revision["fetched_at"])
        day = _find_day(revision["warc_file"])
        return found or Seen(revision["fetched_at"], day is None, day)

    def find(self, at: str | None) -> Seen | None:
        """Who saw the article at a moment. A revisit in a file of another tool's is in no row of `fetches`."""
        if at is None or at in self._by_moment:
            return None if at is None else self._by_moment[at]
        own = (each.at for each in self._by_moment.values() if each.is_own)
        return Seen(at, not self._by_moment or any(_is_work_of(at, each) for each in own))


def _is_work_of(at: str, fetched_at: str) -> bool:
    """Whether a moment is that of the work on a page that was fetched. What is no time, in a file of others, is not."""
    try:
        return timedelta() <= datetime.fromisoformat(at) - datetime.fromisoformat(fetched_at) <= _WORK
    except (ValueError, TypeError):
        return False


def _key_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["fetched_at"], row["warc_file"], row["warc_offset"]


def _make_seen(fetch: Mapping[str, Any]) -> Seen:
    day = _find_day(fetch["warc_file"]) if fetch["command"] == "rebuild" else None
    imported_at = fetch["started_at"] if fetch["command"] == "import" else day
    return Seen(fetch["fetched_at"], imported_at is None, imported_at)


def _find_day(warc_file: str | None) -> str | None:
    """The day of the import that a WARC file is called after; None where it is called after a site."""
    found = _IMPORTED.match(warc_file or "")
    return "-".join(found.groups()) if found else None
