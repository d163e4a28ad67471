"""Read what the archive has of its sites: how many articles of each month, how their crawls ended, what is missing."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from cundang.model.expect import Expect
from cundang.model.no_article import MISSING, WALL, kind_of
from cundang.search.events import EventFilter
from cundang.search.results import Hit, read_hits
from cundang.store.clock import read_clock
from cundang.store.coverage import Summary, summarize_coverage
from cundang.store.days import measure_days
from cundang.store.pace import MOST_BETWEEN_RUNS, Learning, Pace, learn_pace
from cundang.store.status import GONE, is_blocked
from datasette_config.changes import read_entries
from datasette_config.kept import keep
from datasette_config.reading import get_fold, select_one, select_rows
from datasette_config.site_calendar import choose_span, draw_line

# What its crawls say of a site: it was crawled to the end of late, or was not, or lets no crawler in; or there is none.
State = Literal["current", "late", "blocked", "never"]

NEWEST, EVENTS, GAPS, TOP, RUNS = 10, 5, 10, 12, 30  # articles, events, gaps, values, and crawls that are shown
_SITES = """
    SELECT name, publisher, homepage, language, (SELECT count(*) FROM articles WHERE site = name) AS articles,
      (SELECT min(published_at) FROM articles WHERE site = name) AS oldest,
      (SELECT max(published_at) FROM articles WHERE site = name) AS newest FROM sites
"""
# From month to month by the index of site and time: a third of the time that grouping 200,000 articles takes. A time
# that is shorter than a month, which no page should give, is a month of its own.
_MONTHS = """
    WITH RECURSIVE months(site, month) AS (
      SELECT name, substr((SELECT min(published_at) FROM articles WHERE site = name), 1, 7) FROM sites
      UNION ALL SELECT site, substr((SELECT min(published_at) FROM articles a
        WHERE a.site = m.site AND published_at >= format('%-7s', month) || char(0x10ffff)), 1, 7)
      FROM months m WHERE month IS NOT NULL)
    SELECT site, month, (SELECT count(*) FROM articles a
      WHERE a.site = m.site AND published_at >= month AND published_at < format('%-7s', month) || char(0x10ffff))
    FROM months m WHERE month IS NOT NULL
"""
_SITES_OF = """
    SELECT a.site, count(*) FROM ({0}) n CROSS JOIN articles a INDEXED BY articles_facets ON a.id = n.id GROUP BY 1
"""
_EDITED = "SELECT article_id AS id FROM events WHERE kind = 'edited'"
_LAST_RUNS = """
    SELECT * FROM runs WHERE id IN
      (SELECT max(id) FROM runs WHERE command = 'crawl' AND site IS NOT NULL AND ended_at IS NOT NULL GROUP BY site)
"""
_FINISHED = """
    SELECT site, max(ended_at) FROM runs
    WHERE command = 'crawl' AND ended_at IS NOT NULL AND (reason = 'finished' OR reason LIKE 'finished;%') GROUP BY site
"""
_VERSIONS = "SELECT count(*) FROM revisions WHERE number > 1"
_FIRST_KEPT = """
    SELECT coalesce(fetched_at, imported_at) FROM revisions
    WHERE article_id = (SELECT min(id) FROM articles WHERE site = ?) AND number = 1
"""
_FIRST_CRAWL = "SELECT min(started_at) FROM runs WHERE command = 'crawl' AND site = ?"
# What a page dates into the future is not the newest.
_NEWEST = """
    SELECT id FROM articles WHERE {0} coalesce(published_at, '') <= :tomorrow
    ORDER BY published_at DESC, id DESC LIMIT :most
"""
_TOP = """
    SELECT {0}, count(*) FROM articles INDEXED BY articles_facets WHERE site = ? AND {0} IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
"""
_PROBLEMS = """
    SELECT p.stage, p.reason, p.url, p.at FROM
      (SELECT id FROM runs WHERE command = 'crawl' AND site = ? ORDER BY id DESC LIMIT ?) r
    CROSS JOIN problems p ON p.run_id = r.id ORDER BY p.id DESC LIMIT 5000
"""
_MISSING, _REFUSED = ("HTTP 404", "HTTP 410"), ("HTTP 401", "HTTP 403", "HTTP 429")


@dataclass(slots=True)
class Site:
    """A site: its articles by month (without those that have no time), and how the last crawl of it ended."""

    name: str
    publisher: str
    homepage: str | None = None
    language: str | None = None
    articles: int = 0
    months: Counter[str] = field(default_factory=Counter)
    oldest: str | None = None
    newest: str | None = None
    edits: int = 0
    gone: int = 0
    last_run: dict[str, Any] | None = None
    finished_at: str | None = None

    @property
    def state(self) -> State:
        """What its crawls say of it now."""
        if self.last_run is None:
            return "never"
        if is_blocked(self.last_run["reason"]):
            return "blocked"
        age = read_clock() - datetime.fromisoformat(self.finished_at) if self.finished_at else None
        return "current" if age is not None and age <= MOST_BETWEEN_RUNS else "late"


@dataclass(frozen=True, slots=True)
class Overview:
    """All sites, those with most articles first, and their articles by month; counts of what changed."""

    sites: list[Site]
    months: Counter[str]
    articles: int
    versions: int
    gone: int

    def get(self, name: str) -> Site | None:
        """The site of a name."""
        return next((site for site in self.sites if site.name == name), None)


def read_overview(connection: sqlite3.Connection) -> Overview:
    """Read all sites of the archive, those without an article too."""
    return keep(connection, "sites", _read_overview)


def _read_overview(connection: sqlite3.Connection) -> Overview:
    sites = {
        row["name"]: Site(**{**row, "publisher": row["publisher"] or row["name"]})
        for row in select_rows(connection, _SITES)
    }
    for name, month, count in connection.execute(_MONTHS):
        sites[name].months[month] = count
    for name, count in connection.execute(_SITES_OF.format(_EDITED)):
        sites[name].edits = count
    for name, count in connection.execute(_SITES_OF.format(GONE)):
        sites[name].gone = count
    for run in select_rows(connection, _LAST_RUNS):
        if run["site"] in sites:
            sites[run["site"]].last_run = run
    for name, ended_at in connection.execute(_FINISHED):
        if name in sites:
            sites[name].finished_at = ended_at
    ordered = sorted(sites.values(), key=lambda site: (-site.articles, site.name))
    months = sum((site.months for site in ordered), Counter[str]())
    versions = connection.execute(_VERSIONS).fetchone()[0]
    return Overview(ordered, months, sum(s.articles for s in ordered), versions, sum(s.gone for s in ordered))


def draw_lines(overview: Overview, sites: Sequence[Site]) -> dict[str, Any]:
    """Draw the articles of some sites over time: the `span` of months that all have, and the `month_lines` by name."""
    span = choose_span(overview.months, read_clock().date().isoformat())
    return {"span": span, "month_lines": {site.name: draw_line(site.months, span) for site in sites}}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Pages of one kind that gave no article: how many, when last, and the reason and the address of the last one."""

    kind: str
    pages: int
    at: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class Pages:
    """What the page of a site shows beside its Site. `missing` counts by month what its lists named and is not held."""

    first_kept: str | None
    first_crawl: str | None
    coverage: Summary
    missing: Counter[str]
    pace: Pace | Learning
    troubles: list[Trouble]
    sections: list[tuple[str, int]]
    sources: list[tuple[str, int]]
    newest: Sequence[Hit]
    events: list[dict[str, Any]]


def read_pages(connection: sqlite3.Connection, name: str) -> Pages:
    """Read what the page of a site shows. Raises NotFound where the archive has no such site."""
    select_one(connection, "SELECT name FROM sites WHERE name = ?", name)
    return keep(connection, ("site", name), lambda connection: _read_pages(connection, name))


def _read_pages(connection: sqlite3.Connection, name: str) -> Pages:
    missing = Counter[str]()
    for day in measure_days(connection, name, lambda *_: None):
        if day.held < day.named:
            missing[day.day[:7]] += day.named - day.held
    newest = read_newest(connection, NEWEST, name)
    sections, sources = (
        [(row[0], row[1]) for row in connection.execute(_TOP.format(column), (name, TOP))]
        for column in ("section", "source_name")
    )
    return Pages(
        connection.execute(_FIRST_KEPT, (name,)).fetchone()[0] if newest else None,
        connection.execute(_FIRST_CRAWL, (name,)).fetchone()[0],
        summarize_coverage(connection, name, GAPS),
        missing,
        learn_pace(connection, name),
        _sum_up(connection.execute(_PROBLEMS, (name, RUNS)).fetchall()),
        sections,
        sources,
        newest,
        read_entries(connection, EventFilter(kinds=("edited", "gone", "restored"), sites=(name,)), EVENTS),
    )


def read_newest(connection: sqlite3.Connection, most: int, site: str | None = None) -> Sequence[Hit]:
    """Read the lines of the newest articles, of one site or of all."""
    tomorrow = (read_clock() + timedelta(days=1)).date().isoformat()  # somewhere it is that day
    statement = _NEWEST.format("site = :site AND" if site else "")
    rows = connection.execute(statement, {"site": site, "tomorrow": tomorrow, "most": most})
    return read_hits(connection, [row[0] for row in rows], get_fold(connection))


def _sum_up(problems: Sequence[Any]) -> list[Trouble]:
    """Sum up problems, the latest first, by what they are for a reader."""
    kinds: dict[str, list[Any]] = {}
    for row in problems:
        kinds.setdefault(explain(row[0], row[1]), []).append(row)
    found = [Trouble(kind, len(rows), rows[0][3], rows[0][1], rows[0][2]) for kind, rows in kinds.items()]
    return sorted(found, key=lambda trouble: -trouble.pages)


def explain(stage: str, reason: str) -> str:
    """What a problem is for a reader: the end of a key of strings/sites.toml.

    >>> explain("fetch", "robots.txt disallows it"), explain("fetch", "HTTP 403"), explain("extract", "no title")
    ('robots', 'refused', 'no_article')
    """
    kind = kind_of(reason)
    if "robots.txt" in reason:
        return "robots"
    if kind == MISSING or reason.startswith(_MISSING):
        return "missing"
    if kind:
        return "wall" if kind == WALL else "blocked"
    if reason.startswith(_REFUSED):
        return "refused"
    return {"discover": "list", "fetch": "unreachable"}.get(stage, "no_article")


def describe_pace(pace: Pace | Learning, promised: Expect | None) -> dict[str, Any]:
    """How many new articles a week are usual: the end of a key of strings/sites.toml, and its values."""
    if promised is not None and promised.articles_a_week is not None:
        return {"key": "promised" if promised.articles_a_week else "promised_none", "rate": promised.articles_a_week}
    if isinstance(pace, Pace):
        rate = round(pace.articles_a_week, 0 if pace.articles_a_week >= 10 else 1)
        return {"key": "learned", "rate": rate, "since": pace.since, "until": pace.until}
    return {"key": "learning", "days": pace.days}
