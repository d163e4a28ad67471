"""Decisions that an article is not shown, or not held at all: the tables `redactions` and `redacted_digests`."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cundang.store.clock import now
from cundang.store.rows import Rows
from cundang.text.address import is_web


@dataclass(frozen=True, slots=True)
class Redaction:
    """A decision on one article, in the columns of its row (see schema.sql)."""

    id: int
    url: str
    article_id: int | None
    site: str | None
    level: str
    reason: str
    case_number: str | None
    decided_at: str
    until: str | None
    lifted_at: str | None
    applied_at: str | None
    first_seen_at: str | None
    last_seen_at: str | None
    revisions: int


_REFUSED = "withdrawn: decision "  # urls.error of an address that a decision holds for, before its number
_HOLDS = "SELECT r.* FROM redactions r WHERE r.lifted_at IS NULL AND"
_STRICTEST = "ORDER BY r.level = 'erased' DESC, r.id DESC LIMIT 1"
_OF_URL = f"""
    {_HOLDS} r.url IN (:url, (SELECT redirect_to FROM urls WHERE url = :url AND state = 'refused'))
    {_STRICTEST}
"""  # noqa: S608 - statements of ours
_OF_ARTICLE = f"{_HOLDS} r.article_id = ? {_STRICTEST}"
_DIGESTS = "SELECT redaction_id FROM redacted_digests WHERE sha256 IN (SELECT value FROM json_each(?))"
# What is due to be done, or to be lifted, and which addresses and digests a decision holds for.
_PENDING = f"{_HOLDS} r.applied_at IS NULL ORDER BY r.id"
_DUE = f"{_HOLDS} r.until <= ? ORDER BY r.id"
# Lifted in another file of the archive, and its address is refused here as it was: its article was not brought back.
_NOT_BACK = """
    SELECT r.* FROM redactions r JOIN urls u ON u.url = r.url AND u.state = 'refused' AND instr(u.error, :refused) = 1
    WHERE r.lifted_at IS NOT NULL AND r.id = (SELECT max(id) FROM redactions WHERE url = r.url)
      AND NOT EXISTS (SELECT 1 FROM redactions h WHERE h.url = r.url AND h.lifted_at IS NULL)
    ORDER BY r.id
"""
WITHDRAWN_URLS = """
    SELECT url FROM redactions WHERE lifted_at IS NULL
    UNION SELECT u.url FROM redactions r JOIN urls u ON u.redirect_to = r.url
    WHERE r.lifted_at IS NULL AND u.state = 'refused'
"""
WITHDRAWN_DIGESTS = """
    SELECT d.sha256 FROM redactions r JOIN redacted_digests d ON d.redaction_id = r.id WHERE r.lifted_at IS NULL
"""
_DIGESTS_OF = "SELECT sha256 FROM redacted_digests WHERE redaction_id = ?"
_ADDRESSES = "SELECT url FROM urls WHERE redirect_to = ? AND state = 'refused' ORDER BY id"
_REFUSE = """
    INSERT INTO urls(url, site, kind, state, discovered_at, error, redirect_to)
    VALUES (:url, :site, 'article', 'refused', :at, :error, :redirect_to)
    ON CONFLICT DO UPDATE SET state = 'refused', next_try_at = NULL, error = excluded.error,
      redirect_to = coalesce(excluded.redirect_to, redirect_to) WHERE kind = 'article'
"""
_ADMIT = """
    UPDATE urls SET state = 'done', error = NULL, redirect_to = iif(url = :url, NULL, redirect_to)
    WHERE state = 'refused' AND (url = :url OR redirect_to = :url)
"""
_LIFT = "UPDATE redactions SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL"
_APPLIED = "UPDATE redactions SET applied_at = ? WHERE id = ?"
_OF_DIGEST = f"{_HOLDS} r.id IN ({_DIGESTS}) {_STRICTEST}"


def find_redaction(connection: sqlite3.Connection, url: str, digests: Iterable[str] = ()) -> Redaction | None:
    """The decision that holds for an address, one that leads to it, or for content with one of some digests; None where
    there is none.
    """
    row = connection.execute(_OF_URL, {"url": url}).fetchone()
    row = row or connection.execute(_OF_DIGEST, (json.dumps(list(digests)),)).fetchone()
    return Redaction(*row) if row else None


def find_redaction_of_article(connection: sqlite3.Connection, article_id: int) -> Redaction | None:
    """The decision that holds for an article that had an id in this file; None where there is none."""
    row = connection.execute(_OF_ARTICLE, (article_id,)).fetchone()
    return Redaction(*row) if row else None


def read_redactions(connection: sqlite3.Connection) -> list[Redaction]:
    """All decisions, also those that hold no more, in their order."""
    return [Redaction(*row) for row in connection.execute("SELECT * FROM redactions ORDER BY id")]


def read_pending(connection: sqlite3.Connection) -> list[Redaction]:
    """The decisions that hold and of which not all is done yet."""
    return [Redaction(*row) for row in connection.execute(_PENDING)]


def read_due(connection: sqlite3.Connection, day: str) -> list[Redaction]:
    """The decisions that hold no longer from a day on, and were not lifted yet."""
    return [Redaction(*row) for row in connection.execute(_DUE, (day,))]


def read_not_back(connection: sqlite3.Connection) -> list[Redaction]:
    """The decisions that are lifted, and whose articles are still kept out: a restored backup is from before that."""
    return [Redaction(*row) for row in connection.execute(_NOT_BACK, {"refused": _REFUSED})]


def read_digests(connection: sqlite3.Connection, redaction_id: int) -> frozenset[str]:
    """The digests of the content of a decision."""
    return frozenset(digest for (digest,) in connection.execute(_DIGESTS_OF, (redaction_id,)))


def read_addresses(connection: sqlite3.Connection, url: str) -> list[str]:
    """The addresses that a decision on an article holds for: its own, and those that lead to it."""
    return [url, *(other for (other,) in connection.execute(_ADDRESSES, (url,)) if other != url)]


def explain(redaction: Redaction) -> str:
    """Why a page is refused: in a line, without anything of its content."""
    return f"{_REFUSED}{redaction.id}"


def insert_redaction(rows: Rows, row: Mapping[str, object], digests: Iterable[str]) -> int:
    """Insert a decision, in the place of one that holds for the same address; returns its id.

    What that knew of the article (its id, times, digests) goes on to this one, where `row` does not say it.
    """
    connection, before = rows.connection, find_redaction(rows.connection, str(row["url"]))
    known = set(digests)
    if before and before.url == row["url"]:
        known |= read_digests(connection, before.id)
        kept = ("article_id", "site", "first_seen_at", "last_seen_at", "revisions")
        row = {**row, **{name: row.get(name) or getattr(before, name) for name in kept}}
        lift_redaction(rows, before.id)
    redaction_id = rows.insert("redactions", row)
    add_digests(rows, redaction_id, known)
    return redaction_id


def add_digests(rows: Rows, redaction_id: int, digests: Iterable[str]) -> None:
    """Note digests by which the content of a decision is known."""
    rows.connection.executemany(
        "INSERT OR IGNORE INTO redacted_digests VALUES (?, ?)", [(each, redaction_id) for each in sorted(set(digests))]
    )


def lift_redaction(rows: Rows, redaction_id: int, at: str | None = None) -> None:
    """Note that a decision holds no more: from now on, or from another moment."""
    rows.connection.execute(_LIFT, (at or now(), redaction_id))


def reopen(rows: Rows, redaction_ids: Iterable[int]) -> None:
    """Note that something of what decisions are on may have come back, so that they are applied anew."""
    rows.connection.executemany(
        "UPDATE redactions SET applied_at = NULL WHERE id = ? AND lifted_at IS NULL",
        [(each,) for each in redaction_ids],
    )


def mark_applied(rows: Rows, redaction_id: int) -> None:
    """Note that all that a decision asks for is done."""
    rows.connection.execute(_APPLIED, (now(), redaction_id))


def refuse_addresses(rows: Rows, redaction: Redaction, addresses: Iterable[str]) -> None:
    """Let no crawl ask for the address of an article, nor for those that lead to it."""
    if redaction.site is None:
        return
    rows.insert_or_ignore("sites", {"name": redaction.site})
    about = {"site": redaction.site, "at": redaction.decided_at, "error": explain(redaction)}
    for url in filter(is_web, dict.fromkeys((redaction.url, *addresses))):
        rows.connection.execute(
            _REFUSE, {**about, "url": url, "redirect_to": None if url == redaction.url else redaction.url}
        )


def admit_addresses(rows: Rows, url: str) -> None:
    """Undo `refuse_addresses`."""
    rows.connection.execute(_ADMIT, {"url": url})
