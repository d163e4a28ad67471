"""Carry decisions out in what was made of an archive before: in its downloads, and in a copy of it."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cundang.files.settings import read_settings
from cundang.model.publisher import Publishers
from cundang.store import redactions, withdrawal
from cundang.store.copies import list_set_aside
from cundang.store.redactions import Redaction
from cundang.store.rows import Rows
from cundang.store.schema import open_archive, open_readonly, require_file
from cundang.store.tasks import read_tasks
from cundang.store.upgrade import list_copies
from exchange.needles import Needles, make_needles
from exchange.withdraw import Withdrawn, note_done, read_done, withdraw
from upkeep.redact import Subject, apply_pending

_BY_ADDRESS = "SELECT id, url, site FROM articles WHERE url IN (SELECT value FROM json_each(?))"
_BY_DIGEST = """
    SELECT id, url, site FROM articles WHERE sha256 IN (SELECT value FROM json_each(:digests))
    UNION SELECT a.id, a.url, a.site FROM revisions r JOIN articles a ON a.id = r.article_id
    WHERE r.sha256 IN (SELECT value FROM json_each(:digests))
"""
_IS_HELD = "SELECT 1 FROM articles WHERE url = ?"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A decision that holds, with all that its article is known by."""

    redaction: Redaction
    addresses: tuple[str, ...]
    digests: frozenset[str]

    @property
    def key(self) -> str:
        """By what the decision is known in a folder; it tells nothing of the article."""
        told = f"{self.redaction.level} {self.redaction.decided_at} {self.redaction.url}"
        return hashlib.sha256(told.encode()).hexdigest()


def collect(db_path: Path, subjects: Iterable[Subject] | None = None, copies: bool = False) -> Needles:
    """Collect what tells that a file holds one of some articles, before they are taken out. `copies`: and those that
    have the same text. Without subjects: of the decisions that are not carried out yet.
    """
    require_file(db_path)
    with closing(open_archive(db_path)) as db:
        return _collect(db.conn, _list_pending(db.conn) if subjects is None else list(subjects), copies)


def _collect(connection: sqlite3.Connection, subjects: list[Subject], copies: bool) -> Needles:
    needles = Needles()
    ids = {each.article_id for each in subjects if each.article_id is not None}
    if copies:
        ids |= set(withdrawal.list_copies(connection, ids))
    for article_id in sorted(ids):
        needles |= make_needles(withdrawal.read_versions(connection, article_id))
    return needles | Needles(frozenset(each.url for each in subjects))


def _list_pending(connection: sqlite3.Connection) -> list[Subject]:
    urls = json.dumps([each.url for each in redactions.read_pending(connection)])
    held = connection.execute(_BY_ADDRESS, (urls,)).fetchall()
    return [Subject(url, article_id, site) for article_id, url, site in held]


def withdraw_downloads(
    db_path: Path,
    folder: Path,
    needles: Needles,
    how: str = "remake",
    report_progress: Callable[[str], None] = lambda _: None,
) -> Withdrawn:
    """Carry out in a folder of downloads all decisions that hold and were not carried out there yet.

    The caller holds the folder, see `exchange.withdraw.hold_downloads`. `how`: see `exchange.withdraw.withdraw`.
    """
    with closing(open_readonly(db_path)) as db:
        standing = list(_list_standing(db.conn))
        done = read_done(folder)
        due = [each for each in standing if each.key not in done]
        if not due:
            return Withdrawn()
        for each in due:
            needles |= Needles(each.digests.union(each.addresses))

        def apply(copy: Path) -> bool:
            return _apply_to_copy(copy, due, lambda url: db.conn.execute(_IS_HELD, (url,)).fetchone() is not None)

        about = read_settings(db_path).about.drop_open()
        withdrawn = withdraw(folder, needles, apply, how, report_progress, about)
    if not (withdrawn.kept or withdrawn.failed):
        note_done(folder, [each.key for each in standing])
    return withdrawn


def remove_old_files(db_path: Path) -> list[str]:
    """Delete what the archive was before, and still holds what was erased: copies that were made before an upgrade, and
    damaged files that a rebuild set aside. Returns a line on each, and one on backups, which are left as they are.
    """
    lines = []
    for old in (*list_copies(db_path), *list_set_aside(db_path)):
        old.unlink()
        lines.append(f"{old}: was the archive before, and held it, deleted")
    with closing(open_readonly(db_path)) as db:
        backup = read_tasks(db.conn).get("backup")
    if backup:
        lines.append(
            f"backups (the last of {backup.started_at}) hold it; `archive backup TO --redact` takes it out there"
        )
    return lines


def _list_standing(connection: sqlite3.Connection) -> Iterator[_Standing]:
    for each in redactions.read_redactions(connection):
        if each.lifted_at is None:
            addresses = tuple(redactions.read_addresses(connection, each.url))
            yield _Standing(each, addresses, redactions.read_digests(connection, each.id))


def _apply_to_copy(copy: Path, decisions: Sequence[_Standing], is_held: Callable[[str], bool]) -> bool:
    """Take the articles of decisions out of a copy of the archive, which has no raw pages; returns whether it had any.

    An article is known by its addresses, and by its digests where it stood at another one. Other articles of the same
    text keep it, as they do in the archive itself (`is_held`). An older copy is brought up to date.
    """
    rows = Rows(copy, Publishers())
    try:
        found = [(each, row) for each in decisions for row in _find_articles(rows.connection, each, is_held)]
        with rows.transaction():
            for each, (article_id, url, site) in found:
                decision = each.redaction
                told = {"level": decision.level, "reason": decision.reason, "case_number": decision.case_number}
                times = {"decided_at": decision.decided_at, "until": decision.until}
                article = {"url": url, "article_id": article_id, "site": site}
                redactions.insert_redaction(rows, {**article, **told, **times}, each.digests)
    finally:
        rows.close()
    if found:
        apply_pending(copy, copy.with_suffix(".warc"))
    return bool(found)


def _find_articles(
    connection: sqlite3.Connection, decision: _Standing, is_held: Callable[[str], bool]
) -> list[tuple[int, str, str]]:
    found = connection.execute(_BY_ADDRESS, (json.dumps(decision.addresses),)).fetchall()
    digests = json.dumps(sorted(decision.digests))
    others = connection.execute(_BY_DIGEST, {"digests": digests}).fetchall()
    return [*found, *(row for row in others if row not in found and not is_held(row[1]))]
