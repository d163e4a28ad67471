"""How many of the addresses that became known lately are held: coverage in one figure, for all sites at once."""

import sqlite3
from dataclasses import dataclass

OUTSIDE = (
    "links outside the pattern of articles"  # part of the reason in `problems` that a crawl writes for such a source
)
# Addresses are in the order of discovery. One that redirects leads to another, which is counted; one that was withdrawn
# is not missing. Of many at once, as in a back-fill, the latest tell enough: what lists named in all takes half a
# second of a million.
_LATELY = """
    SELECT site, count(*), sum(EXISTS (SELECT 1 FROM articles a WHERE a.url = u.url)) FROM urls u NOT INDEXED
    WHERE id > (SELECT max(id) FROM urls) - 50000 AND kind = 'article' AND redirect_to IS NULL AND discovered_at >= ?
      AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.url = u.url AND r.lifted_at IS NULL)
    GROUP BY site
"""


@dataclass(frozen=True, slots=True)
class Share:
    """How many addresses of articles became known, and how many of them are held."""

    named: int = 0
    held: int = 0

    @property
    def percent(self) -> int | None:
        """How many of a hundred are held, rounded down: 100 is all of them. None where none became known."""
        return 100 * self.held // self.named if self.named else None


def count_lately(connection: sqlite3.Connection, since: str) -> dict[str, Share]:
    """Count by site the addresses of articles that became known since a moment, of the latest 50,000 of the archive."""
    return {site: Share(named, held) for site, named, held in connection.execute(_LATELY, [since])}
