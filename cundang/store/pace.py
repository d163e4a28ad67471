"""How many new articles a week a site has: learned from the first four weeks of runs, and when a week has too few."""

import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cundang.store.clock import stamp

WEEK = timedelta(days=7)
_ENOUGH = 4 * WEEK
MOST_BETWEEN_RUNS = timedelta(days=10)  # a week and what a crontab, a holiday or a broken machine adds
_CHANCE = 0.01  # of a week as poor as this one, if articles came at the usual pace
_FINISHED = """
    SELECT started_at, ended_at FROM runs
    WHERE command = 'crawl' AND site = ? AND ended_at IS NOT NULL AND (reason = 'finished' OR reason LIKE 'finished;%')
    ORDER BY id
"""
# What was first seen in a span of time, and was no older than a week then: what a back-fill brings is not new. The day
# is that of the page, or that of the list; what has none counts. `published_at` goes by the index, with a day to spare.
_NEW = """
    SELECT count(*) FROM articles a LEFT JOIN urls u ON u.url = a.url
      LEFT JOIN named n ON n.site = a.site AND n.source = u.source AND n.url = a.url
    WHERE a.site = :site AND (a.published_at IS NULL OR a.published_at >= date(:since, '-9 days'))
      AND a.first_seen_at > :since AND a.first_seen_at <= :until
      AND coalesce(substr(a.published_at, 1, 10), n.day, '9999') >= date(a.first_seen_at, '-7 days')
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many new articles a week a site had, between two moments."""

    articles_a_week: float
    since: datetime
    until: datetime

    @property
    def source(self) -> str:
        """Where the figure is from."""
        return f"learned from the runs of {self.since:%Y-%m-%d} to {self.until:%Y-%m-%d}"

    def __str__(self) -> str:
        return f"{self.source}: about {format_rate(self.articles_a_week)}"


@dataclass(frozen=True, slots=True)
class Learning:
    """That the pace of a site is not known yet: for how many days it has been crawled without a long gap."""

    days: int

    def __str__(self) -> str:
        return f"still learning how many a week are usual: {self.days} of {_ENOUGH.days} days of runs"


def format_rate(articles_a_week: float) -> str:
    """Write how many articles a week there are, as exactly as a mean of four weeks is.

    >>> format_rate(120.25), format_rate(2.54)
    ('120 a week', '2.5 a week')
    """
    return f"{round(articles_a_week, 0 if articles_a_week >= 10 else 1):g} a week"


def learn_pace(connection: sqlite3.Connection, site: str) -> Pace | Learning:
    """Learn the pace of a site from the first four weeks in which its runs are never ten days apart.

    The first run that finished, which brings whatever the lists hold, is left out, and so is the first one after a
    longer gap. Nothing is stored: the archive says the same each time.
    """
    since = last = None
    for started_at, ended_at in connection.execute(_FINISHED, (site,)):
        started, ended = datetime.fromisoformat(started_at), datetime.fromisoformat(ended_at)
        if since is None or last is None or started - last > MOST_BETWEEN_RUNS:
            since = ended
        elif ended - since >= _ENOUGH:
            return Pace(count_new(connection, site, since, ended) / ((ended - since) / WEEK), since, ended)
        last = ended
    return Learning((last - since).days if since and last else 0)


def count_new(connection: sqlite3.Connection, site: str, since: datetime, until: datetime) -> int:
    """Count the articles that were first seen after a moment, up to another, and were no older than a week."""
    bound = {"site": site, "since": stamp(since), "until": stamp(until)}
    return int(connection.execute(_NEW, bound).fetchone()[0])


def is_too_few(new: int, usual: float) -> bool:
    """Whether a week had too few new articles: fewer than half of what is usual, and too few for chance.

    Chance is that of a Poisson distribution: of a site with three a week a week without any says nothing, of one with
    five it does.

    >>> [is_too_few(0, 3), is_too_few(0, 5), is_too_few(9, 20), is_too_few(12, 20)]
    [False, True, True, False]
    """
    return new < usual / 2 and sum(_iterate_poisson(new, usual)) < _CHANCE


def _iterate_poisson(most: int, mean: float) -> Iterable[float]:
    """The probabilities of 0, 1, 2 ... `most` events where `mean` are usual."""
    return (math.exp(number * math.log(mean) - mean - math.lgamma(number + 1)) for number in range(most + 1))
