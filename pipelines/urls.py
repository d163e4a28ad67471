"""The table `urls`: every address that was named, and whether it has been worked on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.address import is_web
from pipelines.archive import now

_NAME = """
    INSERT OR IGNORE INTO urls(url, site, kind, state, source, discovered_at, discovered_from) VALUES (?, ?, ?, 'pending', ?, ?, ?)
"""
_DUE_AGAIN = "UPDATE urls SET state = 'pending', next_try_at = NULL WHERE url = ? AND state != 'pending'"
_TRY_AGAIN = "UPDATE urls SET state = 'pending' WHERE site = ? AND state = 'failed' AND tries < ?"
_PENDING = """
    SELECT id, url, kind, source FROM urls
    WHERE site = ? AND state = 'pending' AND id > ? AND (next_try_at IS NULL OR next_try_at <= ?) ORDER BY id LIMIT ?
"""
_DONE = """
    INSERT INTO urls(url, site, kind, state, discovered_at) VALUES (?, ?, 'article', 'done', ?)
    ON CONFLICT(url) DO UPDATE SET state = 'done', next_try_at = NULL, tries = 0, error = NULL
"""
_WORKED_ON = "UPDATE urls SET state = 'done', next_try_at = NULL, tries = 0, error = ? WHERE url = ?"
_FAILED = "UPDATE urls SET state = 'failed', tries = tries + 1, error = ? WHERE url = ?"
_REFUSED = "UPDATE urls SET state = 'refused', error = ? WHERE url = ?"


@dataclass(frozen=True, slots=True)
class Address:
    """One row of the frontier: an address to be requested, and for a list the source that reads it."""

    id: int
    url: str
    kind: str
    source: str | None


def name(
    db: Database, site: str, kind: str, addresses: Iterable[str], discovered_from: str, source: str | None = None
) -> int:
    """Insert the addresses that are new, as pending; returns how many were."""
    at = now()
    before = db.conn.total_changes
    db.conn.executemany(_NAME, [(url, site, kind, source, at, discovered_from) for url in addresses])
    return db.conn.total_changes - before


def due_again(db: Database, addresses: Iterable[str]) -> None:
    """Make addresses pending that were worked on before: lists, which name other articles each day."""
    db.conn.executemany(_DUE_AGAIN, [(url,) for url in addresses])


def pending(db: Database, site: str, after: int, limit: int) -> list[Address]:
    """The next addresses of a site that may be requested now, in the order of discovery, behind the row `after`."""
    return [Address(*row) for row in db.conn.execute(_PENDING, (site, after, now(), limit))]


def done(db: Database, url: str, site: str) -> None:
    """An article is stored, or seen again: a crawl need not fetch it, whether a list named it or it was imported."""
    if is_web(url):
        db.conn.execute(_DONE, (url, site, now()))


def worked_on(db: Database, url: str, error: str | None = None) -> None:
    """An address was fetched and is no article: a list, a redirect, or a page that a stage refused (`error` says why)."""
    db.conn.execute(_WORKED_ON, (error, url))


def try_again(db: Database, site: str, most_tries: int) -> None:
    """Make pending what failed, unless it did so in many runs in a row."""
    db.conn.execute(_TRY_AGAIN, (site, most_tries))


def failed(db: Database, url: str, error: str) -> None:
    """An address could not be fetched; the next run tries again."""
    db.conn.execute(_FAILED, (error, url))


def refused(db: Database, url: str, reason: str) -> None:
    """An address is not to be fetched."""
    db.conn.execute(_REFUSED, (reason, url))
