"""Read the kept pages of a withdrawn article again: for its words where it is to be erased, or to bring it back."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.publisher import Publishers
from cundang.store import redactions, withdrawal
from cundang.store.rows import Rows
from cundang.text.masks import Words, make_words
from upkeep.replay import Replayed, Task, replay_pages

_READ = """
    SELECT warc_file, warc_offset, id, run_id, fetched_at, outcome, sighting FROM fetches
    WHERE url IN (SELECT value FROM json_each(?)) AND outcome IN ('new', 'edited', 'unchanged')
      AND warc_file IS NOT NULL ORDER BY fetched_at, id
"""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A fetch that found an article, its record, and what is read of it now."""

    warc_file: str
    warc_offset: int
    run_id: int
    fetch_id: int
    fetched_at: str
    is_sighting: bool
    replayed: Replayed


def read_kept(
    connection: sqlite3.Connection, warc_folder: Path, addresses: Sequence[str], publishers: Callable[[], Publishers]
) -> Iterator[KeptPage]:
    """Read all kept pages of the addresses of an article that were read as it, in the order of time.

    A page that cannot be read any more is left out.
    """
    rows = connection.execute(_READ, (dumps(list(addresses)),)).fetchall()
    for warc_file, offset, fetch_id, run_id, fetched_at, _, sighting in rows:
        task = Task(
            warc_folder / warc_file, offset, offset + 1, frozenset({offset}), frozenset(), publishers, boilerplate={}
        )
        try:
            replayed = next(replay_pages(task), None)
        except ArchiveError:
            continue
        if isinstance(replayed, Replayed):
            yield KeptPage(warc_file, offset, run_id, fetch_id, fetched_at, bool(sighting), replayed)


def mask_headlines(rows: Rows, warc_folder: Path, publishers: Callable[[], Publishers]) -> None:
    """Mask the headlines of withdrawn articles whose raw pages are kept in what was read anew of pages of others."""
    words = Words()
    for redaction in redactions.read_redactions(rows.connection):
        if redaction.lifted_at is None and redaction.level != "erased":
            addresses = redactions.read_addresses(rows.connection, redaction.url)
            pages = read_kept(rows.connection, warc_folder, addresses, publishers)
            words = words.union(
                make_words((page.replayed.article.title for page in pages if page.replayed.article), ())
            )
    common = withdrawal.find_same_titles(rows.connection, words.headlines)
    withdrawal.mask_traces(rows, words.without(common))
