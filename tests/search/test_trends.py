"""Counts over time: days as the page says them, ISO weeks, periods without an article, what has no day."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from cundang.search.query import Query
from cundang.search.trends import (
    STEPS,
    choose_step,
    coarsen_step,
    count_days,
    count_periods,
    get_period,
    list_periods,
)

# A morning in Beijing is the evening before in UTC; the day of the page counts.
PUBLISHED = [
    "2024-12-30T00:10:00+08:00",
    "2024-12-30T23:50:00+00:00",
    "2025-01-05",
    "2025-01-06",
    None,
    "2024-02-30",
    "",
    "二月",
]


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, site, source_name, editor, section, published_at)"
    )
    connection.execute("CREATE INDEX articles_facets ON articles(id, site, source_name, editor, section, published_at)")
    connection.executemany("INSERT INTO articles(site, published_at) VALUES ('lan', ?)", [(day,) for day in PUBLISHED])
    connection.execute("INSERT INTO articles(site, published_at) VALUES ('shi', '2025-02-01')")
    yield connection
    connection.close()


def test_every_article_is_counted_once(db: sqlite3.Connection) -> None:
    days = count_days(db, Query("", conditions=("a.site = :site",), bound={"site": "lan"}))
    assert days.counts == {date(2024, 12, 30): 2, date(2025, 1, 5): 1, date(2025, 1, 6): 1}
    assert (days.undated, days.total) == (4, len(PUBLISHED))
    assert count_days(db, Query("")).total == len(PUBLISHED) + 1


def test_periods_are_whole_and_have_no_holes(db: sqlite3.Connection) -> None:
    days = count_days(db, Query(""))
    found = {}
    for step in STEPS:
        periods = list_periods(min(days.counts), max(days.counts), step)
        assert all((after.first - before.last).days == 1 for before, after in pairwise(periods))
        found[step] = {period.name: n for period, n in zip(periods, count_periods(days, periods), strict=True)}
        assert sum(found[step].values()) == 5
    assert len(found["day"]) == 34
    assert [*found["week"].items()] == [
        ("2025-W01", 3),
        ("2025-W02", 1),
        ("2025-W03", 0),
        ("2025-W04", 0),
        ("2025-W05", 1),
    ]
    assert found["month"] == {"2024-12": 2, "2025-01": 2, "2025-02": 1}
    assert found["year"] == {"2024": 2, "2025": 3}


def test_the_53rd_week_and_a_leap_year() -> None:
    assert get_period(date(2021, 1, 3), "week").name == "2020-W53"
    assert get_period(date(2024, 2, 1), "month").last == date(2024, 2, 29)


def test_a_step_is_chosen_by_the_span_and_made_longer_where_there_would_be_too_many() -> None:
    first = date(2000, 1, 1)
    chosen = [choose_step(first, date(*last)) for last in ((2000, 2, 1), (2001, 2, 1), (2012, 1, 1), (2040, 1, 1))]
    assert chosen == [*STEPS]
    assert coarsen_step("day", first, date(2001, 1, 1), 750) == "day"
    assert coarsen_step("day", first, date(2039, 12, 31), 750) == "month"
    assert coarsen_step("day", date(1000, 1, 1), date(2999, 1, 1), 750) == "year"
