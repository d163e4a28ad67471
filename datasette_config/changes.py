"""Read the stream of events for readers: what each event did to its article, with the sentences that changed."""

import re
import sqlite3
from datetime import date, datetime
from typing import Any

from datasette.utils.asgi import BadRequest

from cundang.search.events import KINDS, SIZES, Event, EventFilter, select_events
from cundang.search.query import parse_query
from cundang.store.provenance import FETCHED_HERE
from cundang.text.sentences import Pair, pair_sentences
from datasette_config import NAME
from datasette_config.asking import LONGEST, refuse_wrong
from datasette_config.diff import Piece, diff, diff_sentence
from datasette_config.reading import get_fold, select_rows

_SENTENCES = 3  # that are shown of an edit
_CONTEXT, _MOST_PIECE, _MOST_PIECES = 24, 160, 30  # characters beside a change and of one, and pieces of a sentence
_LONGEST_TEXT = 200_000  # characters of two versions together; of longer ones the comparison alone shows what changed
_DAY = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:]{8}\+00:00),(\d{1,18})", re.ASCII)
_ALIVE = 4  # other places that are named for an article that is gone
_ARTICLE = """
    SELECT a.id, a.url, a.site, coalesce(s.publisher, s.name) AS publisher, a.title, a.script, a.language, a.state,
      a.author, a.source_name, a.published_at, a.first_seen_at, a.cluster_id, substr(a.text, 1, 200) AS beginning
    FROM articles a JOIN sites s ON s.name = a.site WHERE a.id = ?
"""
# Of one second there may be several versions; the edits of that second are in their order.
_REVISIONS = """
    SELECT number, title, text, published_at, source_name, author, editor FROM revisions
    WHERE article_id = ? AND number IN (?, ?) ORDER BY number
"""
_NUMBER = """
    SELECT number FROM revisions WHERE article_id = :article_id AND fetched_at = :at AND number > 1 ORDER BY number
    LIMIT 1 OFFSET (SELECT count(*) FROM events
      WHERE article_id = :article_id AND kind = 'edited' AND at = :at AND id < :id)
"""
_GONE_BEFORE = """
    SELECT coalesce(json_extract(detail, '$.since'), at) AS at FROM events
    WHERE article_id = ? AND kind = 'gone' AND at <= ? ORDER BY at DESC, id DESC LIMIT 1
"""
_ALIVE_AT = f"""
    SELECT a.id, a.url, a.site, coalesce(s.publisher, s.name) AS publisher, a.title, a.script, a.language
    FROM articles a JOIN sites s ON s.name = a.site
    WHERE a.cluster_id = ? AND a.id != ? AND a.state = 'live' AND {FETCHED_HERE}
    ORDER BY a.published_at, a.id LIMIT {_ALIVE}
"""  # noqa: S608 - words of ours
_RELATION = "SELECT kind FROM relations WHERE article_id = ? AND other_id = ?"
_FIELDS = ("title", "published_at", "source_name", "author", "editor")


def parse_filter(args: Any, connection: sqlite3.Connection) -> EventFilter:
    """Parse the filters of an address. Raises BadRequest, which becomes a page, where a value is not known."""
    names = {row["name"] for row in select_rows(connection, "SELECT name FROM sites")}
    query = (args.get("q") or "").strip()[:LONGEST]
    parsed = parse_query(query, get_fold(connection), connection) if query else None
    if parsed:
        refuse_wrong("q", parsed)
    place = args.get("before")
    found = _PLACE.fullmatch(place) if place else None
    if place and not found:
        _refuse("before", place, "take it from the link to the next page")
    if (trivial := args.get("trivial") or "no") != "no":
        _refuse("trivial", trivial, "it may only be no")
    return EventFilter(
        kinds=_parse_names("kind", args, KINDS),
        sites=_parse_names("site", args, names),
        sizes=_parse_names("size", args, SIZES),
        since=_parse_day("since", args),
        until=_parse_day("until", args),
        without_trivial=bool(args.get("trivial")),
        query=parsed,
        before=(found[1], int(found[2])) if found else None,
    )


def list_filters(wanted: EventFilter) -> list[tuple[str, str]]:
    """The filters as the arguments of an address, without the place."""
    several = {"kind": wanted.kinds, "site": wanted.sites, "size": wanted.sizes}
    pairs = [(name, value) for name, values in several.items() for value in values]
    single = {"since": wanted.since, "until": wanted.until, "q": wanted.query and wanted.query.text}
    pairs += [(name, value) for name, value in single.items() if value]
    return [*pairs, ("trivial", "no")] if wanted.without_trivial else pairs


def _parse_names(name: str, args: Any, known: Any) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    for value in values:
        if value not in known:
            _refuse(name, value, "no such site" if name == "site" else f"it may be {', '.join(known)}")
    return values


def _parse_day(name: str, args: Any) -> str | None:
    day = args.get(name) or None
    if day and not _is_day(day):
        _refuse(name, day, "not a day, month or year; write it like 2015-03-09, 2015-03, 2015")
    return day


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:  # such as 30 February
        return False


def _refuse(name: str, value: str, reason: str) -> None:
    raise BadRequest(f"{name}={value[:100]}: {reason}")


def read_entries(connection: sqlite3.Connection, wanted: EventFilter, most: int) -> list[dict[str, Any]]:
    """Read the newest events, each with its article and what it did; docs/data.md has their fields."""
    return [_read_entry(connection, event) for event in select_events(connection, wanted, most)]


def _read_entry(connection: sqlite3.Connection, event: Event) -> dict[str, Any]:
    article = select_rows(connection, _ARTICLE, event.article_id)[0]
    told = {name: getattr(event, name) for name in ("id", "at", "kind", "size", "added", "removed")}
    tell = {"edited": _tell_edit, "gone": _tell_gone, "restored": _tell_restored, "reprinted": _tell_reprint}
    more = tell[event.kind](connection, event, article) if event.kind in tell else {}
    moved = {"from": event.detail.get("from"), "to": event.detail.get("to")} if event.kind == "moved" else {}
    return {**told, "article": article, **more, **moved}


def _tell_edit(connection: sqlite3.Connection, event: Event, _: dict[str, Any]) -> dict[str, Any]:
    """The number of the version that came, and the fields and sentences that changed, the first few."""
    names = {"article_id": event.article_id, "at": event.at, "id": event.id}
    number = connection.execute(_NUMBER, names).fetchone()
    told: dict[str, Any] = {"revision": number and number[0], "fields": [], "sentences": [], "more_sentences": 0}
    both = (number[0] - 1, number[0]) if number else (0, 0)
    versions = select_rows(connection, _REVISIONS, event.article_id, *both)
    if len(versions) != 2:
        return told
    before, after = versions
    told["fields"] = [
        {"field": name, "before": before[name], "after": after[name]} for name in _FIELDS if before[name] != after[name]
    ]
    if len(before["text"]) + len(after["text"]) <= _LONGEST_TEXT:
        pairs = pair_sentences(before["text"], after["text"])
        changed = [pair for pair in pairs if pair.before.split() != pair.after.split()]
        told["sentences"] = changed[:_SENTENCES]
        told["more_sentences"] = max(0, len(changed) - _SENTENCES)
    return told


def _tell_gone(connection: sqlite3.Connection, event: Event, article: dict[str, Any]) -> dict[str, Any]:
    """Since when it stood there, how long, why it is taken for gone, and where the same text still is."""
    until = event.detail.get("since") or event.at
    lengths = {name: measure_seconds(article[name], until) for name in ("published_at", "first_seen_at")}
    since = next((name for name, seconds in lengths.items() if seconds is not None and seconds >= 0), None)
    alive = select_rows(connection, _ALIVE_AT, article["cluster_id"], article["id"]) if article["cluster_id"] else []
    return {
        "stood_since": since and article[since],
        "stood_from": since,
        "stood_seconds": since and lengths[since],
        "reason": event.detail.get("reason"),
        "alive_at": alive,
    }


def _tell_restored(connection: sqlite3.Connection, event: Event, _: dict[str, Any]) -> dict[str, Any]:
    gone = connection.execute(_GONE_BEFORE, (event.article_id, event.at)).fetchone()
    return {"gone_since": gone and gone[0], "gone_seconds": measure_seconds(gone and gone[0], event.at)}


def _tell_reprint(connection: sqlite3.Connection, event: Event, article: dict[str, Any]) -> dict[str, Any]:
    """The copy, of what class it is, and how much later it was published."""
    copy = next(iter(select_rows(connection, _ARTICLE, event.other_id)), None)
    relation = connection.execute(_RELATION, (event.other_id, event.article_id)).fetchone()
    times = (article["published_at"], copy["published_at"]) if copy else (None, None)
    return {"reprint": copy, "relation": relation and relation[0], "delay_seconds": measure_seconds(*times)}


def measure_seconds(start: str | None, end: str | None) -> int | None:
    """The seconds between two times; whole days where one of them is a day; None where one is not known."""
    try:
        if not start or not end:
            return None
        if min(len(start), len(end)) <= len("2026-11-20"):
            days = date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])
            return days.days * 86400
        return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
    except (ValueError, TypeError):  # what an import took for a time; one without a zone
        return None


def show_title(field: dict[str, Any]) -> list[Piece]:
    """The pieces of a title that changed."""
    return diff(field["before"] or "", field["after"] or "")


def show_sentence(pair: Pair) -> list[Piece]:
    """The pieces of a sentence, those that stayed cut to what stands beside a change."""
    pieces = diff_sentence(Pair(*(sentence.strip() for sentence in pair)))
    last = len(pieces) - 1
    shown = [
        _shorten(piece, is_first=place == 0, is_last=place == last) for place, piece in enumerate(pieces[:_MOST_PIECES])
    ]
    return [*shown, Piece("same", "…")] if last >= _MOST_PIECES else shown


def _shorten(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    kind, text = piece
    if kind != "same":
        return piece if len(text) <= _MOST_PIECE else Piece(kind, f"{text[:_MOST_PIECE]}…")
    head, tail = "" if is_first else text[:_CONTEXT], "" if is_last else text[-_CONTEXT:]
    return piece if len(text) <= 2 * _CONTEXT else Piece(kind, f"{head}…{tail}")


def make_comparison(entry: dict[str, Any]) -> str:
    """The address of the comparison of an edit's two versions, or of an original and its copy; of another event, or
    where they are not known, that of the article.
    """
    path = f"/{NAME}/articles/{entry['article']['id']}"
    if copy := entry.get("reprint"):
        return f"/{NAME}/compare?a={entry['article']['id']}&b={copy['id']}"
    new = entry.get("revision")
    return f"{path}/history?old={new - 1}&new={new}" if new else path
