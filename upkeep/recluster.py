"""Recluster: make anew which articles tell the same text, and what follows from that."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cundang.model.publisher import Publishers
from cundang.store import clusters_anew
from cundang.store.rows import Rows
from upkeep.parallel import Result, Value, run_each

_MANY = 2000  # articles; of fewer the texts are read in the time in which other processes start


def recluster(
    db_path: Path,
    on: str | None = None,
    cores: int | None = None,
    report_progress: Callable[[str], None] = lambda _: None,
) -> int:
    """Make the clusters of an archive anew in one transaction; returns how many there are.

    `on` and `cores` say where texts are compared (see `upkeep.parallel.run_each`). Readers see the old clusters until
    the new ones are complete.
    """
    rows = Rows(db_path, Publishers())
    try:
        with rows.transaction():
            return recluster_rows(rows, on, cores, report_progress)
    finally:
        rows.close()


def recluster_rows(
    rows: Rows, on: str | None = None, cores: int | None = None, report_progress: Callable[[str], None] = lambda _: None
) -> int:
    """Do it within the open transaction."""

    def run(function: Callable[[Value], Result], values: Iterable[Value]) -> Iterator[Result]:
        return map(function, values) if is_small else run_each(function, values, on, cores)

    is_small = rows.connection.execute("SELECT count(*) FROM articles").fetchone()[0] < _MANY
    clusters_anew.clear(rows)
    report_progress("reading the texts")
    for made in run(clusters_anew.make_fingerprints, clusters_anew.list_texts(rows.connection)):
        clusters_anew.insert_fingerprints(rows, made)
    clusters_anew.insert_shingles(rows)
    report_progress("comparing texts")
    for overlaps in run(clusters_anew.find_overlaps, clusters_anew.list_pairs(rows)):
        clusters_anew.insert_overlaps(rows, overlaps)
    report_progress("joining copies")
    return clusters_anew.end(rows)


def find_drift(connection: sqlite3.Connection) -> str:
    """Describe in a line how the fingerprints differ from the texts; empty where they do not."""
    made = run_each(clusters_anew.make_fingerprints, clusters_anew.list_texts(connection))
    drifted = sum(clusters_anew.count_drift(connection, each) for each in made)
    drifted += clusters_anew.count_stray(connection)
    return f"{drifted} fingerprints are missing, of an older text or without an article" if drifted else ""
