"""Carry decisions on withdrawn articles from one file to another, as values that JSON has."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from cundang.store.damage import ERRORS

Decisions = Mapping[str, Sequence[Mapping[str, Any]]]  # the rows of a table, by its name

_COLUMNS = (
    "url, article_id, site, level, reason, case_number, decided_at, until, lifted_at, first_seen_at, last_seen_at, "
    "revisions"
)
_READ = f"SELECT id, {_COLUMNS}, applied_at FROM redactions ORDER BY id"  # noqa: S608 - our names
_FIND = "SELECT id, lifted_at FROM redactions WHERE url = ? AND level = ? AND decided_at = ?"
_ADD = f"INSERT INTO redactions({_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608 - our names
_LIFT = "UPDATE redactions SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL"
_ADD_DIGEST = "INSERT OR IGNORE INTO redacted_digests(sha256, redaction_id) VALUES (?, ?)"


def read_decisions(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """All decisions of an archive and the digests of what they are on."""
    names = ("id", *_COLUMNS.split(", "), "applied_at")
    redactions = [dict(zip(names, row, strict=True)) for row in connection.execute(_READ)]
    found = connection.execute("SELECT sha256, redaction_id FROM redacted_digests ORDER BY sha256, redaction_id")
    return {"redactions": redactions, "digests": [{"sha256": sha, "id": number} for sha, number in found]}


def salvage_decisions(connection: sqlite3.Connection) -> tuple[dict[str, list[dict[str, Any]]], str]:
    """What can be read of the decisions of a damaged archive, and why not all of them; empty where all were read."""
    found: dict[str, list[dict[str, Any]]] = {"redactions": [], "digests": []}
    fault = ""
    names = ("id", *_COLUMNS.split(", "), "applied_at")
    digests = "SELECT sha256, redaction_id FROM redacted_digests"
    for table, keys, sql in (("redactions", names, _READ), ("digests", ("sha256", "id"), digests)):
        try:
            for row in connection.execute(sql):
                found[table].append(dict(zip(keys, row, strict=True)))
        except ERRORS as error:
            fault = fault or str(error)
    return found, fault


def add_decisions(connection: sqlite3.Connection, decisions: Decisions) -> int:
    """Add the decisions of another file that are not here; they are still to be applied. Returns how many.

    One that both have is lifted here too where it was lifted there.
    """
    numbers, added = {}, 0
    for row in decisions.get("redactions", ()):
        known = connection.execute(_FIND, (row["url"], row["level"], row["decided_at"])).fetchone()
        if known:
            numbers[row["id"]] = known[0]
            if row["lifted_at"]:
                connection.execute(_LIFT, (row["lifted_at"], known[0]))
            continue
        values = [row[name] for name in _COLUMNS.split(", ")]
        numbers[row["id"]] = connection.execute(_ADD, values).lastrowid
        added += 1
    for digest in decisions.get("digests", ()):
        if digest["id"] in numbers:
            connection.execute(_ADD_DIGEST, (digest["sha256"], numbers[digest["id"]]))
    return added
