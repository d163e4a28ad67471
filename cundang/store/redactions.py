"""Decisions that an article is not shown, or not held at all: the tables `redactions` and `redacted_digests`."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


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


_HOLDS = "SELECT r.* FROM redactions r WHERE r.lifted_at IS NULL AND"
_OF_URL = f"{_HOLDS} r.url = ? ORDER BY r.id DESC LIMIT 1"
_OF_ARTICLE = f"{_HOLDS} r.article_id = ? ORDER BY r.id DESC LIMIT 1"
_DIGESTS = "SELECT redaction_id FROM redacted_digests WHERE sha256 IN (SELECT value FROM json_each(?))"
_OF_DIGEST = f"{_HOLDS} r.id IN ({_DIGESTS}) ORDER BY r.id DESC LIMIT 1"


def find_redaction(connection: sqlite3.Connection, url: str, digests: Iterable[str] = ()) -> Redaction | None:
    """The decision that holds for an address, or for content with one of some digests; None where there is none."""
    row = connection.execute(_OF_URL, (url,)).fetchone()
    row = row or connection.execute(_OF_DIGEST, (json.dumps(list(digests)),)).fetchone()
    return Redaction(*row) if row else None


def find_redaction_of_article(connection: sqlite3.Connection, article_id: int) -> Redaction | None:
    """The decision that holds for an article that had an id in this file; None where there is none."""
    row = connection.execute(_OF_ARTICLE, (article_id,)).fetchone()
    return Redaction(*row) if row else None


def read_redactions(connection: sqlite3.Connection) -> list[Redaction]:
    """All decisions, also those that hold no more, in their order."""
    return [Redaction(*row) for row in connection.execute("SELECT * FROM redactions ORDER BY id")]
