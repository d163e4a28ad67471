"""Atom feeds: the stream of events with its filters, its new, changed and vanished articles; and hits of a search.

Events of times that nobody knows are in none: an import of old pages is no news. The id of an entry is made of the
address of its article, its kind and its time, which stay whatever becomes of the file of the archive.
"""

import re
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from datasette import Response, hookimpl

from cundang.search.results import search
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.asking import LONGEST, read_query
from datasette_config.changes import make_comparison, parse_filter, read_entries
from datasette_config.language import Words, get_language
from datasette_config.reading import get_fold, read

KINDS = {"new": "new", "changed": "edited", "gone": "gone"}  # in addresses: in events.kind
LENGTH = 50
_ATOM = "http://www.w3.org/2005/Atom"
_LONGEST = 300  # characters of a sentence
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)", re.ASCII)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/feeds/(?P<kind>{'|'.join(KINDS)})\.atom$", show_feed),
        (rf"^/{NAME}/changes\.atom$", show_feed),
        (rf"^/{NAME}/search\.atom$", show_search_feed),
    ]


async def show_feed(datasette: Any, request: Any) -> Any:
    """Show the last events that the filters of the address leave, or those of a kind."""
    kind, words = request.url_vars.get("kind"), Words(get_language(request))

    def find(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        wanted = parse_filter(request.args, connection)
        return read_entries(connection, replace(wanted, kinds=(KINDS[kind],)) if kind else wanted, LENGTH)

    title = " · ".join([words(f"feed_{kind}" if kind else "changes"), *request.args.getlist("site")])
    entries = await read(datasette, find)
    return _make_feed(datasette, request, title, [_make_entry(datasette, request, entry, words) for entry in entries])


async def show_search_feed(datasette: Any, request: Any) -> Any:
    """Show the newest articles that a search finds."""

    def find(connection: sqlite3.Connection) -> list[dict[str, str]]:
        query = read_query(connection, request.args)
        results = search(connection, query, get_fold(connection), LENGTH, order="newest")
        return [
            {
                "title": "".join(hit.title),
                "id": f"{_here(datasette, request)}/{NAME}/articles/{hit.id}#0",
                "link": f"{_here(datasette, request)}/{NAME}/articles/{hit.id}",
                "updated": _format_time(hit.published_at),
                "summary": "".join(hit.snippet),
            }
            for hit in results.hits
        ]

    return _make_feed(datasette, request, (request.args.get("q") or "")[:LONGEST], await read(datasette, find))


def _make_entry(datasette: Any, request: Any, entry: dict[str, Any], words: Words) -> dict[str, str]:
    """The entry of an event: its title, a tag URI (RFC 4151) as its id, and in its summary what changed."""
    tagged = [entry["kind"], entry["at"], entry["article"]["url"], (entry.get("reprint") or {}).get("url")]
    return {
        "title": f"{words('event_' + entry['kind'])}{words('colon')}{entry['article']['title']}",
        "id": f"tag:cundang,2026:{quote('/'.join(filter(None, tagged)), safe='/:+')}",
        "link": f"{_here(datasette, request)}{make_comparison(entry)}",
        "updated": entry["at"],
        "summary": "\n".join(_tell(entry, words)),
    }


def _tell(entry: dict[str, Any], words: Words) -> list[str]:
    """What an event did, in lines of text."""
    if entry["kind"] == "edited":
        return [
            *_tell_size(entry, words),
            *(
                f"{words.field(each['field'])}: {each['before'] or '–'} → {each['after'] or '–'}"
                for each in entry["fields"]
            ),
            *(
                f"{sign} {_cut(sentence)}"
                for pair in entry["sentences"]
                for sign, sentence in zip("−+", pair, strict=True)
                if sentence.strip()
            ),
        ]
    if entry["kind"] == "gone":
        since = entry["stood_from"]
        stood = words(f"stood_{since}", time=words.span(entry["stood_seconds"])) if since else ""
        alive = [f"{words('alive_at')}{words('colon')}{each['publisher']} {each['url']}" for each in entry["alive_at"]]
        return [line for line in (stood, entry["reason"], *alive) if line]
    if entry["kind"] == "restored":
        gone = entry["gone_seconds"]
        return [] if gone is None else [words("restored_after", time=words.span(gone))]
    if entry["kind"] == "moved":
        return [f"{entry['from']} → {entry['to']}"]
    if entry["kind"] == "reprinted" and entry["reprint"]:
        copy, relation, delay = entry["reprint"], entry["relation"], entry["delay_seconds"]
        key = "delay_later" if (delay or 0) > 0 else "delay_earlier" if delay else "same_day"
        told = [
            f"{words('reprinted_by')}{words('colon')}{copy['publisher']} {copy['title']} {copy['url']}",
            relation and words(f"relation_{relation}"),
            delay is not None and words(key, time=words.span(abs(delay))),
        ]
        return [line for line in told if line]
    return [entry["article"]["beginning"]]


def _tell_size(entry: dict[str, Any], words: Words) -> list[str]:
    """The size of an edit; an edit that an older version noticed may have none, or no counts."""
    counts = f" +{entry['added']} −{entry['removed']}" if entry["added"] or entry["removed"] else ""
    return [f"{words('size_' + entry['size'])}{counts}"] if entry["size"] else []


def _cut(sentence: str) -> str:
    return sentence.strip() if len(sentence) <= _LONGEST else f"{sentence.strip()[:_LONGEST]}…"


def _here(datasette: Any, request: Any) -> str:
    return make_absolute(datasette, request, "/")[:-1]


def _format_time(time: str | None) -> str:
    """Format a time as Atom requires: midnight is added to a day without a time."""
    if time and _TIME.fullmatch(time):
        return time
    return f"{time if time and _TIME.fullmatch(time + 'T00:00:00Z') else '1970-01-01'}T00:00:00+00:00"


def _make_feed(datasette: Any, request: Any, title: str, entries: list[dict[str, str]]) -> Any:
    """Make a feed of entries, each with `title`, `id`, `link`, `updated` and `summary`."""
    here = f"{request.scheme}://{request.host}{request.full_path}"
    root = ET.Element("feed", xmlns=_ATOM)
    _add_element(root, "title", f"{title} · Cundang")
    _add_element(root, "id", here)
    _add_element(root, "updated", max((entry["updated"] for entry in entries), default="1970-01-01T00:00:00+00:00"))
    ET.SubElement(_add_element(root, "author", ""), "name").text = "Cundang"
    ET.SubElement(root, "link", rel="self", href=here)
    seen: Counter[str] = Counter()
    for found in entries:
        entry = ET.SubElement(root, "entry")
        seen[found["id"]] += 1
        place = f"/{seen[found['id']]}" if seen[found["id"]] > 1 else ""  # of several edits in one second
        for name in ("title", "updated", "summary"):
            _add_element(entry, name, found[name])
        _add_element(entry, "id", f"{found['id']}{place}")
        ET.SubElement(entry, "link", href=found["link"])
    body = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add_element(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = _NOT_XML.sub("", text)
    return child
