"""Atom feeds: new, changed and vanished articles, of all sites or of one; and the newest hits of a search.

Events of times that nobody knows are in none: an import of old pages is no news. The id of an entry is made of those of
its article and event, which stay.
"""

import re
import sqlite3
import xml.etree.ElementTree as ET
from typing import Any

from datasette import Response, hookimpl

from cundang.search.query import parse_query
from cundang.search.results import search
from datasette_config import NAME
from datasette_config.language import Words, get_language
from datasette_config.reading import get_fold, read, select_rows

KINDS = {"new": "new", "changed": "edited", "gone": "gone"}  # in addresses: in events.kind
LENGTH = 50
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)", re.ASCII)
_EVENTS = """
    SELECT a.id, a.title, a.source_name, substr(a.text, 1, 200) AS summary, e.at, e.id AS event
    FROM events e JOIN articles a ON a.id = e.article_id
    WHERE e.kind = ? AND e.at IS NOT NULL AND (? IS NULL OR a.site = ?) ORDER BY e.at DESC, e.id DESC LIMIT ?
"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/feeds/(?P<kind>{'|'.join(KINDS)})\.atom$", show_feed), (rf"^/{NAME}/search\.atom$", show_search_feed)]


async def show_feed(datasette: Any, request: Any) -> Any:
    """Show the last events of a kind; with `?site=` those of one site."""
    kind, site = request.url_vars["kind"], request.args.get("site")
    found = await read(datasette, lambda connection: select_rows(connection, _EVENTS, KINDS[kind], site, site, LENGTH))
    title = Words(get_language(request))(f"feed_{kind}") + (f" · {site}" if site else "")
    return _make_feed(request, title, found)


async def show_search_feed(datasette: Any, request: Any) -> Any:
    """Show the newest articles that a search finds."""
    text = (request.args.get("q") or "")[:500]

    def find(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        query = parse_query(text, get_fold(connection), connection)
        results = search(connection, query, get_fold(connection), LENGTH, order="newest")
        return [
            {
                "id": hit.id,
                "title": "".join(hit.title),
                "source_name": hit.source_name,
                "summary": "".join(hit.snippet),
                "at": _format_time(hit.published_at),
                "event": 0,
            }
            for hit in results.hits
        ]

    return _make_feed(request, text, await read(datasette, find))


def _format_time(time: str | None) -> str:
    """Format a time as Atom requires: midnight is added to a day without a time."""
    if time and _TIME.fullmatch(time):
        return time
    return f"{time if time and _TIME.fullmatch(time + 'T00:00:00Z') else '1970-01-01'}T00:00:00+00:00"


def _make_feed(request: Any, title: str, entries: list[dict[str, Any]]) -> Any:
    here = f"{request.scheme}://{request.host}"
    root = ET.Element("feed", xmlns=_ATOM)
    _add_element(root, "title", f"{title} · Cundang")
    _add_element(root, "id", f"{here}{request.full_path}")
    _add_element(root, "updated", max((entry["at"] for entry in entries), default="1970-01-01T00:00:00+00:00"))
    ET.SubElement(_add_element(root, "author", ""), "name").text = "Cundang"
    ET.SubElement(root, "link", rel="self", href=f"{here}{request.full_path}")
    for found in entries:
        entry = ET.SubElement(root, "entry")
        address = f"{here}/{NAME}/articles/{found['id']}"
        _add_element(entry, "title", found["title"])
        _add_element(entry, "id", f"{address}#{found['event']}")
        ET.SubElement(entry, "link", href=address)
        _add_element(entry, "updated", found["at"])
        _add_element(entry, "summary", found["summary"])
    body = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add_element(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = _NOT_XML.sub("", text)
    return child
