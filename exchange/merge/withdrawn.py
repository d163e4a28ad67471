"""Decisions on withdrawn articles in a merge: they travel, and hold for the articles of all archives that take part."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cundang.store import redactions, withdrawal
from cundang.store.articles import find_id
from cundang.store.redactions import Redaction
from cundang.store.rows import Rows, select
from cundang.text.masks import Words, make_words

_SAME = "SELECT id, lifted_at FROM redactions WHERE url = ? AND decided_at = ? AND level = ?"
_VERSIONS = "SELECT title, sha256 FROM revisions WHERE article_id = ?"


def merge_decisions(target: Rows, others: Iterable[sqlite3.Connection]) -> Words:
    """Take over the decisions of other archives, and take out the target's articles that they are on.

    One that is lifted in one of the archives is lifted. Returns the headlines that are to be masked in the end.
    """
    for other in others:
        for row in list(select(other, "SELECT * FROM redactions ORDER BY id")):
            digests = redactions.read_digests(other, row["id"])
            same = target.connection.execute(_SAME, (row["url"], row["decided_at"], row["level"])).fetchone()
            if same is None:
                new = {**row, "id": None, "article_id": find_id(target.connection, row["url"]), "applied_at": None}
                number = target.insert("redactions", new)
            else:
                number = same[0]
                if row["lifted_at"]:
                    redactions.lift_redaction(target, number, row["lifted_at"])
            redactions.add_digests(target, number, digests)
    headlines: set[str] = set()
    for redaction in _list_holding(target):
        article_id = find_id(target.connection, redaction.url)
        if article_id is not None:
            headlines |= {title for title, _ in withdrawal.read_versions(target.connection, article_id)}
            addresses = withdrawal.list_addresses(target.connection, redaction.url, article_id)
            withdrawal.take_out(target, redaction, article_id, addresses)
    return make_words(headlines, ())


def _list_holding(target: Rows) -> list[Redaction]:
    return [each for each in redactions.read_redactions(target.connection) if each.lifted_at is None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that was left out: its headlines, and where the memory of its site has it."""

    words: Words
    learned: withdrawal.Learned


def find_withdrawn(target: Rows, other: sqlite3.Connection, article_id: int, url: str, site: str) -> LeftOut | None:
    """What to forget of an article of another archive, if it is withdrawn in the target; None where it is not."""
    versions = other.execute(_VERSIONS, (article_id,)).fetchall()
    decision = redactions.find_redaction(target.connection, url, [digest for _, digest in versions])
    if decision is None:
        return None
    if decision.level == "erased":
        redactions.reopen(target, [decision.id])
    redactions.add_digests(target, decision.id, [digest for _, digest in versions])
    words = make_words((title for title, _ in versions), ())
    return LeftOut(words, withdrawal.find_learned(other, article_id, site))


def end_decisions(target: Rows, words: Words, left_out: Iterable[LeftOut]) -> None:
    """Let decisions hold for the addresses that came, and mask headlines in what came with other articles.

    `words` are the headlines of articles that the target held.
    """
    for each in left_out:
        withdrawal.unlearn(target, each.learned)
        words = words.union(each.words)
    for redaction in _list_holding(target):
        addresses = redactions.read_addresses(target.connection, redaction.url)
        withdrawal.take_out(target, redaction, None, addresses)
        if redaction.level == "erased" and withdrawal.has_records(target.connection, addresses):
            redactions.reopen(target, [redaction.id])  # raw pages came with the other archive
    common = withdrawal.find_same_titles(target.connection, words.headlines)
    withdrawal.mask_traces(target, words.without(common))
