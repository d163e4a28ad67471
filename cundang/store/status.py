"""How the archive and each of its sites stand: a few counts by index, under a second for a million articles."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from cundang.model.expect import UNKNOWN, Expect
from cundang.store.clock import read_clock, stamp
from cundang.store.pace import WEEK
from cundang.store.share import Share, count_lately

LATELY = WEEK  # what is told of as new, changed and gone
_YEAR, _LATEST, _DAY = timedelta(days=365), timedelta(days=28), timedelta(days=1)
_ENOUGH = 10  # gaps between runs; of fewer no usual one is known
_REGULAR = 5  # runs over three days or more, of a site that is crawled regularly
IN_A_ROW = 3  # runs that failed
_SITES = """
    SELECT name, (SELECT count(*) FROM articles WHERE site = name) AS articles,
      (SELECT min(published_at) FROM articles WHERE site = name) AS oldest,
      (SELECT max(published_at) FROM articles WHERE site = name) AS newest,
      (SELECT count(*) FROM urls WHERE site = name AND state = 'pending') AS pending,
      (SELECT count(*) FROM urls WHERE site = name AND state = 'failed') AS failed
    FROM sites WHERE :site IS NULL OR name = :site
"""
# Few articles have such an event; the state of all would be read with their texts.
GONE = "SELECT id FROM articles WHERE state = 'gone' AND id IN (SELECT article_id FROM events WHERE kind = 'gone')"
_GONE = f"""
    SELECT a.site, count(*) FROM ({GONE}) n CROSS JOIN articles a INDEXED BY articles_facets ON a.id = n.id GROUP BY 1
"""  # noqa: S608 - words of ours
_GONE_LATELY = """
    SELECT a.site, count(DISTINCT a.id) FROM events e CROSS JOIN articles a INDEXED BY articles_facets
      ON a.id = e.article_id WHERE e.kind = 'gone' AND e.size IS NULL AND e.at >= :week GROUP BY 1
"""
# One pass over all runs, which have no index: 0.1 s for 100,000.
_RUNS = """
    SELECT site, max(id) AS id,
      max(iif(reason = 'finished' OR reason LIKE 'finished;%', ended_at, NULL)) AS finished_at,
      sum(iif(started_at >= :week, new, 0)) AS new, sum(iif(started_at >= :week, edited, 0)) AS changed,
      sum(started_at >= :latest) AS latest_runs, min(iif(started_at >= :latest, started_at, NULL)) AS first_of_latest,
      sum(started_at >= :year) AS runs, min(iif(started_at >= :year, started_at, NULL)) AS first,
      max(iif(new, started_at, NULL)) AS fruitful, sum(started_at >= :year AND new) AS fruitful_runs,
      min(iif(started_at >= :year AND new, started_at, NULL)) AS first_fruitful
    FROM runs WHERE command = 'crawl' AND site IS NOT NULL AND (:site IS NULL OR site = :site) GROUP BY site
"""
_HAS_SITE = """
    SELECT EXISTS (SELECT 1 FROM sites WHERE name = :site)
      OR EXISTS (SELECT 1 FROM runs WHERE command = 'crawl' AND site = :site)
"""
_RUN = "SELECT * FROM runs WHERE id = ?"
_BEFORE = "SELECT * FROM runs WHERE command = 'crawl' AND site = ? AND id <= ? ORDER BY id DESC"
_ALL_RUNS = "SELECT sum(fetched), sum(iif(started_at >= ?, fetched, 0)), min(started_at) FROM runs"


@dataclass(slots=True)
class SiteStatus:
    """How a site stands. `gone` are all articles that are gone; `new`, `changed` and `gone_lately` those of the last
    seven days: what its crawls stored, and what was found to be gone.

    `covered`: of the addresses of articles that were named lately how many are held. `last_new_at`: the last crawl that
    brought a new article; `usual_gap` and `usual_interval`: the seconds that usually pass between two such crawls, and
    between two crawls at all; None where that is not known. `silence`: after how many times the gap it is late.
    `in_a_row`: how many of the last three crawls failed or were blocked, from the last one on.
    """

    name: str
    articles: int = 0
    oldest: str | None = None
    newest: str | None = None
    gone: int = 0
    pending: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    gone_lately: int = 0
    last_run: dict[str, Any] | None = None
    finished_at: str | None = None
    covered: Share = field(default_factory=Share)
    last_new_at: str | None = None
    usual_gap: float | None = None
    usual_interval: float | None = None
    silence: float = UNKNOWN.silence
    in_a_row: int = 0

    @property
    def is_blocked(self) -> bool:
        """Whether its last crawl was let in no more: the site answered with checks of visitors in place of pages."""
        return self.last_run is not None and is_blocked(self.last_run["reason"])

    @property
    def freshness(self) -> str | None:
        """`late` where it has had no new article for three times its usual gap (or what its module allows), else
        `fresh`; None where its gap is not known.
        """
        if self.usual_gap is None or self.last_new_at is None:
            return None
        return "late" if age_of(self.last_new_at) > self.silence * self.usual_gap else "fresh"

    @property
    def is_overdue(self) -> bool:
        """Whether it was crawled regularly, and has not been for three times as long as usual: a day and a half at
        least, so that a daily crawl may be late, or follow hourly ones.
        """
        if self.usual_interval is None or self.last_run is None or is_running(self.last_run):
            return False
        return age_of(self.last_run["started_at"]) > max(3 * self.usual_interval, 1.5 * _DAY.total_seconds())


@dataclass(frozen=True, slots=True)
class Growth:
    """How the archive grows: the share of all answers and files that came in the last `days`."""

    share: float
    days: float


def age_of(at: str) -> float:
    """How many seconds ago a moment was, as it is stored; a time without a zone is one of UTC."""
    moment = datetime.fromisoformat(at)
    return (read_clock() - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).total_seconds()


def is_blocked(reason: str | None) -> bool:
    """Whether a run ended because its site let it in no more.

    >>> is_blocked("finished; blocked: the last 6 answers were no article"), is_blocked("finished")
    (True, False)
    """
    return any(part.startswith("blocked") for part in (reason or "").split("; "))


def is_running(run: Mapping[str, Any]) -> bool:
    """Whether a run may be under way: it has no end, and is younger than a day."""
    return run["ended_at"] is None and age_of(run["started_at"]) < _DAY.total_seconds()


def has_failed(run: Mapping[str, Any]) -> bool:
    """Whether a run ended by a fault, was killed, or was let in no more. One that was stopped goes on later."""
    reason = run["reason"]
    return (
        reason is None or reason.startswith(("failed", "archive_error", "unguarded", "memusage")) or is_blocked(reason)
    )


def read_sites(
    connection: sqlite3.Connection, find_promise: Callable[[str], Expect | None] = lambda _: None, only: str = ""
) -> list[SiteStatus]:
    """Read how each site stands, or only one; those with most articles first. `find_promise` gives what the module of a
    site promises, None where it has none.
    """
    moment = read_clock()
    spans = {"week": LATELY, "latest": _LATEST, "year": _YEAR}
    asked = {"site": only or None, **{name: stamp(moment - span) for name, span in spans.items()}}
    sites = {row["name"]: SiteStatus(**row) for row in _select(connection, _SITES, asked)}
    covered = count_lately(connection, stamp(moment - _LATEST))
    gone, gone_lately = (dict(connection.execute(query, asked).fetchall()) for query in (_GONE, _GONE_LATELY))
    for site in sites.values():
        site.covered = covered.get(site.name, Share())
        site.gone, site.gone_lately = gone.get(site.name, 0), gone_lately.get(site.name, 0)
    for row in _select(connection, _RUNS, asked):
        site = sites.setdefault(row["site"], SiteStatus(row["site"]))
        _add_runs(connection, site, row, find_promise(site.name) or UNKNOWN)
    return sorted(sites.values(), key=lambda site: (-site.articles, site.name))


def has_site(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the archive knows a site: of its articles or addresses, or of a crawl that found none."""
    return bool(connection.execute(_HAS_SITE, {"site": name}).fetchone()[0])


def _add_runs(connection: sqlite3.Connection, site: SiteStatus, row: Mapping[str, Any], expect: Expect) -> None:
    """Add to a site what its crawls say of it."""
    site.last_run = next(_select(connection, _RUN, [row["id"]]))
    site.finished_at, site.last_new_at = row["finished_at"], row["fruitful"]
    site.new, site.changed, site.silence = row["new"], row["changed"], expect.silence
    last = site.last_run["started_at"]
    interval = _find_mean(row["first"], last, row["runs"], 1)
    if interval and row["runs"] >= _REGULAR and interval * (row["runs"] - 1) >= 3 * _DAY.total_seconds():
        # Of the last weeks, where there were enough: who crawls less often than before is not told so for a year.
        site.usual_interval = _find_mean(row["first_of_latest"], last, row["latest_runs"], _REGULAR - 1) or interval
    gap = _find_mean(row["first_fruitful"], row["fruitful"], row["fruitful_runs"], _ENOUGH)
    if gap is None and expect.articles_a_week:
        gap = max(WEEK.total_seconds() / expect.articles_a_week, interval or 0)
    site.usual_gap = gap and max(gap, 3600.0)
    if has_failed(site.last_run):
        ended = (run for run in _select(connection, _BEFORE, [site.name, row["id"]]) if not is_running(run))
        latest = (run for _, run in zip(range(IN_A_ROW), ended, strict=False))
        site.in_a_row = sum(1 for _ in takewhile(has_failed, latest))


def _find_mean(first: str | None, last: str | None, runs: int, least: int) -> float | None:
    """The mean of the seconds between some runs; None where there are fewer than `least` gaps between them."""
    if first is None or last is None or runs - 1 < least:
        return None
    span = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    return span.total_seconds() / (runs - 1)


def read_growth(connection: sqlite3.Connection) -> Growth | None:
    """Read how the archive grew in the last 28 days; None of one that is younger than two weeks: its first days, in
    which it takes up what the lists hold, say nothing of later ones.
    """
    fetched, lately, first = connection.execute(_ALL_RUNS, [stamp(read_clock() - _LATEST)]).fetchone()
    days = age_of(first) / _DAY.total_seconds() if first else 0
    if not fetched or days < _LATEST.days / 2:
        return None
    return Growth(lately / fetched, min(days, _LATEST.days))


def _select(connection: sqlite3.Connection, query: str, bound: Any) -> Any:
    """Iterate over rows as dictionaries."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(query, bound)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
