"""Merge the rows of other archives into a target.

The order of the others does not matter, and a second merge changes nothing.

An article's history is the set of its sightings (see cundang/store/sightings.py). Merged, it is the union of the sets
of all archives: sorted by time, each sighting that differs from the one before it becomes a revision. Rows of the
target keep their ids; new rows get ids in the order of time.
"""

import heapq
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cundang.model.article import COMPARED
from cundang.store.absence import clear_outdated, settle_state
from cundang.store.articles import clear_lists, complete_site, set_bytes, update_article
from cundang.store.clusters import replace_copies
from cundang.store.history import replace_revisions, rewrite_events
from cundang.store.rows import Rows, select
from cundang.store.schema import DERIVED
from cundang.store.search_index import replace_entry
from cundang.store.sightings import Row, find_sightings, rename_warc
from cundang.store.source_names import rename_sources
from cundang.store.upserts import UNIONS
from exchange.merge.withdrawn import LeftOut, end_decisions, find_withdrawn, merge_decisions

_URL_STATES = ("pending", "failed", "refused", "done")  # the later ones win
_LISTS = ("keywords", "people", "images", "attachments")
NOT_MERGED = {
    "removed_kinds": "the schema fills it",
    "repair_kinds": "the schema fills it",
    "_dictionary": "the schema fills it",
    "zh_fold": "the software fills it",
    **dict.fromkeys(("tasks", "alarms", "identity"), "of one archive alone"),
    **dict.fromkeys(DERIVED, "made of the merged articles"),
}
_SAME_RUNS = "SELECT * FROM runs WHERE command IS ? AND site IS ? AND started_at IS ? AND version IS ?"
_FIRST_FETCH = "SELECT * FROM fetches WHERE run_id = ? ORDER BY fetched_at, url, warc_offset LIMIT 1"
_SAME_ABSENCE = "SELECT 1 FROM absences WHERE article_id = :article_id AND at = :at AND reason = :reason"
_OTHER_EVENTS = "SELECT * FROM events WHERE article_id = ? AND kind IN ('gone', 'restored', 'moved') ORDER BY id"
_SAME_EVENT = "SELECT 1 FROM events WHERE article_id = ? AND at = ? AND kind = ? AND detail IS ?"


@dataclass(frozen=True, slots=True)
class Merged:
    """What the mergers of one call have brought into the target so far, by id in the target.

    `first_fetches` are those of the runs (None: a run without fetches): the fetches themselves come later.
    `articles` are the mergers that had an article, each with the article's id and address in its own archive.
    """

    first_fetches: dict[int, tuple[Any, ...] | None] = field(default_factory=dict)
    articles: dict[int, list[tuple["Merger", Row]]] = field(default_factory=dict)
    withdrawn: list[LeftOut] = field(default_factory=list)  # articles that were left out


class Merger:
    """Merges the rows of one other archive into a target.

    `warc_names` says what the WARC files of the other archive are called in the target's folder.
    """

    def __init__(
        self,
        target: Rows,
        other: sqlite3.Connection,
        warc_names: Mapping[str, str],
        merged: Merged | None = None,
    ) -> None:
        self._target, self._target_connection = target, target.connection
        self._other, self._warc_names = other, warc_names
        self._merged = merged or Merged()
        self._run_ids: dict[int, int] = {}  # of the target, by those of the other archive
        self._article_ids: dict[int, int] = {}

    def select_sorted(self, table: str, order: str) -> Iterator[tuple[tuple[str, ...], "Merger", Row]]:
        """The rows of a table of the other archive in an order: the values that it sorts by, this merger, the row."""
        columns = order.split(", ")
        for row in select(self._other, f"SELECT * FROM {table} ORDER BY {order}"):
            yield tuple(str(row[name] or "") for name in columns), self, row

    def make_key(self, row: Row) -> tuple[str, ...]:
        """What decides between rows of the same place: their values as the target has them, but for the id."""
        return _make_sort_key({**self._rename(self._other, row), "id": 0})

    def merge_site(self, row: Row) -> None:
        """Insert a site, or fill in what the target does not know of it."""
        complete_site(self._target, row)

    def merge_run(self, row: Row) -> None:
        """Insert a run, or take over its end if the target has it unfinished.

        Runs that began in the same second are told apart by their first fetch.
        """
        first_fetch = self._find_first_fetch(self._other, row["id"])
        key = [row[name] for name in ("command", "site", "started_at", "version")]
        for same in list(select(self._target_connection, _SAME_RUNS, key)):
            if self._find_first_fetch_in_target(same["id"]) == first_fetch:
                self._run_ids[row["id"]] = same["id"]
                if (row["ended_at"] or "", row["fetched"]) > (same["ended_at"] or "", same["fetched"]):
                    self._target.update("runs", same["id"], {**row, "id": same["id"]})
                return
        run_id = self._target.insert("runs", {**row, "id": None})
        self._run_ids[row["id"]] = run_id
        self._merged.first_fetches[run_id] = first_fetch

    def _find_first_fetch_in_target(self, run_id: int) -> tuple[Any, ...] | None:
        if run_id in self._merged.first_fetches:
            return self._merged.first_fetches[run_id]
        return self._find_first_fetch(self._target_connection, run_id)

    def _find_first_fetch(self, connection: sqlite3.Connection, run_id: int) -> tuple[Any, ...] | None:
        """The first fetch of a run, which is the same in every archive that has the run."""
        row = next(select(connection, _FIRST_FETCH, [run_id]), None)
        if row is None:
            return None
        if connection is self._other:
            row = rename_warc(row, self._warc_names)
        return tuple(row[name] for name in ("fetched_at", "url", "warc_file", "warc_offset"))

    def merge_row_of_run(self, table: str, row: Row, key: Sequence[str]) -> None:
        """Insert a row of `fetches` or `problems`, unless the target has one with this key."""
        row = rename_warc({**row, "id": None, "run_id": self._run_ids[row["run_id"]]}, self._warc_names)
        where = " AND ".join(f"{name} IS ?" for name in key)
        same = f"SELECT 1 FROM {table} WHERE {where}"
        if not self._target_connection.execute(same, [row[name] for name in key]).fetchone():
            self._target.insert(table, row)

    def merge_table(self, table: str) -> None:
        """Insert or update all rows of one of the tables of UNIONS, by their keys."""
        for row in select(self._other, f"SELECT * FROM {table}"):
            self._target.upsert(table, row, UNIONS[table])

    def merge_absence(self, row: Row) -> None:
        """Insert an absence of an article, unless the target has it."""
        if row["article_id"] not in self._article_ids:
            return  # withdrawn
        row = {
            **row,
            "article_id": self._article_ids[row["article_id"]],
            "run_id": self._run_ids[row["run_id"]],
        }
        if not self._target_connection.execute(_SAME_ABSENCE, row).fetchone():
            self._target.insert("absences", row)

    def merge_url(self, row: Row) -> None:
        """Insert an address, or join it with the target's: the later state, the earlier discovery."""
        same = next(select(self._target_connection, "SELECT * FROM urls WHERE url = ?", [row["url"]]), None)
        if same is None:
            self._target.insert("urls", {**row, "id": None})
            return
        ignored = {"id": 0, "discovered_at": "", "discovered_from": ""}  # joined below, so they must not decide here
        later = max(same, row, key=lambda each: (_URL_STATES.index(each["state"]), _make_sort_key({**each, **ignored})))
        earlier = min(same, row, key=lambda each: (each["discovered_at"], each["discovered_from"] or ""))
        discovery = {name: earlier[name] for name in ("discovered_at", "discovered_from")}
        self._target.update("urls", same["id"], {**later, **discovery, "id": same["id"]})

    def merge_article(self, article_id: int) -> bool:
        """Merge an article of the other archive, by its id there, with its revisions, lists and events.

        Returns False for one that is withdrawn, which is left out.
        """
        theirs = next(select(self._other, "SELECT * FROM articles WHERE id = ?", [article_id]))
        left_out = find_withdrawn(self._target, self._other, article_id, theirs["url"], theirs["site"])
        if left_out is not None:
            self._merged.withdrawn.append(left_out)
            return False
        same = self._find_same_article(theirs)
        if same is None:
            row = {**theirs, "id": self._target.next_article_id(theirs["url"]), "cluster_id": None}
            self._target.insert("articles", row)
            row.pop("cluster_id")
        else:
            row = _join_articles(same, theirs)
        target_id = row["id"]
        self._article_ids[article_id] = target_id
        self._merged.articles.setdefault(target_id, []).append((self, {name: theirs[name] for name in ("id", "url")}))
        latest = self._write_revisions(target_id, same)
        content = self._merge_content(target_id, latest, same, theirs)
        replace_entry(self._target, target_id, same, content, latest["sha256"])
        pointers = {"revision_id": latest["id"], "changed_at": latest["fetched_at"]}
        update_article(self._target, target_id, {**row, **content, **pointers})
        self._merge_events(target_id, article_id)
        settle_state(self._target, target_id)
        rewrite_events(self._target, target_id)
        replace_copies(self._target, target_id, same["text"] if same else None, content["text"])
        return True

    def _find_same_article(self, theirs: Row) -> Row | None:
        """The target's article of the same address, or of the same id on the same site."""
        by_url = "SELECT * FROM articles WHERE url = ?"
        by_content_id = "SELECT * FROM articles WHERE content_id = ? AND site = ?"
        same = next(select(self._target_connection, by_url, [theirs["url"]]), None)
        if same is None and theirs["content_id"]:
            key = [theirs["content_id"], theirs["site"]]
            same = next(select(self._target_connection, by_content_id, key), None)
        return same

    def _write_revisions(self, article_id: int, same: Row | None) -> Row:
        """Replace the revisions of an article of the target by those that all sightings give; returns the latest."""
        sightings = find_sightings(self._target_connection, same) if same else []
        for merger, article in self._merged.articles[article_id]:
            sightings += find_sightings(merger._other, article, merger._warc_names)
        return replace_revisions(self._target, article_id, sightings)

    def _merge_content(self, article_id: int, latest: Row, same: Row | None, theirs: Row) -> Row:
        """What the article's row says from now on: that of the archive which has the latest revision as its own.

        Keywords, pictures and attachments are taken from the same archive, their bytes from any.
        """
        versions = [(self._other, theirs)]
        if same:
            versions.insert(0, (self._target_connection, same))
        current = [version for version in versions if all(version[1][name] == latest[name] for name in COMPARED)]
        connection, article = max(
            current or versions,
            key=lambda version: (_make_sort_key(_drop_history(version[1])), _describe_lists(*version)),
        )
        held = [each for version in versions for each in self._find_held(*version)]
        if connection is self._other:
            clear_lists(self._target, article_id)
            for table in _LISTS:
                sql = f"SELECT * FROM {table} WHERE article_id = ? ORDER BY rowid"
                for row in list(select(connection, sql, [article["id"]])):
                    self._target.insert(table, {**self._rename(connection, row), "article_id": article_id})
        for table, row in held:
            set_bytes(self._target, table, article_id, row)
        return {**_drop_history(article), **{name: latest[name] for name in (*COMPARED, "sha256")}}

    def _find_held(self, connection: sqlite3.Connection, article: Row) -> Iterator[tuple[str, Row]]:
        """The pictures and attachments of an article in an archive whose bytes it holds, each with its table."""
        for table in ("images", "attachments"):
            sql = f"SELECT * FROM {table} WHERE article_id = ? AND warc_file IS NOT NULL"
            for row in select(connection, sql, [article["id"]]):
                yield table, self._rename(connection, row)

    def _rename(self, connection: sqlite3.Connection, row: Row) -> Row:
        """A row of an archive as the target has it."""
        is_other = connection is self._other and "warc_file" in row
        return rename_warc(row, self._warc_names) if is_other else row

    def _merge_events(self, article_id: int, other_id: int) -> None:
        """Insert the events `gone`, `restored`, `moved`. The events `new` and `edited` follow from the revisions."""
        for row in select(self._other, _OTHER_EVENTS, [other_id]):
            key = (article_id, row["at"], row["kind"], row["detail"])
            if not self._target_connection.execute(_SAME_EVENT, key).fetchone():
                event = {**row, "article_id": article_id}
                self._target.insert("events", {**event, "id": self._target.next_event_id(event)})


def merge_into(target: Rows, others: Sequence[tuple[sqlite3.Connection, Mapping[str, str]]]) -> None:
    """Merge other archives (open, with the names of their WARC files in the target's folder) in one transaction."""
    merged = Merged()
    mergers = [Merger(target, connection, warc_names, merged) for connection, warc_names in others]

    def select_all(table: str, order: str) -> Iterator[tuple[Merger, Row]]:
        # A row that two archives have comes twice in turn; the order of these two does not matter then.
        streams = (merger.select_sorted(table, order) for merger in mergers)
        rows = heapq.merge(*streams, key=lambda item: (item[0], item[1].make_key(item[2])))
        return ((merger, row) for _, merger, row in rows)

    with target.bulk():
        for merger, row in select_all("sites", "name"):
            merger.merge_site(row)
        words = merge_decisions(target, [connection for connection, _ in others])
        for merger, row in select_all("runs", "started_at, command, site"):
            merger.merge_run(row)
        for merger, row in select_all("articles", "first_seen_at, url"):
            merger.merge_article(row["id"])
        for merger, row in select_all("fetches", "fetched_at, url, warc_file, warc_offset"):
            merger.merge_row_of_run("fetches", row, ("url", "fetched_at", "status", "warc_file", "warc_offset"))
        for merger, row in select_all("problems", "at, url, stage, reason"):
            merger.merge_row_of_run("problems", row, ("url", "at", "stage", "reason"))
        for merger, row in select_all("urls", "discovered_at, url"):
            merger.merge_url(row)
        for merger, row in select_all("absences", "at, reason"):
            merger.merge_absence(row)
        clear_outdated(target)
        for table in UNIONS:
            for merger in mergers:
                merger.merge_table(table)
        rename_sources(target.connection)
        end_decisions(target, words, merged.withdrawn)


def _join_articles(target: Row, other: Row) -> Row:
    """Join what does not depend on an article's latest revision: id, address, times of the sightings, state."""
    first = min(target, other, key=lambda row: (row["first_seen_at"] is None, row["first_seen_at"], row["url"]))
    last = max(target, other, key=lambda row: (row["last_seen_at"] or "", row["state"] == "gone"))
    return {
        "id": target["id"],
        "url": first["url"],
        "first_seen_at": first["first_seen_at"],
        "last_seen_at": last["last_seen_at"],
        "state": last["state"],
    }


def _drop_history(article: Row) -> Row:
    """The columns of an article that say what is on its page; `source` follows from one of them."""
    others = (
        "id",
        "url",
        "first_seen_at",
        "last_seen_at",
        "changed_at",
        "state",
        "revision_id",
        "cluster_id",
        "source",
    )
    return {name: value for name, value in article.items() if name not in others}


def _make_sort_key(row: Row) -> tuple[str, ...]:
    """A row as something that can be compared."""
    return tuple(str(value or "") for value in row.values())


def _describe_lists(connection: sqlite3.Connection, article: Row) -> str:
    """The keywords, people, pictures and attachments of an article as something that can be compared."""
    keywords = connection.execute(
        "SELECT keyword FROM keywords WHERE article_id = ? ORDER BY rowid", (article["id"],)
    ).fetchall()
    people = connection.execute(
        "SELECT role, position, name, title, code FROM people WHERE article_id = ? ORDER BY role, position",
        (article["id"],),
    ).fetchall()
    images = connection.execute(
        "SELECT url, caption FROM images WHERE article_id = ? ORDER BY position", (article["id"],)
    ).fetchall()
    attachments = connection.execute(
        "SELECT url, name FROM attachments WHERE article_id = ? ORDER BY position", (article["id"],)
    ).fetchall()
    return repr((keywords, people, images, attachments))
