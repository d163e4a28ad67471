"""The frontier: the table `urls` with every known address and its state, and the table `named`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cundang.store.clock import now, read_clock, stamp
from cundang.store.rows import Rows
from cundang.text.address import canonicalize, is_web, tidy

_ADD = """
    INSERT OR IGNORE INTO urls(url, site, kind, state, source, discovered_at, discovered_from, depth, hops)
    VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?)
"""
# An address that is no article of its own: another form of one's, or a further page. It leads there as a redirect does.
_JOINED = """
    INSERT INTO urls(url, site, kind, state, source, discovered_at, discovered_from, redirect_to)
    VALUES (:joined, :site, 'article', 'done', :source, :at, :from, :url)
    ON CONFLICT DO UPDATE SET state = 'done', next_try_at = NULL, error = NULL, redirect_to = excluded.redirect_to
    WHERE kind = 'article' AND url NOT IN (SELECT url FROM articles)
"""
_FORMS = "SELECT url FROM urls WHERE redirect_to = ? ORDER BY id LIMIT 200"
_MOST_FORMS = 5  # that are noted: a session's number makes a new one each day
_STATE = "SELECT state, redirect_to FROM urls WHERE url = ?"
_SOURCE = """
    INSERT INTO urls(url, site, kind, state, source, discovered_at, discovered_from)
    VALUES (?, ?, 'list', 'pending', ?, ?, ?)
    ON CONFLICT DO UPDATE SET discovered_from = excluded.discovered_from, source = excluded.source WHERE kind = 'list'
"""
_LISTS_OF_OTHERS = """
    SELECT source, url FROM urls
    WHERE site = ? AND kind = 'list' AND source NOT IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_RENAME = (
    "UPDATE urls SET source = :new WHERE site = :site AND source = :old",
    "UPDATE OR IGNORE named SET source = :new WHERE site = :site AND source = :old",
    "DELETE FROM named WHERE site = :site AND source = :old",  # what both names named
)
GUESS = "a guess"  # `discovered_from` of a source that was guessed: it may not exist
NO_LIST = "not there: "  # begins the `error` of a list that is done though it was missing: nothing was lost by it
_LISTED = """
    INSERT INTO named(site, source, url, day, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET day = excluded.day WHERE day IS NULL AND excluded.day IS NOT NULL
"""
_LISTED_DAY = (
    "SELECT max(day) FROM named WHERE site = ? AND source IN (SELECT value FROM json_each(?)) AND url = ?"  # by its key
)
_DUE_AGAIN = "UPDATE urls SET state = 'pending', next_try_at = NULL WHERE url = ? AND state != 'pending'"
_LISTS_DUE_AGAIN = """
    UPDATE urls SET state = 'pending', next_try_at = NULL WHERE site = ? AND kind = 'list' AND state = 'done'
    AND source = ? AND redirect_to IS NULL AND url GLOB '*.json'
"""
_LISTS = "SELECT url FROM urls WHERE site = ? AND kind = 'list' AND source = ?"
_PENDING_LIST = "SELECT 1 FROM urls WHERE site = ? AND kind = 'list' AND source = ? AND state = 'pending' LIMIT 1"
_COUNT_LISTS = "SELECT count(*) FROM urls WHERE site = ? AND kind = 'list' AND source = ?"
_TRY_AGAIN = """
    UPDATE urls SET state = 'pending'
    WHERE site = ? AND state = 'failed' AND tries < ? AND coalesce(next_try_at, '') <= ?
"""
_NAMED_BY = "SELECT discovered_from, hops FROM urls WHERE url = ?"
_MOST_HOPS = 10  # more than a crawl follows
_PENDING = """
    SELECT id, url, kind, source, depth, hops FROM urls
    WHERE site = ? AND state = 'pending' AND id > ? AND (next_try_at IS NULL OR next_try_at <= ?) ORDER BY id LIMIT ?
"""
_DONE = """
    INSERT INTO urls(url, site, kind, state, discovered_at) VALUES (?, ?, 'article', 'done', ?)
    ON CONFLICT(url) DO UPDATE SET state = 'done', next_try_at = NULL, tries = 0, error = NULL
"""
_DONE_NO_ARTICLE = "UPDATE urls SET state = 'done', next_try_at = NULL, tries = 0, error = ? WHERE url = ?"
_IS_LIST = "UPDATE urls SET kind = 'list', state = 'done', next_try_at = NULL, tries = 0, error = NULL WHERE url = ?"
_REDIRECTED = (
    "UPDATE urls SET state = 'done', next_try_at = NULL, tries = 0, error = NULL, redirect_to = ? WHERE url = ?"
)
_LEADS_TO = "SELECT redirect_to FROM urls WHERE url = ?"
_FAILED = """
    UPDATE urls SET state = 'failed', tries = tries + 1, error = ?, next_try_at = iif(tries < ?, NULL, ?) WHERE url = ?
"""
_POSTPONED = "UPDATE urls SET state = 'pending', error = ?, next_try_at = ? WHERE url = ?"
_CHANGED = "SELECT changed_at FROM articles WHERE url = ?"
_LOOK_AGAIN = "UPDATE urls SET next_try_at = ? WHERE url = ? AND state = 'done'"
_DUE = """
    UPDATE urls SET state = 'pending', next_try_at = NULL WHERE site = ? AND kind = 'article' AND state = 'done'
    AND redirect_to IS NULL AND url IN (SELECT url FROM articles WHERE site = urls.site)
    AND (next_try_at <= ? OR ? AND (next_try_at IS NULL
      OR url NOT IN (SELECT url FROM articles WHERE site = urls.site AND state = 'gone')))
"""
_EAGER = 5  # tries, one in each run; later tries are a day apart
SOONEST, LATEST = timedelta(hours=6), timedelta(days=365)
_REFUSED = "UPDATE urls SET state = 'refused', error = ? WHERE url = ?"


@dataclass(frozen=True, slots=True)
class Address:
    """One row of the frontier: an address to be requested, and for a list the source that reads it."""

    id: int
    url: str
    kind: str
    source: str | None
    depth: int = 0
    hops: int = 0


def add(  # noqa: PLR0913 - the columns of a row
    rows: Rows,
    site: str,
    kind: str,
    addresses: Iterable[str],
    discovered_from: str,
    source: str | None = None,
    depth: int = 0,
    hops: int = 0,
) -> int:
    """Insert new addresses as pending; returns how many were new."""
    at = now()
    before = rows.connection.total_changes
    rows.connection.executemany(
        _ADD, [(url, site, kind, source, at, discovered_from, depth, hops) for url in addresses]
    )
    return rows.connection.total_changes - before


def record_written(
    rows: Rows, site: str, written: Mapping[str, str], discovered_from: str, source: str | None = None
) -> None:
    """Note how a page writes addresses of articles, each with its one form, of which at most five others are kept."""
    for form, url in written.items():
        forms = _select_forms(rows, url)
        if form not in forms and len(forms) < _MOST_FORMS:
            record_joined(rows, site, form, url, discovered_from, source)


def find_written(rows: Rows, url: str) -> str:
    """Find how pages write an address that is in the one form: as it is to be asked for."""
    return next(map(tidy, _select_forms(rows, url)), url)


def _select_forms(rows: Rows, url: str) -> list[str]:
    joined = (str(form) for (form,) in rows.connection.execute(_FORMS, (url,)))
    return [form for form in joined if canonicalize(form) == url]


def record_joined(
    rows: Rows, site: str, joined: str, url: str, discovered_from: str, source: str | None = None
) -> None:
    """Note that an address is no article of its own, but another form or a further page of that at `url`."""
    about = {"site": site, "source": source, "at": now(), "from": discovered_from}
    rows.connection.execute(_JOINED, {**about, "joined": joined, "url": url})


def find_state(rows: Rows, url: str) -> tuple[str, str | None]:
    """The state of an address, and where it leads; an empty state where it is not known."""
    row = rows.connection.execute(_STATE, (url,)).fetchone()
    return (str(row[0]), row[1]) if row else ("", None)


def add_source(rows: Rows, site: str, url: str, source: str, discovered_from: str) -> None:
    """Insert the address of a source, or update of which source it is, and where it was discovered."""
    rows.connection.execute(_SOURCE, (url, site, source, now(), discovered_from))


def select_lists_of_others(rows: Rows, site: str, sources: Iterable[str]) -> list[tuple[str, str]]:
    """Select the source and address of each list of a site that is of none of some sources."""
    return list(rows.connection.execute(_LISTS_OF_OTHERS, (site, json.dumps(list(sources)))))


def rename_source(rows: Rows, site: str, old: str, new: str) -> None:
    """Give all that a source of a site named to the source's new name."""
    for statement in _RENAME:
        rows.connection.execute(statement, {"site": site, "old": old, "new": new})


def requeue(rows: Rows, addresses: Iterable[str]) -> None:
    """Make addresses pending again: lists, which link to other articles each day."""
    rows.connection.executemany(_DUE_AGAIN, [(url,) for url in addresses])


def requeue_lists(rows: Rows, site: str, source: str) -> None:
    """Make the data files of a source pending again: pages that named them may be read no more."""
    rows.connection.execute(_LISTS_DUE_AGAIN, (site, source))


def select_lists(rows: Rows, site: str, source: str) -> list[str]:
    """Select the addresses of the lists of a source."""
    return [row[0] for row in rows.connection.execute(_LISTS, (site, source))]


def has_pending_lists(rows: Rows, site: str, source: str) -> bool:
    """Whether a list of a source is to be requested."""
    return rows.connection.execute(_PENDING_LIST, (site, source)).fetchone() is not None


def count_lists(rows: Rows, site: str, source: str) -> int:
    """Count the lists of a source."""
    return int(rows.connection.execute(_COUNT_LISTS, (site, source)).fetchone()[0])


def select_pending(rows: Rows, site: str, after: int, limit: int) -> list[Address]:
    """Select the next addresses of a site to request, in the order of discovery, after the row `after`."""
    return [Address(*row) for row in rows.connection.execute(_PENDING, (site, after, now(), limit))]


def find_naming_page(rows: Rows, url: str) -> str:
    """Find what named an address: a page, or words such as `the command line`. A redirect leads on to what named it."""
    for _ in range(_MOST_HOPS):
        named_by, hops = rows.connection.execute(_NAMED_BY, (url,)).fetchone() or ("", 0)
        if not hops:
            break
        url = named_by
    return named_by or ""


def mark_stored(rows: Rows, url: str, site: str) -> None:
    """Mark the address of a crawled or imported article as done, and schedule when to look at it again."""
    if is_web(url):
        rows.connection.execute(_DONE, (url, site, now()))
        schedule_recheck(rows, url)


def add_stored(rows: Rows, url: str, site: str, at: str) -> None:
    """Insert the address of a stored article as done, if it is not on the frontier; `at` is when it was fetched."""
    rows.insert_or_ignore("urls", {"url": url, "site": site, "kind": "article", "state": "done", "discovered_at": at})


def record_listed(rows: Rows, site: str, source: str, addresses: Mapping[str, str | None]) -> int:
    """Note that a source of a site lists articles: their addresses, each with the day where it is known.

    Returns of how many the source had not said as much before.
    """
    at, before = now(), rows.connection.total_changes
    rows.connection.executemany(_LISTED, [(site, source, url, day, at) for url, day in addresses.items()])
    return rows.connection.total_changes - before


def find_listed_day(rows: Rows, site: str, sources: Iterable[str], url: str) -> str | None:
    """Find the latest day that sources of a site gave for an article."""
    found: str | None = rows.connection.execute(_LISTED_DAY, (site, json.dumps(list(sources)), url)).fetchone()[0]
    return found


def schedule_recheck(rows: Rows, url: str) -> None:
    """Set when an article is due again: after half the time since it last changed, within 6 hours and a year.

    Where nobody knows when that was, it is due after 6 hours.
    """
    if row := rows.connection.execute(_CHANGED, (url,)).fetchone():
        moment = read_clock()
        unchanged = moment - datetime.fromisoformat(row[0]) if row[0] else timedelta()
        wait = min(max(unchanged / 2, SOONEST), LATEST)
        rows.connection.execute(_LOOK_AGAIN, (stamp(moment + wait), url))


def requeue_due(rows: Rows, site: str, everything: bool = False) -> None:
    """Make the articles of a site pending that are due again, or all except those that are gone."""
    rows.connection.execute(_DUE, (site, now(), everything))


def schedule(rows: Rows, url: str, moment: datetime) -> None:
    """Set when an address that is done is due again."""
    rows.connection.execute(_LOOK_AGAIN, (stamp(moment), url))


def record_redirect(rows: Rows, url: str, target: str) -> None:
    """Mark an address as done, with the address that it redirects to."""
    rows.connection.execute(_REDIRECTED, (target, url))


def find_redirect(rows: Rows, url: str) -> str | None:
    """Find where an address redirected to; None where it is not known, or did not."""
    found: tuple[str | None] | None = rows.connection.execute(_LEADS_TO, (url,)).fetchone()
    return found[0] if found else None


def postpone(rows: Rows, url: str, reason: str, moment: datetime) -> None:
    """Keep an address pending until a moment, as the server asks."""
    rows.connection.execute(_POSTPONED, (reason, stamp(moment), url))


def mark_done(rows: Rows, url: str, error: str | None = None) -> None:
    """Mark an address as done that is no article: a list, or a page that a stage refused (`error` says why)."""
    rows.connection.execute(_DONE_NO_ARTICLE, (error, url))


def mark_as_list(rows: Rows, url: str) -> None:
    """Mark an address as a list that was taken for an article: its page only links to articles."""
    rows.connection.execute(_IS_LIST, (url,))


def requeue_failed(rows: Rows, site: str, most_tries: int = 30) -> None:
    """Make failed addresses pending: in every run at first, after five tries once a day, after `most_tries` no more."""
    rows.connection.execute(_TRY_AGAIN, (site, most_tries, now()))


def mark_failed(rows: Rows, url: str, error: str) -> None:
    """Mark an address as failed; a later run tries again."""
    rows.connection.execute(_FAILED, (error, _EAGER, stamp(read_clock() + timedelta(days=1)), url))


def mark_refused(rows: Rows, url: str, reason: str) -> None:
    """Mark an address as refused: it is not to be fetched."""
    rows.connection.execute(_REFUSED, (reason, url))
