"""Sightings: when an article was fetched, and what it said then. Merged revisions are made from them."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cundang.model.article import COMPARED
from cundang.store.rows import select

Row = dict[str, Any]

_OUTCOMES = ("new", "edited", "unchanged")  # of fetches that found the article
_REVISIONS = "SELECT * FROM revisions WHERE article_id = ? ORDER BY number"
_FETCHES = f"""
    SELECT fetched_at, warc_file, warc_offset FROM fetches
    WHERE url = ? AND outcome IN ({", ".join("?" * len(_OUTCOMES))}) ORDER BY fetched_at, id
"""  # noqa: S608 - question marks only


@dataclass(frozen=True, slots=True)
class Sighting:
    """A revision as it was found by one fetch.

    `connection` is the archive that holds the revision, `row` the revision's row with the time and the WARC record of
    this fetch. `is_repeat`: the fetch found a revision unchanged that was known before it.
    """

    connection: sqlite3.Connection
    row: Row
    is_repeat: bool


def find_sightings(
    connection: sqlite3.Connection, article: Row, warc_names: Mapping[str, str] | None = None
) -> list[Sighting]:
    """The sightings of an article in one archive; `warc_names` says what its WARC files are called in the target."""
    revisions = list(select(connection, _REVISIONS, [article["id"]]))
    found = [(revision, False) for revision in revisions]
    for fetch in select(connection, _FETCHES, [article["url"], *_OUTCOMES]):
        earlier = [revision for revision in revisions if revision["fetched_at"] <= fetch["fetched_at"]]
        if earlier and earlier[-1]["fetched_at"] != fetch["fetched_at"]:
            found.append(({**earlier[-1], **fetch}, True))
    return [Sighting(connection, rename_warc(row, warc_names or {}), is_repeat) for row, is_repeat in found]


def rename_warc(row: Row, warc_names: Mapping[str, str]) -> Row:
    """A row with the name that its WARC file has in the target's folder."""
    return {**row, "warc_file": warc_names.get(row["warc_file"], row["warc_file"])}


def select_revisions(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that become revisions, in the order of time: those that differ from the one before them.

    Equal sightings of one moment count once; which of them is taken does not depend on the order of the archives.
    """
    distinct: dict[tuple[Any, ...], Sighting] = {}
    for sighting in sightings:
        key = (sighting.row["fetched_at"], *(sighting.row[name] or "" for name in COMPARED))
        if key not in distinct or _make_rank(sighting) > _make_rank(distinct[key]):
            distinct[key] = sighting
    selected: list[Sighting] = []
    for _, sighting in sorted(distinct.items(), key=lambda item: item[0]):
        if not selected or any(selected[-1].row[name] != sighting.row[name] for name in COMPARED):
            selected.append(sighting)
    return selected


def _make_rank(sighting: Sighting) -> tuple[str, str, int, bool]:
    """Which of two equal sightings of one moment is taken: the greater."""
    row = sighting.row
    return row["extractor"], row["warc_file"] or "", row["warc_offset"] or 0, not sighting.is_repeat
