"""How complete the archive is: what each source of a site named, and what the archive holds of it."""

from dataclasses import dataclass

from sqlite_utils import Database

_NAMED = "SELECT count(*) FROM named WHERE site = ? AND source = ?"
_BY_DAY = """
    SELECT n.source, coalesce(n.day, substr(a.published_at, 1, 10)) AS day, count(*) AS named,
      sum(a.id IS NOT NULL) AS held
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE n.site = ? GROUP BY n.source, day ORDER BY n.source, day
"""
_GAPS = """
    SELECT n.url, coalesce(u.state, 'unknown') AS state, coalesce(u.error, '') AS error
    FROM named n LEFT JOIN urls u ON u.url = n.url
    LEFT JOIN articles a ON a.url IN (n.url, coalesce(u.redirect_to, n.url)) WHERE n.site = ? AND a.id IS NULL GROUP BY n.url ORDER BY n.url
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """What a source named of a day (None: not known), and how many of it the archive holds."""

    source: str
    day: str | None
    named: int
    held: int


@dataclass(frozen=True, slots=True)
class Gap:
    """An address that a source named and the archive does not hold, and why."""

    url: str
    state: str
    error: str


def named_by(db: Database, site: str, source: str | None) -> int:
    """How many articles a source has named so far."""
    return int(db.conn.execute(_NAMED, (site, source or "")).fetchone()[0])


def coverage(db: Database, site: str) -> tuple[list[Covered], list[Gap]]:
    """By source and day what was named and what is held; and every gap."""
    rows = [Covered(*row) for row in db.conn.execute(_BY_DAY, (site,))]
    return rows, [Gap(*row) for row in db.conn.execute(_GAPS, (site,))]
