"""Measure how complete the archive is: what each source of a site lists, and what of it the archive holds."""

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database

from cundang.store.days import NOT_THERE, FindDay
from cundang.store.frontier import GUESS, NO_LIST
from cundang.store.share import OUTSIDE

_BY_DAY = """
    SELECT n.source, coalesce(n.day, substr(a.published_at, 1, 10)) AS day, count(*) AS named,
      sum(a.id IS NOT NULL) AS held
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE n.site = ? AND u.kind IS NOT 'list'
    GROUP BY n.source, day ORDER BY n.source, day
"""
_GAPS = """
    SELECT n.url, coalesce(u.state, 'unknown') AS state, coalesce(u.error, '') AS error, max(n.day)
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url))
    WHERE n.site = ? AND a.id IS NULL AND u.kind IS NOT 'list'
    GROUP BY n.url ORDER BY n.url
"""
# Each address once; `kind` of one that nobody requested yet is null.
_NAMED = """
    SELECT n.url, n.day, u.state, u.error, a.id IS NOT NULL AS held
    FROM (SELECT url, max(day) AS day FROM named WHERE site = :site GROUP BY url) n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE u.kind IS NOT 'list'
"""
_COUNTED = f"""
    SELECT held, coalesce(state, 'unknown') AS state, coalesce(error, '') AS error, count(*) FROM ({_NAMED})
    GROUP BY 1, 2, 3 ORDER BY 4 DESC
"""  # noqa: S608 - words of ours
_LATEST_GAPS = f"""
    SELECT url, coalesce(state, 'unknown'), coalesce(error, '') FROM ({_NAMED}) WHERE NOT held
    ORDER BY day DESC, url LIMIT :most
"""  # noqa: S608 - words of ours
_LISTS = """
    SELECT state, coalesce(error, ''), count(*) FROM urls WHERE site = :site AND kind = 'list'
      AND (state != 'done' OR error IS NOT NULL AND instr(error, :no_list) != 1) GROUP BY 1, 2 ORDER BY 3 DESC
"""
_UNREAD = """
    WITH RECURSIVE guessed(url) AS (  -- and where they are redirected to
      SELECT url FROM urls WHERE site = :site AND kind = 'list' AND discovered_from = :guess
      UNION SELECT u.redirect_to FROM guessed g JOIN urls u ON u.url = g.url WHERE u.redirect_to IS NOT NULL)
    SELECT source, url, state, coalesce(error, ''),
      state = 'failed' AND error IN ('HTTP 404', 'HTTP 410') AND url IN guessed
    FROM urls WHERE site = :site AND kind = 'list' AND (state != 'done' OR instr(error, :no_list) != 1) ORDER BY id
"""
_OUTSIDE = """
    SELECT reason FROM problems WHERE stage = 'discover' AND instr(reason, ?) AND run_id =
      (SELECT max(id) FROM runs WHERE command = 'crawl' AND site = ? AND sources IS NOT NULL) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """How many articles of a day (None: not known) a source lists, and how many of them the archive holds."""

    source: str
    day: str | None
    named: int
    held: int


@dataclass(frozen=True, slots=True)
class Gap:
    """An address that a source lists and the archive does not hold, or a list that was not read; and why."""

    url: str
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a site.

    `rows` count by source and day what is listed and held, `gaps` are the articles that are not held, `unread` the
    lists that were not read and may list more, `absent` the guessed sources that the site does not have. `outside` has
    a line for each source with links that the site's pattern of articles leaves out, from the last complete crawl.
    """

    rows: list[Covered]
    gaps: list[Gap]
    unread: list[Gap]
    absent: list[Gap]
    outside: list[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many articles the lists of a site named and how many of them are held; counts of (state, reason) of those
    that are not and of the lists that were not read; the latest gaps.
    """

    named: int
    held: int
    missing: list[tuple[str, str, int]]
    latest: list[Gap]
    unread: list[tuple[str, str, int]]


def summarize_coverage(connection: sqlite3.Connection, site: str, most: int) -> Summary:
    """Summarize how complete the archive is for a site, with `most` of its gaps."""
    counted = connection.execute(_COUNTED, {"site": site}).fetchall()
    named, held = sum(row[3] for row in counted), sum(row[3] for row in counted if row[0])
    missing = [(state, error, count) for is_held, state, error, count in counted if not is_held]
    latest = [Gap(*row) for row in connection.execute(_LATEST_GAPS, {"site": site, "most": most})] if missing else []
    lists = connection.execute(_LISTS, {"site": site, "no_list": NO_LIST})
    return Summary(named, held, missing, latest, [tuple(row) for row in lists])


def measure_coverage(
    db: Database, site: str, find_day: FindDay, since: str | None = None, until: str | None = None
) -> Coverage:
    """Measure how complete the archive is for a site, or between two days.

    `find_day` gives the day, or month, whose list an address of a source is, or None.
    """
    connection = db.conn

    def is_within(day: str | None) -> bool:
        if since is None and until is None:
            return True
        return day is not None and (since or "")[: len(day)] <= day <= (until or "9999")[: len(day)]

    rows = [Covered(*row) for row in connection.execute(_BY_DAY, (site,)) if is_within(row[1])]
    gaps = [Gap(*row) for *row, day in connection.execute(_GAPS, (site,)) if is_within(day)]
    unread: list[Gap] = []
    absent: list[Gap] = []
    for source, *row, is_absent in connection.execute(_UNREAD, {"site": site, "guess": GUESS, "no_list": NO_LIST}):
        gap, day = Gap(*row), find_day(source or "", row[0])
        has_no_issue = day and gap.state == "failed" and gap.error in NOT_THERE  # so far
        if is_within(day) and not has_no_issue:
            (absent if is_absent else unread).append(gap)
    outside = [row[0] for row in connection.execute(_OUTSIDE, (OUTSIDE, site))]
    return Coverage(rows, gaps, unread, absent, outside)
