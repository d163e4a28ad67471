"""Atom feeds: what is new, what changed, what is gone, of all sites or one; and any search, to be followed."""

import re
import sqlite3
import xml.etree.ElementTree as ET
from typing import Any

from datasette import Response, hookimpl

from cundang.search.query import parse_query
from cundang.search.results import search
from datasette_config import NAME
from datasette_config.language import Words, language_of
from datasette_config.reading import fold, read, rows

KINDS = {"new": "new", "changed": "edited", "gone": "gone"}  # of the address, and of events.kind
LENGTH = 50
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)", re.ASCII)
_EVENTS = """
    SELECT a.id, a.title, a.source_name, substr(a.text, 1, 200) AS summary, e.at, e.id AS event
    FROM events e JOIN articles a ON a.id = e.article_id
    WHERE e.kind = ? AND (? IS NULL OR a.site = ?) ORDER BY e.at DESC, e.id DESC LIMIT ?
"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/feeds/(?P<kind>{'|'.join(KINDS)})\.atom$", feed), (rf"^/{NAME}/search\.atom$", followed_search)]


async def feed(datasette: Any, request: Any) -> Any:
    """The last events of a kind; `?site=` of one site."""
    kind, site = request.url_vars["kind"], request.args.get("site")
    found = await read(datasette, lambda db: rows(db, _EVENTS, KINDS[kind], site, site, LENGTH))
    title = Words(language_of(request))(f"feed_{kind}") + (f" · {site}" if site else "")
    return _atom(request, title, found)


async def followed_search(datasette: Any, request: Any) -> Any:
    """The newest articles that a search finds."""
    text = (request.args.get("q") or "")[:500]

    def find(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        query = parse_query(text, fold(connection), connection)
        results = search(connection, query, fold(connection), LENGTH, order="newest")
        return [
            {
                "id": hit.id,
                "title": "".join(hit.title),
                "source_name": hit.source_name,
                "summary": "".join(hit.snippet),
                "at": _time(hit.published_at),
                "event": 0,
            }
            for hit in results.hits
        ]

    return _atom(request, text, await read(datasette, find))


def _time(time: str | None) -> str:
    """A time as Atom wants it: a day alone gets a clock."""
    if time and _TIME.fullmatch(time):
        return time
    return f"{time if time and _TIME.fullmatch(time + 'T00:00:00Z') else '1970-01-01'}T00:00:00+00:00"


def _atom(request: Any, title: str, entries: list[dict[str, Any]]) -> Any:
    here = f"{request.scheme}://{request.host}"
    root = ET.Element("feed", xmlns=_ATOM)
    _add(root, "title", f"{title} · Cundang")
    _add(root, "id", f"{here}{request.full_path}")
    _add(root, "updated", max((entry["at"] for entry in entries), default="1970-01-01T00:00:00+00:00"))
    ET.SubElement(_add(root, "author", ""), "name").text = "Cundang"
    ET.SubElement(root, "link", rel="self", href=f"{here}{request.full_path}")
    for found in entries:
        entry = ET.SubElement(root, "entry")
        address = f"{here}/{NAME}/articles/{found['id']}"
        _add(entry, "title", found["title"])
        _add(entry, "id", f"{address}#{found['event']}")
        ET.SubElement(entry, "link", href=address)
        _add(entry, "updated", found["at"])
        _add(entry, "summary", found["summary"])
    body = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = _NOT_XML.sub("", text)
    return child
