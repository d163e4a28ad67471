"""Pairs of texts that share a passage, kept up as texts come and go. A text stands by the lowest id of its articles."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from cundang.store import fingerprints
from cundang.store.fingerprints import get_length, get_letters
from cundang.store.rows import Rows
from cundang.text.copies import compare
from cundang.text.fingerprint import Fingerprint, make_fingerprint
from cundang.text.letters import Letters, read_letters

_OF = """
    SELECT other, is_longer, shared, begin, stop, is_copy FROM (
      SELECT shorter_id AS other, 1 AS is_longer, shared, longer_from AS begin, longer_to AS stop, is_copy
      FROM overlaps WHERE longer_id = :id
      UNION ALL SELECT longer_id, 0, shared, shorter_from, shorter_to, is_copy FROM overlaps WHERE shorter_id = :id
    ) JOIN fingerprints ON article_id = other ORDER BY digest
"""
_MOVE = "UPDATE overlaps SET {0} = ? WHERE {0} = ?"
_DELETE = "DELETE FROM overlaps WHERE longer_id = :id OR shorter_id = :id"
_DELETE_PAIR = "DELETE FROM overlaps WHERE longer_id IN (:a, :b) AND shorter_id IN (:a, :b)"


class Overlap(NamedTuple):
    """What a text shares with another one: how many letters, and from where to where in itself."""

    other: int
    is_longer: bool
    shared: int
    begin: int
    stop: int
    is_copy: bool


def list_overlaps(rows: Rows, holder: int) -> list[Overlap]:
    """The overlaps of a text, in an order that does not depend on ids."""
    return [Overlap(*row) for row in rows.connection.execute(_OF, {"id": holder})]


def replace_text(rows: Rows, article_id: int, before: str | None, after: str | None) -> set[int]:
    """Replace the text of an article, given as it was and as it is; None for none.

    Returns the texts that are touched: this one, and those that shared something with another one and no longer do.
    """
    old, new = (read_letters(text) if text else None for text in (before, after))
    old_print, new_print = (make_fingerprint(letters) if letters else None for letters in (old, new))
    if old_print and not fingerprints.delete_fingerprint(rows, article_id):
        old_print = None  # an older archive that was not clustered yet
    if old_print and new_print and old_print.digest == new_print.digest:
        fingerprints.insert_fingerprint(rows, article_id, new_print)
        return {fingerprints.find_holder(rows, new_print.digest) or article_id}
    touched = set[int]()
    if old_print:
        rows.letters[article_id] = old or Letters((), ())
        touched |= _take_out(rows, article_id, old_print)
        rows.letters.pop(article_id, None)
    if new and new_print:
        rows.letters[article_id] = new
        touched |= _put_in(rows, article_id, new_print)
    return touched


def _take_out(rows: Rows, article_id: int, fingerprint: Fingerprint) -> set[int]:
    holder = fingerprints.find_holder(rows, fingerprint.digest)
    if holder is not None and holder < article_id:
        return {holder}
    neighbours = {overlap.other for overlap in list_overlaps(rows, article_id)}
    if holder is not None:
        _move(rows, article_id, holder, fingerprint)
        return {holder, *neighbours}
    rows.connection.execute(_DELETE, {"id": article_id})
    for having in fingerprints.delete_shingles(rows, article_id, fingerprint):
        neighbours |= _compare_pairs(rows, having)
    return neighbours


def _put_in(rows: Rows, article_id: int, fingerprint: Fingerprint) -> set[int]:
    holder = fingerprints.find_holder(rows, fingerprint.digest)
    fingerprints.insert_fingerprint(rows, article_id, fingerprint)
    if holder is not None and holder < article_id:
        return {holder}
    if holder is not None:
        _move(rows, holder, article_id, fingerprint)
        return {article_id}
    touched = {article_id}
    similar, too_frequent = fingerprints.insert_shingles(rows, article_id, fingerprint)
    for having in too_frequent:
        touched |= _drop_pairs(rows, having)
    for other in similar:
        insert_overlap(rows, article_id, other)
    return touched


def _move(rows: Rows, holder: int, other: int, fingerprint: Fingerprint) -> None:
    """Let a text stand by another of its articles."""
    fingerprints.move_shingles(rows, holder, other, fingerprint)
    for column in ("longer_id", "shorter_id"):
        rows.connection.execute(_MOVE.format(column), (other, holder))


def _compare_pairs(rows: Rows, texts: Iterable[int]) -> set[int]:
    """Insert the overlaps of texts that share a shingle that is no longer too frequent; returns those that have any."""
    pairs = [pair for pair in combinations(sorted(texts), 2) if not _has_overlap(rows, *pair)]
    similar, _ = fingerprints.split_pairs(rows, pairs)
    return {each for pair in similar if insert_overlap(rows, *pair) for each in pair}


def _drop_pairs(rows: Rows, texts: Iterable[int]) -> set[int]:
    """Delete the overlaps of texts that share nothing but what is too frequent now; returns those that had any."""
    _, dropped = fingerprints.split_pairs(rows, list(_list_pairs(rows, set(texts))))
    rows.connection.executemany(_DELETE_PAIR, [{"a": first, "b": second} for first, second in dropped])
    return {each for pair in dropped for each in pair}


def _list_pairs(rows: Rows, texts: set[int]) -> Iterator[tuple[int, int]]:
    for text in texts:
        others = rows.connection.execute("SELECT shorter_id FROM overlaps WHERE longer_id = ?", (text,)).fetchall()
        yield from ((text, other) for (other,) in others if other in texts)


def _has_overlap(rows: Rows, first: int, second: int) -> bool:
    sql = "SELECT 1 FROM overlaps WHERE longer_id IN (:a, :b) AND shorter_id IN (:a, :b)"
    return rows.connection.execute(sql, {"a": first, "b": second}).fetchone() is not None


def insert_overlap(rows: Rows, first: int, second: int) -> bool:
    """Compare two texts, and insert what they share; returns whether it is more than a quotation."""
    letters = {each: get_letters(rows, each) for each in (first, second)}
    longer, shorter = sorted((first, second), key=lambda each: rank(rows, each))
    overlap = describe_overlap(longer, shorter, letters)
    if overlap:
        rows.insert("overlaps", overlap)
    return overlap is not None


def rank(rows: Rows, article_id: int) -> tuple[int, int]:
    """What a text stands by beside another one: the longer first."""
    characters, digest = get_length(rows, article_id)
    return -characters, digest


def describe_overlap(longer: int, shorter: int, letters: Mapping[int, Letters]) -> dict[str, int] | None:
    """The row of what two texts share; None where it is no more than a quotation. Reads no archive."""
    found = compare(letters[longer], letters[shorter])
    if not (found.is_copy or found.is_excerpt):
        return None
    return {
        "longer_id": longer,
        "shorter_id": shorter,
        "shared": found.shared,
        "longer_from": found.begin_old,
        "longer_to": found.end_old,
        "shorter_from": found.begin_new,
        "shorter_to": found.end_new,
        "is_copy": int(found.is_copy),
    }
