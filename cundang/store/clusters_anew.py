"""Make anew all that is known of copies: fingerprints, overlaps, clusters and what follows from them.

What takes time reads no archive, so that it can be done elsewhere: `make_fingerprints` and `find_overlaps`.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from cundang.store import fingerprints
from cundang.store.clusters import make_clusters
from cundang.store.fingerprints import insert_fingerprint
from cundang.store.overlaps import describe_overlap
from cundang.store.rows import Rows
from cundang.store.schema import DERIVED
from cundang.text.fingerprint import VERSION, Fingerprint, make_fingerprint
from cundang.text.letters import read_letters

Texts = list[tuple[int, str]]  # ids of articles, and their texts
Pairs = tuple[dict[int, str], list[tuple[int, int]]]  # texts by ids of articles; pairs of ids, of the longer text first

_BATCH = 400  # texts, or pairs
_STORED = "SELECT digest FROM fingerprints WHERE article_id = ? AND version = ?"
_TOO_MANY = "SELECT count(*) FROM fingerprints WHERE article_id NOT IN (SELECT id FROM articles)"
_OUTDATED = """
    DELETE FROM events WHERE kind = 'reprinted' AND other_id IN (SELECT id FROM articles WHERE cluster_id IS NULL)
"""
_SHINGLES = """
    INSERT INTO shingles(hash, article_id)
    SELECT DISTINCT s.hash, s.article_id FROM temp.sampled s JOIN fingerprints f ON f.article_id = s.article_id
    WHERE s.article_id = (SELECT min(o.article_id) FROM fingerprints o WHERE o.digest = f.digest) ORDER BY 1, 2
"""
# Pairs that share a rare shingle, or two that are not too frequent: as `similar` of cundang/store/fingerprints.py.
_SIMILAR = """
    INSERT INTO temp.similar(one, other, is_similar)
    SELECT s.article_id, o.article_id, rare.texts <= :few FROM
      (SELECT hash, count(*) AS texts FROM shingles GROUP BY hash HAVING count(*) BETWEEN 2 AND :most) rare
    JOIN shingles s ON s.hash = rare.hash JOIN shingles o ON o.hash = rare.hash AND o.article_id > s.article_id
    WHERE true ON CONFLICT DO UPDATE SET is_similar = 1
"""
_PAIRS = """
    SELECT iif((-f.characters, f.digest) < (-g.characters, g.digest), one, other),
      iif((-f.characters, f.digest) < (-g.characters, g.digest), other, one)
    FROM temp.similar JOIN fingerprints f ON f.article_id = one JOIN fingerprints g ON g.article_id = other
    WHERE is_similar ORDER BY one, other
"""


def clear(rows: Rows) -> None:
    """Delete all that is known of copies, but for the events, which `end` makes agree."""
    connection = rows.connection
    connection.execute("UPDATE articles SET cluster_id = NULL WHERE cluster_id IS NOT NULL")
    for table in DERIVED:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
    connection.execute("CREATE TEMP TABLE sampled(hash, article_id)")


def list_texts(connection: sqlite3.Connection) -> Iterator[Texts]:
    """The texts of all articles, in batches."""
    last = 0
    sql = "SELECT id, text FROM articles WHERE id > ? ORDER BY id LIMIT ?"
    while found := connection.execute(sql, (last, _BATCH)).fetchall():
        yield found
        last = found[-1][0]


def make_fingerprints(texts: Texts) -> list[tuple[int, Fingerprint]]:
    """Make the fingerprints of texts; none of those that are too short."""
    made = ((article_id, make_fingerprint(read_letters(text))) for article_id, text in texts)
    return [(article_id, fingerprint) for article_id, fingerprint in made if fingerprint]


def insert_fingerprints(rows: Rows, made: Sequence[tuple[int, Fingerprint]]) -> None:
    """Insert fingerprints; `insert_shingles` follows when all are there."""
    for article_id, fingerprint in made:
        insert_fingerprint(rows, article_id, fingerprint)
        sampled = [(each, article_id) for each in fingerprint.hashes]
        rows.connection.executemany("INSERT INTO temp.sampled VALUES (?, ?)", sampled)


def insert_shingles(rows: Rows) -> None:
    """Insert the shingles of all texts."""
    rows.connection.execute(_SHINGLES)
    rows.connection.execute("DROP TABLE temp.sampled")


def list_pairs(rows: Rows) -> Iterator[Pairs]:
    """The pairs of texts that may share something, in batches, with their texts."""
    connection = rows.connection
    connection.execute("CREATE TEMP TABLE similar(one, other, is_similar, PRIMARY KEY (one, other)) WITHOUT ROWID")
    connection.execute(_SIMILAR, {"few": fingerprints.FEW, "most": fingerprints.MOST})
    cursor = connection.execute(_PAIRS)
    while pairs := cursor.fetchmany(_BATCH):
        ids = sorted({each for pair in pairs for each in pair})
        marks = ", ".join("?" * len(ids))
        texts = dict(connection.execute(f"SELECT id, text FROM articles WHERE id IN ({marks})", ids))  # noqa: S608
        yield texts, pairs
    connection.execute("DROP TABLE temp.similar")


def find_overlaps(pairs: Pairs) -> list[dict[str, int]]:
    """Compare pairs of texts; the rows of what they share."""
    texts, both = pairs
    letters = {article_id: read_letters(text) for article_id, text in texts.items()}
    found = (describe_overlap(longer, shorter, letters) for longer, shorter in both)
    return [row for row in found if row]


def insert_overlaps(rows: Rows, overlaps: Sequence[dict[str, int]]) -> None:
    """Insert what pairs of texts share; `end` follows when all are there."""
    rows.insert_all("overlaps", overlaps)


def end(rows: Rows) -> int:
    """Make the clusters of the overlaps, and what follows from them; returns how many there are."""
    make_clusters(rows)
    rows.connection.execute(_OUTDATED)
    return int(rows.connection.execute("SELECT count(*) FROM clusters").fetchone()[0])


def count_drift(connection: sqlite3.Connection, made: Sequence[tuple[int, Fingerprint]]) -> int:
    """Count the fingerprints that are not stored as they should be."""
    return sum(
        connection.execute(_STORED, (article_id, VERSION)).fetchone() != (fingerprint.digest,)
        for article_id, fingerprint in made
    )


def count_stray(connection: sqlite3.Connection) -> int:
    """Count the fingerprints without an article."""
    return int(connection.execute(_TOO_MANY).fetchone()[0])
