"""Whether a site keeps what its module promises: one judge, for the end of a crawl and for `archive check`."""

import sqlite3
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cundang.model.expect import Expect
from cundang.store.clock import read_clock, stamp
from cundang.store.pace import WEEK, Pace, count_new, format_rate, is_too_few, learn_pace
from cundang.store.session import Session
from upkeep.refusals import find_refusals, select_tried
from upkeep.unmet import Unmet

ENOUGH = 10  # articles; shares of fewer are not judged, and a usual gap is not known from fewer
_OF_RUN = """
    SELECT a.url, coalesce(a.first_seen_at, f.fetched_at), a.title, a.published_at, a.characters
    FROM fetches f CROSS JOIN articles a ON a.url = f.url
    WHERE f.run_id = ? AND f.outcome IN ('new', 'edited') ORDER BY f.id
"""
_LATEST = """
    SELECT url, first_seen_at, (SELECT max(r.id) FROM runs r WHERE r.command = 'crawl' AND r.site = a.site
      AND a.first_seen_at BETWEEN r.started_at AND coalesce(r.ended_at, '9999')) AS run_id
    FROM articles a WHERE site = ? AND first_seen_at <= ? ORDER BY first_seen_at DESC LIMIT 500
"""
_FIRST = "SELECT min(first_seen_at) FROM articles WHERE site = ?"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it was stored: what promises are about."""

    url: str
    stored_at: str
    title: str
    published_at: str | None
    characters: int


_HAS: dict[str, Callable[[Stored], bool]] = {
    "title": lambda article: bool(article.title) and not article.title.startswith("["),
    "date": lambda article: article.published_at is not None,
    "text": lambda article: article.characters > 0,
}


def find_unmet(session: Session, site: str, expect: Expect, is_finished: bool = True) -> tuple[str, ...]:
    """What is wrong with the run of a site, each as a line: that it refused most pages, promises that it did not keep.

    Promises are judged by the articles that this run stored, and only of a run that finished.
    """
    connection = session.rows.connection
    unmet = find_refusals(select_tried(connection, site, [session.run_id]))
    if is_finished:
        articles = [Stored(*row) for row in connection.execute(_OF_RUN, (session.run_id,))]
        unmet += judge(connection, site, expect, articles, read_clock())
    return tuple(each.line for each in unmet)


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
    only if the site `is_crawled` and is older in the archive than a week. Where its module says nothing of the pace,
    it is compared with that of the first four weeks of runs.
    """
    unmet = list(_find_unmet_shares(expect, articles))
    return [*unmet, *_find_unmet_pace(connection, site, expect, until)] if is_crawled else unmet


def describe_pace(connection: sqlite3.Connection, site: str, expect: Expect) -> str:
    """How many new articles a week are usual of a site, in words: promised, learned, or still to be learned."""
    if (promised := expect.articles_a_week) is not None:
        source = f" ({expect.articles_a_week_from})" if expect.articles_a_week_from else ""
        return f"{promised:g} a week are promised{source}" if promised else "its module promises none"
    return str(learn_pace(connection, site))


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
    since, examples = latest[0][1][:10], tuple(url for url, _, _ in latest[:2])
    first = datetime.fromisoformat(connection.execute(_FIRST, (site,)).fetchone()[0])
    if until - first >= WEEK:
        new = count_new(connection, site, until - WEEK, until)
        if usual := _find_usual(connection, site, expect, new):
            yield Unmet(f"{new} new articles in a week, {usual}", since, examples)
    seen = list({run_id or moment: moment for _, moment, run_id in latest}.values())  # those of one run count as one
    moments = [datetime.fromisoformat(moment) for moment in seen]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(moments)]
    usual_gap = statistics.median(gaps) if len(gaps) >= ENOUGH else 0
    silence = (until - datetime.fromisoformat(latest[0][1])).total_seconds()
    if usual_gap and silence > expect.silence * max(usual_gap, 3600):
        what = f"no new article for {silence / 3600:.0f} hours, usually one every {usual_gap / 3600:.1f}"
        yield Unmet(what, since, examples)


def _find_usual(connection: sqlite3.Connection, site: str, expect: Expect, new: int) -> str:
    """What is usual of a site, in words, where a week had too few new articles; empty where it had enough."""
    if (promised := expect.articles_a_week) is not None:
        source = f" ({expect.articles_a_week_from})" if expect.articles_a_week_from else ""
        return f"{promised:g} are promised{source}" if is_too_few(new, promised) else ""
    pace = learn_pace(connection, site)
    if isinstance(pace, Pace) and is_too_few(new, pace.articles_a_week):
        return f"usually about {format_rate(pace.articles_a_week)} ({pace.source})"
    return ""
