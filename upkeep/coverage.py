"""Measure how complete the archive is: what each source of a site lists, and what of it the archive holds."""

from dataclasses import dataclass

from sqlite_utils import Database

from cundang.store.frontier import GUESS, NO_LIST

_BY_DAY = """
    SELECT n.source, coalesce(n.day, substr(a.published_at, 1, 10)) AS day, count(*) AS named,
      sum(a.id IS NOT NULL) AS held
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE n.site = ? AND u.kind IS NOT 'list'
    GROUP BY n.source, day ORDER BY n.source, day
"""
_GAPS = """
    SELECT n.url, coalesce(u.state, 'unknown') AS state, coalesce(u.error, '') AS error
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url))
    WHERE n.site = ? AND a.id IS NULL AND u.kind IS NOT 'list'
    GROUP BY n.url ORDER BY n.url
"""
_UNREAD = """
    WITH RECURSIVE guessed(url) AS (  -- and where they are redirected to
      SELECT url FROM urls WHERE site = :site AND kind = 'list' AND discovered_from = :guess
      UNION SELECT u.redirect_to FROM guessed g JOIN urls u ON u.url = g.url WHERE u.redirect_to IS NOT NULL)
    SELECT url, state, coalesce(error, ''), state = 'failed' AND error IN ('HTTP 404', 'HTTP 410') AND url IN guessed
    FROM urls WHERE site = :site AND kind = 'list' AND (state != 'done' OR instr(error, :no_list) != 1) ORDER BY id
"""
OUTSIDE = (
    "links outside the pattern of articles"  # part of the reason in `problems` that a crawl writes for such a source
)
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


def measure_coverage(db: Database, site: str) -> Coverage:
    """Measure how complete the archive is for a site."""
    rows, connection = [Covered(*row) for row in db.conn.execute(_BY_DAY, (site,))], db.conn
    gaps = [Gap(*row) for row in connection.execute(_GAPS, (site,))]
    unread: list[Gap] = []
    absent: list[Gap] = []
    for *row, is_absent in connection.execute(_UNREAD, {"site": site, "guess": GUESS, "no_list": NO_LIST}):
        (absent if is_absent else unread).append(Gap(*row))
    return Coverage(rows, gaps, unread, absent, [row[0] for row in connection.execute(_OUTSIDE, (OUTSIDE, site))])
