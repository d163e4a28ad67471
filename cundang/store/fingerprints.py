"""The index of texts by their shingles: a text that several articles have stands in it once, by the lowest id of these.

A shingle that more than MOST texts have says nothing: it is of a form, a quotation or a site's furniture; one that more
than FEW have says something only with a second one. Which pairs of texts are found depends on the texts alone, not on
the order in which they came: so what crosses one of the two numbers is looked at again.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from cundang.store.rows import Rows
from cundang.text.fingerprint import VERSION, Fingerprint, make_fingerprint
from cundang.text.letters import Letters, read_letters

MOST = 100  # texts with a shingle
FEW = 8  # texts: a shingle that more have says something only together with another one
_CACHED = 1000  # texts whose letters are held: some 10 MB
_ADD = "INSERT INTO shingles(hash, article_id) VALUES (?, ?)"
_DELETE = "DELETE FROM shingles WHERE hash = ? AND article_id = ?"
_MOVE = "UPDATE shingles SET article_id = ? WHERE hash = ? AND article_id = ?"
_HAVING = "SELECT article_id FROM shingles WHERE hash = ? LIMIT ?"
_INSERT = "INSERT INTO fingerprints(article_id, version, digest, characters) VALUES (?, ?, ?, ?)"
_HOLDER = "SELECT min(article_id) FROM fingerprints WHERE digest = ?"
_HOLDERS = """
    SELECT o.article_id FROM fingerprints f JOIN fingerprints o ON o.digest = f.digest
    WHERE f.article_id = ? ORDER BY o.article_id
"""


def get_letters(rows: Rows, article_id: int) -> Letters:
    """The letters of an article's text as it is stored. The last ones are held in memory."""
    letters = rows.letters.get(article_id)
    if letters is None:
        (text,) = rows.connection.execute("SELECT text FROM articles WHERE id = ?", (article_id,)).fetchone()
        letters = rows.letters[article_id] = read_letters(text)
        if len(rows.letters) > _CACHED:
            rows.letters.popitem(last=False)
    return letters


def get_length(rows: Rows, article_id: int) -> tuple[int, int]:
    """The number of letters of an article's text, and its digest, which decides between texts of one length."""
    sql = "SELECT characters, digest FROM fingerprints WHERE article_id = ?"
    characters, digest = rows.connection.execute(sql, (article_id,)).fetchone()
    return characters, digest


def find_holder(rows: Rows, digest: int) -> int | None:
    """The article by which a text stands in the index: that of the lowest id; None where no article has the text."""
    found: int | None = rows.connection.execute(_HOLDER, (digest,)).fetchone()[0]
    return found


def list_holders(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """The articles that have the same text as one, and itself; none where it has no fingerprint."""
    return [number for (number,) in connection.execute(_HOLDERS, (article_id,))]


def insert_fingerprint(rows: Rows, article_id: int, fingerprint: Fingerprint) -> None:
    """Insert the fingerprint of an article."""
    rows.connection.execute(_INSERT, (article_id, VERSION, fingerprint.digest, fingerprint.characters))


def delete_fingerprint(rows: Rows, article_id: int) -> bool:
    """Delete the fingerprint of an article; returns whether there was one of this version of the method."""
    sql = "DELETE FROM fingerprints WHERE article_id = ? AND version = ?"
    return rows.connection.execute(sql, (article_id, VERSION)).rowcount > 0


def insert_shingles(rows: Rows, holder: int, fingerprint: Fingerprint) -> tuple[list[int], list[list[int]]]:
    """Insert the shingles of a text.

    Returns the other texts that are similar by that; and of those that have now become more frequent than FEW or MOST,
    the texts that have each.
    """
    rows.connection.executemany(_ADD, [(each, holder) for each in fingerprint.hashes])
    having = [_list_having(rows, each) for each in fingerprint.hashes]
    counts = Counter(number for found in having if FEW < len(found) <= MOST for number in found)
    similar = {number for found in having if len(found) <= FEW for number in found}
    similar |= {number for number, count in counts.items() if count > 1}
    return sorted(similar - {holder}), [found for found in having if len(found) in (FEW + 1, MOST + 1)]


def delete_shingles(rows: Rows, holder: int, fingerprint: Fingerprint) -> list[list[int]]:
    """Delete the shingles of a text; returns, of those that are now in no more texts than FEW or MOST, these texts."""
    rows.connection.executemany(_DELETE, [(each, holder) for each in fingerprint.hashes])
    having = (_list_having(rows, each) for each in fingerprint.hashes)
    return [found for found in having if len(found) in (FEW, MOST)]


def move_shingles(rows: Rows, holder: int, other: int, fingerprint: Fingerprint) -> None:
    """Let the shingles of a text stand by another of its articles."""
    rows.connection.executemany(_MOVE, [(other, each, holder) for each in fingerprint.hashes])


def _list_having(rows: Rows, shingle: int) -> list[int]:
    return [number for (number,) in rows.connection.execute(_HAVING, (shingle, MOST + 2))]


def split_pairs(rows: Rows, pairs: Iterable[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Split pairs of texts into those that have a rare shingle in common, or two that are not too frequent, and the
    others.
    """
    hashes: dict[int, frozenset[int]] = {}
    counts: dict[int, int] = {}
    similar: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for pair in pairs:
        for article_id in pair:
            if article_id not in hashes:
                hashes[article_id] = _get_hashes(rows, article_id)
        shared = hashes[pair[0]] & hashes[pair[1]]
        for each in shared - counts.keys():
            counts[each] = len(_list_having(rows, each))
        is_similar = any(counts[each] <= FEW for each in shared) or sum(counts[each] <= MOST for each in shared) > 1
        (similar if is_similar else others).append(pair)
    return similar, others


def _get_hashes(rows: Rows, article_id: int) -> frozenset[int]:
    fingerprint = make_fingerprint(get_letters(rows, article_id))
    return frozenset(fingerprint.hashes) if fingerprint else frozenset()
