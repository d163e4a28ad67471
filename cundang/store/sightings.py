"""Sightings: when an article was seen, and what it said then. Its revisions are made from them, whatever their order.

A sighting has a time. An imported page without a time of its own is none: it only tells that such a version exists.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cundang.model.article import COMPARED, Article
from cundang.store.rows import select

Row = dict[str, Any]

_OUTCOMES = ("new", "edited", "unchanged")  # of fetches that found the article
_REVISIONS = """
    SELECT r.*, f.sha256 AS body FROM revisions r
    LEFT JOIN fetches f ON f.id = (
      SELECT id FROM fetches WHERE url = ? AND warc_file = r.warc_file AND warc_offset = r.warc_offset LIMIT 1)
    WHERE r.article_id = ? ORDER BY r.number
"""
_FETCHES = f"""
    SELECT fetched_at, warc_file, warc_offset, sha256 FROM fetches
    WHERE url = ? AND sighting AND outcome IN ({", ".join("?" * len(_OUTCOMES))}) ORDER BY fetched_at, id
"""  # noqa: S608 - question marks only


@dataclass(frozen=True, slots=True)
class Sighting:
    """A version of an article as it was found by one fetch, or an undated version: then `fetched_at` is None.

    `row` is that of a revision, with the time and the WARC record of this fetch. `connection` is the archive that holds
    the revision; None for a page that was just read, whose `article` it has. `is_repeat`: the fetch found a revision
    unchanged that was known before it.
    """

    connection: sqlite3.Connection | None
    row: Row
    is_repeat: bool = False
    article: Article | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What the version says, as far as versions are told apart by it."""
        return tuple(self.row[name] or "" for name in COMPARED)

    @property
    def place(self) -> tuple[Any, ...]:
        """What the order of versions goes by, in every archive the same, in whatever order they came.

        Undated ones are first, in the order of their import: none is shown where a time is known. Where times decide
        nothing (two versions of one second) the longer text is later, so that the fuller one is shown; then the words
        decide.
        """
        row = self.row
        return row["fetched_at"] or "", row["imported_at"] or "", len(row["text"]), *self.values


def find_sightings(
    connection: sqlite3.Connection, article: Mapping[str, Any], warc_names: Mapping[str, str] | None = None
) -> list[Sighting]:
    """The sightings of an article in one archive, and its undated versions.

    `warc_names` says what its WARC files are called in the target of a merge. What a fetch found unchanged is the
    revision whose page had the same bytes, else the latest before it.
    """
    revisions = list(select(connection, _REVISIONS, [article["url"], article["id"]]))
    bodies = [revision.pop("body") for revision in revisions]
    found = [Sighting(connection, revision) for revision in revisions]
    known = {(row["fetched_at"], row["warc_file"], row["warc_offset"]) for row in revisions}
    for fetch in select(connection, _FETCHES, [article["url"], *_OUTCOMES]):
        body, at = fetch.pop("sha256"), fetch["fetched_at"]
        if tuple(fetch.values()) in known:
            continue
        earlier = [place for place, row in enumerate(revisions) if row["fetched_at"] and row["fetched_at"] <= at]
        same = [place for place in earlier if body and bodies[place] == body]
        if same or (earlier and revisions[earlier[-1]]["fetched_at"] != at):
            row = {**revisions[(same or earlier)[-1]], **fetch}
            found.append(Sighting(connection, row, is_repeat=True))
    return [Sighting(each.connection, rename_warc(each.row, warc_names or {}), each.is_repeat) for each in found]


def rename_warc(row: Row, warc_names: Mapping[str, str]) -> Row:
    """A row with the name that its WARC file has in the target's folder."""
    return {**row, "warc_file": warc_names.get(row["warc_file"], row["warc_file"])}


def select_revisions(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings that become revisions, in their order: those that differ from the one before them.

    An undated version is one of them, once, where no sighting says the same. Equal sightings of one moment count once;
    which of them is taken does not depend on their order.
    """
    distinct: dict[tuple[Any, ...], Sighting] = {}
    for sighting in sightings:
        key = (sighting.row["fetched_at"], sighting.values)
        if key not in distinct or _make_rank(sighting) > _make_rank(distinct[key]):
            distinct[key] = sighting
    dated = {sighting.values for sighting in distinct.values() if sighting.row["fetched_at"]}
    selected: list[Sighting] = []
    for sighting in sorted(distinct.values(), key=lambda each: each.place):
        if sighting.row["fetched_at"] is None and sighting.values in dated:
            continue
        if not selected or selected[-1].values != sighting.values:
            selected.append(sighting)
    return selected


def _make_rank(sighting: Sighting) -> tuple[Any, ...]:
    """Which of two equal sightings of one moment is taken: the greater; of undated ones that which came first."""
    row = sighting.row
    before = tuple(-ord(digit) for digit in row["imported_at"] or "")
    return before, row["extractor"], row["warc_file"] or "", row["warc_offset"] or 0, not sighting.is_repeat
