"""Whether a site keeps what its module promises: one judge, for the end of a crawl and for `archive check`."""

import sqlite3
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cundang.model.expect import Expect
from cundang.store.clock import stamp
from cundang.store.session import Session

ENOUGH = 10  # articles; shares of fewer are not judged, and a usual gap is not known from fewer
_WEEK = timedelta(days=7)
_OF_RUN = """
    SELECT a.url, coalesce(a.first_seen_at, f.fetched_at), a.title, a.published_at, a.characters
    FROM fetches f CROSS JOIN articles a ON a.url = f.url
    WHERE f.run_id = ? AND f.outcome IN ('new', 'edited') ORDER BY f.id
"""
_LATEST = """
    SELECT url, first_seen_at FROM articles WHERE site = ? AND first_seen_at <= ? ORDER BY first_seen_at DESC LIMIT 50
"""
_FIRST = "SELECT min(first_seen_at) FROM articles WHERE site = ?"
_NEW = "SELECT count(*) FROM articles WHERE site = ? AND first_seen_at > ? AND first_seen_at <= ?"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it was stored: what promises are about."""

    url: str
    stored_at: str
    title: str
    published_at: str | None
    characters: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A promise that was not kept: what, since which day, and up to two articles that show it."""

    what: str
    since: str
    examples: tuple[str, ...]


_HAS: dict[str, Callable[[Stored], bool]] = {
    "title": lambda article: bool(article.title) and not article.title.startswith("["),
    "date": lambda article: article.published_at is not None,
    "text": lambda article: article.characters > 0,
}


def find_unmet(session: Session, site: str, expect: Expect) -> tuple[str, ...]:
    """Each promise that the site of a crawl did not keep, as a line: judged by the articles that this run stored."""
    connection = session.rows.connection
    articles = [Stored(*row) for row in connection.execute(_OF_RUN, (session.run_id,))]
    return tuple(unmet.what for unmet in judge(connection, site, expect, articles, datetime.now(UTC)))


def judge(
    connection: sqlite3.Connection,
    site: str,
    expect: Expect,
    articles: Sequence[Stored],
    until: datetime,
    is_crawled: bool = True,
) -> list[Unmet]:
    """The promises that a site did not keep.

    Shares are those of `articles`, if they are ten or more. The pace is that of the site up to a moment, and is judged
    only if the site `is_crawled` and is older in the archive than a week.
    """
    unmet = list(_find_unmet_shares(expect, articles))
    return [*unmet, *_find_unmet_pace(connection, site, expect, until)] if is_crawled else unmet


def _find_unmet_shares(expect: Expect, articles: Sequence[Stored]) -> Iterator[Unmet]:
    if len(articles) < ENOUGH:
        return
    for name, has in _HAS.items():
        lacking = [article for article in articles if not has(article)]
        promised: float = getattr(expect, name)
        share = 1 - len(lacking) / len(articles)
        if share < promised:
            what = f"{share:.0%} of {len(articles)} pages have a {name}, {promised:.0%} are promised"
            yield Unmet(what, lacking[0].stored_at[:10], tuple(article.url for article in lacking[-2:]))


def _find_unmet_pace(connection: sqlite3.Connection, site: str, expect: Expect, until: datetime) -> Iterator[Unmet]:
    latest = connection.execute(_LATEST, (site, stamp(until))).fetchall()
    if not latest:
        return
    seen = [datetime.fromisoformat(first_seen_at) for _, first_seen_at in latest]
    since, examples = latest[0][1][:10], tuple(url for url, _ in latest[:2])
    first = datetime.fromisoformat(connection.execute(_FIRST, (site,)).fetchone()[0])
    if until - first >= _WEEK:
        new = connection.execute(_NEW, (site, stamp(until - _WEEK), stamp(until))).fetchone()[0]
        if new < expect.articles_a_week:
            yield Unmet(f"{new} new articles in a week, {expect.articles_a_week:g} are promised", since, examples)
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(seen)]
    usual = statistics.median(gaps) if len(gaps) >= ENOUGH else 0
    silence = (until - seen[0]).total_seconds()
    if usual and silence > expect.silence * max(usual, 3600):
        what = f"no new article for {silence / 3600:.0f} hours, usually one every {usual / 3600:.1f}"
        yield Unmet(what, since, examples)
