"""The history of an article: its revisions, made from all sightings of it, and the events that follow from them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from cundang.model.article import COMPARED, Article, Known
from cundang.model.page import Record
from cundang.store import revisions
from cundang.store.articles import insert_event, mark_seen, update_article
from cundang.store.clock import stamp_sighting
from cundang.store.rows import Rows
from cundang.store.sightings import Row, Sighting, find_sightings, select_revisions
from cundang.text.edit_size import measure_edit

Version = Mapping[str, str | None]
Event = tuple[str | None, str, str | None, int | None, int | None, str | None]  # at, kind, size, added, removed, detail

_LAST = """
    SELECT last_seen_at, (SELECT 1 FROM revisions WHERE article_id = a.id AND number = 1 AND fetched_at IS NULL)
    FROM articles a WHERE id = ?
"""
_FIELDS = ", ".join(COMPARED)
_VERSIONS = f"""
    SELECT id, number, fetched_at, {_FIELDS} FROM revisions WHERE article_id = ? ORDER BY number
"""  # noqa: S608
_NOT_REREAD = """
    UPDATE events SET detail = json_set(detail, '$.reread', json('false'))
    WHERE article_id = ? AND kind = 'edited' AND at IS ?
"""
_EVENTS = """
    SELECT id, at, kind, size, added, removed, detail FROM events
    WHERE article_id = ? AND kind IN ('new', 'edited') ORDER BY id
"""


def is_latest(rows: Rows, article: Article, before: Known) -> bool:
    """Whether a page was seen after all sightings of its article, all of whose versions have times: the usual case."""
    last_seen_at, is_undated = rows.connection.execute(_LAST, (before.article_id,)).fetchone()
    seen_at = stamp_sighting(article)
    return bool(seen_at and last_seen_at and not is_undated and seen_at > last_seen_at)


def insert_version(rows: Rows, article: Article, before: Known, record: Record) -> tuple[str, bool]:
    """Store a page among the sightings of its article, as a revision where it is one.

    Returns the outcome (unchanged or edited), and whether the article is now as this page says and was not before.
    """
    article_id = before.article_id
    sightings = find_sightings(rows.connection, {"id": article_id, "url": before.url})
    count = len(rows.connection.execute("SELECT 1 FROM revisions WHERE article_id = ?", (article_id,)).fetchall())
    arrived = Sighting(None, revisions.describe(article, record), article=article)
    latest = rewrite_history(rows, article_id, [*sightings, arrived])
    if seen_at := stamp_sighting(article):
        mark_seen(rows, article_id, seen_at)
    is_shown = all(latest[name] == getattr(article, name) for name in COMPARED)
    is_other = any(before.values[name] != getattr(article, name) for name in COMPARED)
    return "edited" if latest["number"] > count else "unchanged", is_shown and is_other


def rewrite_history(rows: Rows, article_id: int, sightings: Iterable[Sighting]) -> Row:
    """Make the revisions and events of an article anew of its sightings; returns the row of the latest revision."""
    latest = replace_revisions(rows, article_id, sightings)
    update_article(rows, article_id, {"revision_id": latest["id"], "changed_at": latest["fetched_at"]})
    rewrite_events(rows, article_id)
    return latest


def replace_revisions(rows: Rows, article_id: int, sightings: Iterable[Sighting]) -> Row:
    """Replace the revisions of an article by those that sightings give; returns the row of the latest.

    Revisions that stay keep their ids. So do one whose page was read again, and one that is found to be older or
    younger than it was thought to be.
    """
    there = rows.select("SELECT * FROM revisions WHERE article_id = ? ORDER BY number", [article_id])
    selected = select_revisions(sightings)
    stay = _find_staying(rows, there, selected)
    if stay == [row["id"] for row in there] and not any(each.article for each in selected):
        return there[-1]
    leaving = [row for row in there if row["id"] not in stay]
    rows.connection.execute("PRAGMA defer_foreign_keys = on")  # until the commit: `removed` is set aside meanwhile
    for row in leaving:
        revisions.set_aside(rows, row["id"])
    revisions.free_numbers(rows, article_id)
    aside = {row["id"] for row in leaving}
    latest: Row = {}
    for number, (each, own_id) in enumerate(zip(selected, stay, strict=True), 1):
        latest = {**each.row, "article_id": article_id, "number": number}
        if own_id:
            latest["id"] = own_id
            if each.article:
                revisions.update_revision(rows, latest, each.article)
            else:
                revisions.set_number(rows, own_id, number)
            continue
        latest["id"] = rows.find_old_revision_id(latest) or _take_id(leaving, each.row) or rows.next_revision_id(latest)
        if each.connection:
            is_aside = each.connection is rows.connection and each.row["id"] in aside
            revisions.insert_copy(rows, latest, each.connection, -each.row["id"] if is_aside else each.row["id"])
        elif each.article:
            revisions.insert_revision(rows, latest, each.article)
    revisions.drop_set_aside(rows, aside)
    return latest


def _find_staying(rows: Rows, there: Sequence[Row], selected: Sequence[Sighting]) -> list[int | None]:
    """For each sighting the id of the revision here that it is; None for one that is none yet.

    A revision of this archive only needs a number; one that was read again is that of its moment and record.
    """
    in_place = [
        each.row["id"] if each.connection is rows.connection and not each.is_repeat else None for each in selected
    ]
    by_place = {_place_of(row): row["id"] for row in there if row["id"] not in in_place}
    return [
        by_place.pop(_place_of(each.row), None) if own_id is None and each.article else own_id
        for own_id, each in zip(in_place, selected, strict=True)
    ]


def _place_of(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("fetched_at", "imported_at", "warc_file", "warc_offset"))


def _take_id(leaving: list[Row], row: Row) -> int | None:
    """The id of a revision that says the same and leaves: it is taken by the one that comes for it."""
    for place, each in enumerate(leaving):
        if not find_changed_fields(each, row):
            return int(leaving.pop(place)["id"])
    return None


def find_changed_fields(before: Version, after: Version) -> tuple[str, ...]:
    """The fields in which two versions differ."""
    return tuple(name for name in COMPARED if before[name] != after[name])


def rewrite_events(rows: Rows, article_id: int) -> None:
    """Make the events `new` and `edited` of an article agree with its revisions. Those that stay keep their ids."""
    versions = rows.select(_VERSIONS, [article_id])
    wanted: list[Event] = [(versions[0]["fetched_at"], "new", None, None, None, None)]
    for before, after in pairwise(versions):
        edit = measure_edit(before, after, find_changed_fields(before, after))
        as_json = json.dumps({"fields": edit.fields})
        wanted.append((after["fetched_at"], "edited", edit.size, edit.added, edit.removed, as_json))
    found_there = rows.connection.execute(_EVENTS, (article_id,))
    there = [(*event, _drop_mark(detail)) for *event, detail in found_there]
    same: dict[int, Event | None] = {}
    for is_exact in (True, False):
        for event_id, *event in there:
            if same.get(event_id) is None:
                same[event_id] = next((each for each in wanted if _is_same_event(event, each, is_exact)), None)
                if found := same[event_id]:
                    wanted.remove(found)
    for event_id, *event in there:
        found = same[event_id]
        if found is None:
            rows.connection.execute("DELETE FROM events WHERE id = ?", (event_id,))
        elif tuple(event) != found:
            names = ("at", "size", "added", "removed", "detail")
            rows.update("events", event_id, dict(zip(names, (found[0], *found[2:]), strict=True)))
    for at, kind, *measured, detail in wanted:
        columns = dict(zip(("size", "added", "removed"), measured, strict=True))
        insert_event(rows, article_id, kind, at, json.loads(detail) if detail else None, columns)


def mark_not_reread(rows: Rows, article_id: int, at: str | None) -> None:
    """Say of the edits of a moment that they may be of our reading: the page before could not be read again."""
    rows.connection.execute(_NOT_REREAD, (article_id, at))


def _drop_mark(detail: str | None) -> str | None:
    """The detail of an event without the mark of `mark_not_reread`, which stays as long as the event does."""
    if not detail or '"reread"' not in detail:
        return detail
    return json.dumps({name: value for name, value in json.loads(detail).items() if name != "reread"})


def _is_same_event(event: Sequence[object], wanted: Sequence[object], is_exact: bool) -> bool:
    """Whether an event is one that follows from the revisions: an article is new once, and of one time one edit."""
    if is_exact:
        return tuple(event) == tuple(wanted)
    return event[1] == wanted[1] and (event[1] == "new" or event[0] == wanted[0])
