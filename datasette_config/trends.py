"""Attention over time: how many articles each of several queries finds, by day, week, month or year."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from datasette.utils import MultiParams

from cundang.search.query import NARROWING, Query
from cundang.search.trends import (
    STEPS,
    Days,
    Period,
    choose_step,
    coarsen_step,
    count_days,
    count_periods,
    get_period,
    list_periods,
    parse_day,
)
from cundang.store.data_dictionary import Column
from datasette_config.asking import LONGEST, read_query
from datasette_config.kept import keep
from datasette_config.language import Words

MOST_QUERIES = 4
MOST_POINTS = 750  # of a curve that is drawn; two years by day
COLUMNS = tuple(
    Column("", name, kind, comment)
    for name, kind, comment in (
        ("query", "TEXT", "the query; empty: all articles"),
        ("by", "TEXT", "day, week, month or year"),
        ("period", "TEXT", "2024-05-17, 2024-W20, 2024-05 or 2024; empty: articles without a date"),
        ("first_day", "TEXT", "its first day"),
        ("last_day", "TEXT", "its last day"),
        ("articles", "INTEGER", "how many articles of it the query finds"),
        ("all_articles", "INTEGER", "how many articles of it there are within what narrows"),
        ("percent", "REAL", "the former in percent of the latter; empty: there are none"),
    )
)
_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)

Told = tuple[str, dict[str, Any]]  # the string `hint_` and this, and what is put in


@dataclass(frozen=True, slots=True)
class Curve:
    """What one query finds: `counts` in each period. `number` is its place among those that were asked, from 0."""

    number: int
    query: Query
    days: Days
    counts: list[int]


@dataclass(slots=True)
class Trends:
    """The curves of an address, or of all articles where it has no query.

    `everything` counts all articles that its narrowing arguments admit, words left out: of these a share is one.
    `wrong`: what could not be used. `told`: what a reader should know.
    """

    base: Query
    texts: list[str]
    by: str = ""
    step: str = "month"
    is_share: bool = False
    first: date | None = None  # that `since` and `until` name
    last: date | None = None
    is_countable: bool = True
    queries: dict[int, Query] = field(default_factory=dict)  # by their place among those that were asked
    everything: Days = field(default_factory=lambda: Days({}, 0))
    periods: list[Period] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    wrong: list[Told] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def found(self) -> list[Curve]:
        """The curves that have a point above zero."""
        return [curve for curve in self.curves if any(curve.counts)]


def read_trends(connection: sqlite3.Connection, args: Any) -> Trends:
    """Read the queries of an address (`q`, several), its step (`by`) and `share`; nothing is counted yet."""
    texts = list(dict.fromkeys(filter(None, (text.strip()[:LONGEST] for text in args.getlist("q")))))
    trends = Trends(_read_one(connection, args, ""), texts[:MOST_QUERIES], args.get("by") or "")
    trends.is_share = args.get("share") == "1" and bool(texts)
    if len(texts) > MOST_QUERIES:
        trends.wrong.append(("trends_too_many", {"n": len(texts), "most": MOST_QUERIES}))
    if trends.by not in ("", *STEPS):
        trends.wrong.append(("trends_by_wrong", {"value": trends.by[:60]}))
        trends.by = ""
    trends.is_countable = _read_days(trends)
    for number, text in enumerate(trends.texts if trends.is_countable else []):
        query = _read_one(connection, args, text)
        if query.is_searchable:
            trends.queries[number] = query
        trends.wrong += [(kind, {"value": value or text}) for kind, value in query.hints]
    if not texts and trends.is_countable:
        trends.queries[0] = trends.base
    return trends


def count_trends(connection: sqlite3.Connection, trends: Trends, most: int = MOST_POINTS) -> None:
    """Count what the queries find, in steps that give at most so many periods."""
    if not trends.is_countable:
        return
    trends.everything = _count_days(connection, trends.base)
    _choose_periods(trends, most)
    trends.totals = count_periods(trends.everything, trends.periods)
    for number, query in trends.queries.items():
        days = _count_days(connection, query) if query is not trends.base else trends.everything
        trends.curves.append(Curve(number, query, days, count_periods(days, trends.periods)))


def _count_days(connection: sqlite3.Connection, query: Query) -> Days:
    """Count by day once, for the steps and shares that are looked at one after the other."""
    return keep(connection, ("days", query.match, query.conditions, repr(query.bound)), lambda _: count_days(_, query))


def open_day(text: str, at_end: bool = False) -> date | None:
    """The first day, or the last, of a day, month or year as an address names it; None for what is none.

    >>> open_day("2024-02", at_end=True), open_day("2024"), open_day("2024-13")
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 1), None)
    """
    text = text.replace("/", "-").replace(".", "-")
    step = "month" if _MONTH.fullmatch(text) else "year" if _YEAR.fullmatch(text) else "day"
    day = parse_day(f"{text}-01-01"[:10])
    if not day or len(text) > 10:
        return None
    period = get_period(day, step)
    return period.last if at_end else period.first


def list_rows(trends: Trends, curves: Sequence[Curve] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a file of all curves, or of some, of COLUMNS: one a query and period, and one without a period
    for articles without a date.

    `percent` is None where the archive has no article of the period.
    """
    for curve in trends.curves if curves is None else curves:
        label = curve.query.text or None
        for period, count, whole in zip(trends.periods, curve.counts, trends.totals, strict=True):
            days = period.first.isoformat(), period.last.isoformat()
            yield label, trends.step, period.name, *days, count, whole, measure_percent(count, whole)
        if curve.days.undated:
            whole = trends.everything.undated
            undated = curve.days.undated
            yield label, trends.step, None, None, None, undated, whole, measure_percent(undated, whole)


def measure_percent(part: int, whole: int) -> float | None:
    """A part of a whole in percent, to four decimals; None of nothing."""
    return round(100 * part / whole, 4) if whole else None


def say_period(t: Words, period: Period, step: str) -> str:
    """A period as readers call it."""
    if step == "week":
        return t("week_of", day=t.day(period.first.isoformat()))
    return t.day(period.name) if step == "day" else t.month(period.name)


def say_percent(percent: float | None) -> str:
    """A share: of two digits that tell something, below a hundred."""
    if percent is None:
        return "–"
    decimals = 1 if percent >= 10 else 2 if percent >= 0.1 or not percent else 3
    return f"{percent:.{decimals}f}%" if 0 < percent < 100 else f"{percent:.0f}%"


def _read_one(connection: sqlite3.Connection, args: Any, text: str) -> Query:
    """Read a query with the narrowing arguments of the address, which hold for all."""
    narrowed = {name: args.getlist(name) for name in NARROWING}
    return read_query(connection, MultiParams({**narrowed, "q": [text]}))


def _read_days(trends: Trends) -> bool:
    """Read the days that `since` and `until` name; whether something can be counted."""
    for name, value in trends.base.narrowed:
        if name in ("since", "until"):
            day = open_day(value, at_end=name == "until")
            if not day:
                trends.wrong.append(("trends_day_wrong", {"name": name, "value": value[:60]}))
            elif name == "since":
                trends.first = day
            else:
                trends.last = day
    if trends.first and trends.last and trends.first > trends.last:
        days = {"since": trends.first.isoformat(), "until": trends.last.isoformat()}
        trends.wrong.append(("trends_days_wrong", days))
        return False
    told = {values["value"] for key, values in trends.wrong if key == "trends_day_wrong"}
    trends.wrong += [(kind, {"value": value}) for kind, value in trends.base.hints if value[:60] not in told]
    return not trends.base.hints and not told


def _choose_periods(trends: Trends, most: int) -> None:
    """Choose the periods: those of the articles that the narrowing arguments admit, from the first to the last."""
    days = trends.everything.counts
    if not days:
        return
    first, last = min(days), max(days)
    wanted = trends.by or choose_step(first, last)
    trends.step = coarsen_step(wanted, first, last, most)
    if trends.by and trends.step != trends.by:
        trends.told.append(("trends_coarser", {"n": round((last - first).days / STEPS[trends.by]) + 1, "most": most}))
    trends.periods = list_periods(first, last, trends.step)
    is_cut = (trends.first and trends.first > trends.periods[0].first) or (
        trends.last and trends.last < trends.periods[-1].last
    )
    if is_cut:
        trends.told.append(("trends_cut", {}))
