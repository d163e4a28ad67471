"""What a site promises, and whether a run kept it."""

import statistics
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cundang.model.expect import Expect
from cundang.store.clock import stamp
from cundang.store.session import Session

_ENOUGH = 10  # pages of a run before shares are told, and articles before a usual gap is
_FIRST_SEEN = "SELECT first_seen_at FROM articles WHERE site = ? ORDER BY first_seen_at DESC LIMIT 50"
_SHARES = """
    SELECT count(*), avg(a.title != '' AND substr(a.title, 1, 1) != '['), avg(a.published_at IS NOT NULL), avg(a.characters > 0)
    FROM fetches f CROSS JOIN articles a ON a.url = f.url WHERE f.run_id = ? AND f.outcome IN ('new', 'edited')
"""
_WEEK = "SELECT count(*) FROM articles WHERE site = ? AND first_seen_at >= ?"


def find_unmet(session: Session, site: str, expect: Expect) -> tuple[str, ...]:
    """Each promise that was not kept, as a line; none of a site that is younger in the archive than a week."""
    connection, moment = session.rows.connection, datetime.now(UTC)
    told: list[str] = []
    count, *shares = connection.execute(_SHARES, (session.run_id,)).fetchone()
    if count >= _ENOUGH:
        for name, share in zip(("title", "date", "text"), shares, strict=True):
            promised: float = getattr(expect, name)
            if share < promised:
                told.append(f"{share:.0%} of {count} pages have a {name}, {promised:.0%} are promised")
    seen = [datetime.fromisoformat(row[0]) for row in connection.execute(_FIRST_SEEN, (site,))]
    if not seen:
        return tuple(told)
    first = connection.execute("SELECT min(first_seen_at) FROM articles WHERE site = ?", (site,)).fetchone()[0]
    if moment - datetime.fromisoformat(first) >= timedelta(days=7):
        new = connection.execute(_WEEK, (site, stamp(moment - timedelta(days=7)))).fetchone()[0]
        if new < expect.articles_a_week:
            told.append(f"{new} new articles in a week, {expect.articles_a_week:g} are promised")
    gaps = [(a - b).total_seconds() for a, b in pairwise(seen)]
    usual = statistics.median(gaps) if len(gaps) >= _ENOUGH else 0
    silence = (moment - seen[0]).total_seconds()
    if usual and silence > expect.silence * max(usual, 3600):
        told.append(f"no new article for {silence / 3600:.0f} hours, usually one every {usual / 3600:.1f}")
    return tuple(told)
