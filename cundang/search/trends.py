"""Count the articles of a query by day, week, month or year: exactly, however many there are.

The day of an article is the one that its page gives (the first ten characters of `published_at`), in the page's own
zone. Weeks are those of ISO 8601: from Monday, named by the year that their Thursday is in.
"""

import re
import sqlite3
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cundang.search.query import Query
from cundang.search.results import make_ids_sql

STEPS = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}  # how many days each has, on average
# As far as these many days, a curve is by day, week or month unless another step is wanted: some 90, 100, 240 points.
_CHOSEN = {"day": 92, "week": 2 * 366, "month": 20 * 366}
_DAY = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d", re.ASCII)
_ONE_DAY = timedelta(days=1)
# The index has all that is read of an article: else its text would be read through with it.
_HITS = """
    WITH hits(id) AS MATERIALIZED ({hits})
    SELECT substr(a.published_at, 1, 10) AS day, count(*)
    FROM hits h CROSS JOIN articles a INDEXED BY articles_facets ON a.id = h.id GROUP BY day
"""
_ALL = "SELECT substr(published_at, 1, 10) AS day, count(*) FROM articles GROUP BY day"


class Period(NamedTuple):
    """A day, week, month or year: `2024-05-17`, `2024-W20`, `2024-05` or `2024`, its first day and its last."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Days:
    """How many articles are of each day, and how many have no day: no date, or one that no calendar has."""

    counts: dict[date, int]
    undated: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values()) + self.undated


def count_days(connection: sqlite3.Connection, query: Query) -> Days:
    """Count the articles that a query finds by their day; a query of nothing finds all."""
    sql, bound = make_ids_sql(query) if query.match or query.conditions else ("", {})
    cursor = connection.cursor()
    cursor.row_factory = None  # tuples, whatever row factory the connection has
    counts = Counter[date]()
    undated = 0
    for text, number in cursor.execute(_HITS.format(hits=sql) if sql else _ALL, bound):
        if day := parse_day(text):
            counts[day] += number
        else:
            undated += number
    return Days(counts, undated)


def parse_day(text: str | None) -> date | None:
    """Parse a day such as `2024-05-17`; None for what is none.

    >>> parse_day("2024-02-29"), parse_day("2024-02-30"), parse_day("2024-W20-5")
    (datetime.date(2024, 2, 29), None, None)
    """
    try:
        return date.fromisoformat(text) if text and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def choose_step(first: date, last: date) -> str:
    """Choose the step (one of STEPS) in which the time between two days is drawn well."""
    span = (last - first).days
    return next((step for step, most in _CHOSEN.items() if span <= most), "year")


def coarsen_step(step: str, first: date, last: date, most: int) -> str:
    """Choose the finest step, from one on, that parts the time between two days into at most so many periods."""
    steps = [*STEPS][[*STEPS].index(step) :]
    return next((each for each in steps if (last - first).days / STEPS[each] + 1 <= most), steps[-1])


def get_period(day: date, step: str) -> Period:
    """Get the period that a day is in.

    >>> get_period(date(2024, 12, 30), "week")
    Period(name='2025-W01', first=datetime.date(2024, 12, 30), last=datetime.date(2025, 1, 5))
    """
    if step == "day":
        return Period(day.isoformat(), day, day)
    if step == "week":
        year, week, weekday = day.isocalendar()
        monday = day - (weekday - 1) * _ONE_DAY
        return Period(f"{year}-W{week:02d}", monday, monday + 6 * _ONE_DAY)
    if step == "month":
        first = day.replace(day=1)
        return Period(f"{day:%Y-%m}", first, (first + 31 * _ONE_DAY).replace(day=1) - _ONE_DAY)
    return Period(f"{day.year}", day.replace(month=1, day=1), day.replace(month=12, day=31))


def list_periods(first: date, last: date, step: str) -> list[Period]:
    """List the periods from the one of the first day to the one of the last, those without an article too."""
    periods = [get_period(first, step)]
    while periods[-1].last < last:
        periods.append(get_period(periods[-1].last + _ONE_DAY, step))
    return periods


def count_periods(days: Days, periods: list[Period]) -> list[int]:
    """How many articles are of each period; the periods follow each other."""
    firsts = [period.first for period in periods]
    counts = [0] * len(periods)
    for day, number in days.counts.items():
        at = bisect_right(firsts, day) - 1
        if at >= 0 and day <= periods[at].last:
            counts[at] += number
    return counts
