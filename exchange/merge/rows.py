"""Merge: what other archives hold into one. Done twice it changes nothing, and the order of the others does not matter.

An article's history is the set of its sightings: when it was fetched, and what it said. Merging two histories is the
union of two sets, from which the revisions are made: sorted by time, and those that say what the one before them said
left out. Ids of what is here stay; what is new gets ids in the order of time.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge as merged
from typing import Any

from cundang.model.article import COMPARED
from cundang.store import revisions
from cundang.store.absence import clear_outdated
from cundang.store.articles import clear_lists, complete_site, update_article
from cundang.store.history import rewrite_events
from cundang.store.rows import Rows, select
from cundang.store.search_index import replace_entry
from cundang.store.upserts import UNIONS

Row = dict[str, Any]

_SIGHTED = ("new", "edited", "unchanged")  # outcomes of fetches that saw the article
_URL_STATES = ("pending", "failed", "refused", "done")  # the later ones win
NOT_MERGED = {
    "removed_kinds": "the schema fills it",
    "repair_kinds": "the schema fills it",
    "_dictionary": "the schema fills it",
    "zh_fold": "the software fills it",
    "clusters": "what tells the same text is found anew in the union",
}


class Merge:
    """One other archive on its way into a target. `names` says what its WARC files are called in the target's folder."""

    def __init__(
        self,
        target: Rows,
        other: sqlite3.Connection,
        names: Mapping[str, str],
        sides: dict[int, list[tuple["Merge", Row]]] | None = None,
        brought: dict[int, tuple[Any, ...] | None] | None = None,
    ) -> None:
        self._target, self._db, self._names = target, target.connection, names
        self._other = other
        self._runs: dict[int, int] = {}
        self._articles: dict[int, int] = {}
        # What all merges of one call share: the first fetch of each run that they brought, and
        # which of them brought an article, and its row there: the target has their fetches only at the end.
        self._sides = {} if sides is None else sides
        self._brought: dict[int, tuple[Any, ...] | None] = {} if brought is None else brought

    def sorted(self, table: str, order: str) -> Iterator[tuple[tuple[str, ...], "Merge", Row]]:
        """The rows of a table in an order, each with its key in it and this merge."""
        columns = order.split(", ")
        for row in select(self._other, f"SELECT * FROM {table} ORDER BY {order}"):
            yield tuple(str(row[name] or "") for name in columns), self, row

    def site(self, row: Row) -> None:
        """A site; what one of the two does not know of it the other tells."""
        complete_site(self._target, row)

    def run(self, row: Row) -> None:
        """A run; one that had not ended here may have ended there. Two of one second are told apart by their first fetch."""
        first = self._first_of(self._other, row["id"])
        key = [row[name] for name in ("command", "site", "started_at", "version")]
        same = "SELECT * FROM runs WHERE command IS ? AND site IS ? AND started_at IS ? AND version IS ?"
        for here in list(select(self._db, same, key)):
            if self._brought.get(here["id"], self._first_of(self._db, here["id"])) == first:
                self._runs[row["id"]] = here["id"]
                if (row["ended_at"] or "", row["fetched"]) > (here["ended_at"] or "", here["fetched"]):
                    self._target.update("runs", here["id"], {**row, "id": here["id"]})
                return
        self._runs[row["id"]] = self._target.insert("runs", {**row, "id": None})
        self._brought[self._runs[row["id"]]] = first

    def _first_of(self, connection: sqlite3.Connection, run_id: int) -> tuple[Any, ...] | None:
        """The first fetch of a run, by which it is known in every archive."""
        sql = "SELECT * FROM fetches WHERE run_id = ? ORDER BY fetched_at, url, warc_offset LIMIT 1"
        row = next(select(connection, sql, [run_id]), None)
        if row is None:
            return None
        placed = row if connection is self._db else self._placed(row)
        return tuple(placed[name] for name in ("fetched_at", "url", "warc_file", "warc_offset"))

    def of_run(self, table: str, row: Row, key: Sequence[str]) -> None:
        """A row of `fetches` or `problems`, if there is none like it."""
        row = self._placed({**row, "id": None, "run_id": self._runs[row["run_id"]]})
        where = " AND ".join(f"{name} IS ?" for name in key)
        if not self._db.execute(f"SELECT 1 FROM {table} WHERE {where}", [row[name] for name in key]).fetchone():
            self._target.insert(table, row)

    def keyed(self, table: str) -> None:
        """The rows of one of UNIONS."""
        for row in select(self._other, f"SELECT * FROM {table}"):
            self._target.upsert(table, row, UNIONS[table])

    def absence(self, row: Row) -> None:
        """That an article was missing, if there is no such row."""
        row = {**row, "article_id": self._articles[row["article_id"]], "run_id": self._runs[row["run_id"]]}
        same = "SELECT 1 FROM absences WHERE article_id = :article_id AND at = :at AND reason = :reason"
        if not self._db.execute(same, row).fetchone():
            self._target.insert("absences", row)

    def url(self, row: Row) -> None:
        """An address: the state that is farther, the earlier discovery."""
        here = next(select(self._db, "SELECT * FROM urls WHERE url = ?", [row["url"]]), None)
        if here is None:
            self._target.insert("urls", {**row, "id": None})
            return
        others = {"id": 0, "discovered_at": "", "discovered_from": ""}  # joined apart, so they must not decide here
        farther = max(here, row, key=lambda each: (_URL_STATES.index(each["state"]), _text({**each, **others})))
        earlier = min(here, row, key=lambda each: (each["discovered_at"], each["discovered_from"] or ""))
        found = {name: earlier[name] for name in ("discovered_at", "discovered_from")}
        self._target.update("urls", here["id"], {**farther, **found, "id": here["id"]})

    def article(self, article_id: int) -> None:
        """An article with all its versions."""
        theirs = next(select(self._other, "SELECT * FROM articles WHERE id = ?", [article_id]))
        here = next(select(self._db, "SELECT * FROM articles WHERE url = ?", [theirs["url"]]), None)
        if here is None and theirs["content_id"]:
            same = "SELECT * FROM articles WHERE content_id = ? AND site = ?"
            here = next(select(self._db, same, [theirs["content_id"], theirs["site"]]), None)
        if here is None:
            row = {**theirs, "id": self._target.next_article_id(theirs["url"]), "cluster_id": None}
            self._target.insert("articles", row)
        else:
            row = self._joined(here, theirs)
        self._articles[article_id] = row["id"]
        sides = self._sides.setdefault(row["id"], [])
        sides.append((self, {name: theirs[name] for name in ("id", "url")}))
        latest = self._versions(row["id"], here, sides)
        if here is None or any(latest[name] != here[name] for name in COMPARED):
            was = (here["title"], here["text"]) if here else None
            if was != (latest["title"], latest["text"]):
                replace_entry(self._target, row["id"], was, (latest["title"], latest["text"]), latest["sha256"])
        shown = self._shown(row["id"], latest, here, theirs)
        update_article(
            self._target,
            row["id"],
            {**row, **shown, "revision_id": latest["id"], "changed_at": latest["fetched_at"], "cluster_id": None},
        )
        self._events(row["id"], article_id)
        rewrite_events(self._target, row["id"])

    def _joined(self, here: Row, theirs: Row) -> Row:
        """What of an article's row does not depend on its latest version."""
        first = min(here, theirs, key=lambda each: (each["first_seen_at"], each["url"]))
        last = max(here, theirs, key=lambda each: (each["last_seen_at"], each["state"] == "gone"))
        return {
            "id": here["id"], "url": first["url"], "first_seen_at": first["first_seen_at"],
            "last_seen_at": last["last_seen_at"], "state": last["state"],
        }  # fmt: skip

    def _versions(self, article_id: int, here: Row | None, sides: list[tuple["Merge", Row]]) -> Row:
        """Make the revisions of an article anew from the sightings in both; returns the latest."""
        kept = self._kept(here, sides)
        ours = {row["id"] for connection, row in kept if connection is self._db and not row["again"]}
        there = self._db.execute("SELECT id FROM revisions WHERE article_id = ?", (article_id,)).fetchall()
        for (revision_id,) in there:
            if revision_id not in ours:
                revisions.set_aside(self._target, revision_id)
        revisions.free_numbers(self._target, article_id)
        latest: Row = {}
        for number, (connection, row) in enumerate(kept, 1):
            latest = {**row, "article_id": article_id, "number": number}
            if latest.pop("again") or connection is not self._db:
                latest["id"] = revisions.insert_copy(self._target, latest, connection, row["id"])
            else:
                revisions.set_number(self._target, row["id"], number)
        revisions.drop_set_aside(self._target)
        return latest

    def _kept(self, here: Row | None, sides: list[tuple["Merge", Row]]) -> list[tuple[sqlite3.Connection, Row]]:
        """The sightings in all archives that become revisions, in the order of time, each with where it comes from."""
        sightings = [(self._db, row) for row in (_sightings(self._db, here) if here else ())]
        for merge, article in sides:
            sightings += [(merge._other, merge._placed(row)) for row in _sightings(merge._other, article)]
        seen: dict[tuple[Any, ...], tuple[sqlite3.Connection, Row]] = {}
        for connection, row in sightings:
            key = (row["fetched_at"], *(row[name] or "" for name in COMPARED))
            if key not in seen or _origin(row) > _origin(seen[key][1]):
                seen[key] = (connection, row)
        kept: list[tuple[sqlite3.Connection, Row]] = []
        for _, sighting in sorted(seen.items(), key=lambda item: item[0]):
            if not kept or any(kept[-1][1][name] != sighting[1][name] for name in COMPARED):
                kept.append(sighting)
        return kept

    def _shown(self, article_id: int, latest: Row, here: Row | None, theirs: Row) -> Row:
        """What the article's row, its keywords and pictures show: as in the archive whose latest version it is."""
        sides = [(connection, row) for connection, row in ((self._db, here), (self._other, theirs)) if row]
        showing = [(c, row) for c, row in sides if all(row[name] == latest[name] for name in COMPARED)] or sides
        connection, shown = max(showing, key=lambda side: (_text(_without_times(side[1])), _text_lists(*side)))
        if connection is not self._db:
            clear_lists(self._target, article_id)
            for table in ("keywords", "images"):
                for row in select(
                    self._other, f"SELECT * FROM {table} WHERE article_id = ? ORDER BY rowid", [shown["id"]]
                ):
                    self._target.insert(table, {**row, "article_id": article_id})
        return {**_without_times(shown), **{name: latest[name] for name in (*COMPARED, "sha256")}}

    def _events(self, article_id: int, their_id: int) -> None:
        """That it was gone, restored, moved. What is new and edited follows from the versions."""
        for row in select(
            self._other,
            "SELECT * FROM events WHERE article_id = ? AND kind NOT IN ('new', 'edited') ORDER BY id",
            [their_id],
        ):
            same = "SELECT 1 FROM events WHERE article_id = ? AND at = ? AND kind = ? AND detail IS ?"
            if not self._db.execute(same, (article_id, row["at"], row["kind"], row["detail"])).fetchone():
                self._target.insert("events", {**row, "id": None, "article_id": article_id})

    def _placed(self, row: Row) -> Row:
        """A row with the name that its WARC file has in the target's folder."""
        return {**row, "warc_file": self._names.get(row["warc_file"], row["warc_file"])}


def merge_into(target: Rows, others: Sequence[tuple[sqlite3.Connection, Mapping[str, str]]]) -> None:
    """Merge other archives (open, with the names of their WARC files in the target's folder) in one transaction."""
    sides: dict[int, list[tuple[Merge, Row]]] = {}
    brought: dict[int, tuple[Any, ...] | None] = {}
    merges = [Merge(target, connection, names, sides, brought) for connection, names in others]

    def rows(table: str, order: str) -> Iterator[tuple[tuple[str, ...], Merge, Row]]:
        # A row that two archives have comes twice in turn; what order these two have does not matter then.
        return merged(
            *(each.sorted(table, order) for each in merges), key=lambda item: (item[0], _text({**item[2], "id": 0}))
        )

    with target.bulk():
        for _, each, row in rows("sites", "name"):
            each.site(row)
        for _, each, row in rows("runs", "started_at, command, site"):
            each.run(row)
        for _, each, row in rows("articles", "first_seen_at, url"):
            each.article(row["id"])
        for _, each, row in rows("fetches", "fetched_at, url, warc_file, warc_offset"):
            each.of_run("fetches", row, ("url", "fetched_at", "status", "warc_file", "warc_offset"))
        for _, each, row in rows("problems", "at, url, stage, reason"):
            each.of_run("problems", row, ("url", "at", "stage", "reason"))
        for _, each, row in rows("urls", "discovered_at, url"):
            each.url(row)
        for _, each, row in rows("absences", "at, reason"):
            each.absence(row)
        clear_outdated(target)
        for table in UNIONS:
            for each in merges:
                each.keyed(table)


def _sightings(connection: sqlite3.Connection, article: Row) -> list[Row]:
    """The revisions of an article, and again the one that stood when a later fetch saw it unchanged."""
    versions = list(select(connection, "SELECT * FROM revisions WHERE article_id = ? ORDER BY number", [article["id"]]))
    sightings = [{**version, "again": False} for version in versions]
    marks = ", ".join("?" * len(_SIGHTED))
    sql = f"SELECT fetched_at, warc_file, warc_offset FROM fetches WHERE url = ? AND outcome IN ({marks}) ORDER BY fetched_at, id"
    for fetch in select(connection, sql, [article["url"], *_SIGHTED]):
        standing = [version for version in versions if version["fetched_at"] <= fetch["fetched_at"]]
        if standing and standing[-1]["fetched_at"] != fetch["fetched_at"]:
            sightings.append({**standing[-1], **fetch, "again": True})
    return sightings


def _origin(row: Row) -> tuple[str, str, int, bool]:
    """Which of two equal sightings of one moment is taken."""
    return row["extractor"], row["warc_file"] or "", row["warc_offset"] or 0, not row["again"]


def _without_times(article: Row) -> Row:
    others = ("id", "url", "first_seen_at", "last_seen_at", "changed_at", "state", "revision_id", "cluster_id")
    return {name: value for name, value in article.items() if name not in others}


def _text(row: Row) -> tuple[str, ...]:
    """A row as something that can be compared."""
    return tuple(str(value or "") for value in row.values())


def _text_lists(connection: sqlite3.Connection, article: Row) -> str:
    keywords = connection.execute(
        "SELECT keyword FROM keywords WHERE article_id = ? ORDER BY rowid", (article["id"],)
    ).fetchall()
    images = connection.execute(
        "SELECT url, caption FROM images WHERE article_id = ? ORDER BY position", (article["id"],)
    ).fetchall()
    return repr((keywords, images))
