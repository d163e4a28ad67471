"""What each day of a site named and what of it is held; of a site with a list a day also whether it was asked for."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from cundang.store.frontier import NO_LIST

# What became of the lists of a day: they were read; they were asked for and have nothing (no such page, or no article);
# one of them failed; they wait to be asked for; nobody ever asked for them.
Lists = Literal["read", "none", "failed", "pending", "never asked"]
FindDay = Callable[[str, str], str | None]
NOT_THERE = ("HTTP 404", "HTTP 410")

_NAMED = """
    SELECT coalesce(n.day, substr(a.published_at, 1, 10)), count(*), sum(a.id IS NOT NULL)
    FROM (SELECT url, max(day) AS day FROM named WHERE site = ? GROUP BY url) n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE u.kind IS NOT 'list' GROUP BY 1
"""
_LISTS = "SELECT source, url, state, coalesce(error, '') FROM urls WHERE site = ? AND kind = 'list'"
_EARLIEST = date(1800, 1, 1)  # before any newspaper in Chinese


@dataclass(frozen=True, slots=True)
class Day:
    """How many articles were named for a day, each once, and how many of them the archive holds.

    `lists` says what became of the lists of this day; None where the site has no list for each day.
    """

    day: str
    named: int
    held: int
    lists: Lists | None


def measure_days(
    connection: sqlite3.Connection, site: str, find_day: FindDay, since: str | None = None, until: str | None = None
) -> list[Day]:
    """Measure each day of a site between two days, in order; without them from the first to the last that is known.

    `find_day` gives the day (2015-01-31), or the month, whose list an address of a source is, or None. Where the site
    has such lists, the days without any are there too. Articles whose day nobody knows are left out.
    """
    named = {day: (count, held) for day, count, held in connection.execute(_NAMED, (site,)) if _is_day(day)}
    asked = _find_asked(connection, site, find_day)
    known = sorted({*named, *(day if _is_day(day) else f"{day}-01" for day in asked)})
    if not known:
        return []
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()  # somewhere it is that day
    first, last = since or known[0], min(until or known[-1], max(known[-1], tomorrow))
    days = _iterate_days(first, last) if asked else (day for day in known if first <= day <= last)
    return [_make_day(day, named.get(day, (0, 0)), asked) for day in days]


def _make_day(day: str, counts: tuple[int, int], asked: Mapping[str, set[Lists]]) -> Day:
    if not asked:
        return Day(day, *counts, None)
    states = asked.get(day, set()) | asked.get(day[:7], set())
    lists: Lists = next((state for state in ("failed", "pending", "read", "none") if state in states), "never asked")
    return Day(day, *counts, "none" if lists == "read" and not counts[0] else lists)


def _find_asked(connection: sqlite3.Connection, site: str, find_day: FindDay) -> dict[str, set[Lists]]:
    """What became of the lists of each day, or month."""
    asked: dict[str, set[Lists]] = {}
    for source, url, state, error in connection.execute(_LISTS, (site,)):
        if day := find_day(source or "", url):
            asked.setdefault(day, set()).add(_describe(state, error))
    return asked


def _describe(state: str, error: str) -> Lists:
    """What became of a list. One that failed and waits to be tried again has failed so far."""
    if error.startswith(NO_LIST) or (state == "failed" and error in NOT_THERE):
        return "none"
    if state == "pending" and not error:
        return "pending"
    return "read" if state == "done" and not error else "failed"


def _is_day(text: str | None) -> bool:
    return text is not None and len(text) == len("2015-01-31")


def _iterate_days(first: str, last: str) -> Iterator[str]:
    """The days from one to another, at most from 1800 on."""
    day, end = max(date.fromisoformat(first), _EARLIEST), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)
