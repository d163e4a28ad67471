"""The stream of events: the page /archive/changes, and the same as JSON."""

import sqlite3
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl

from cundang.search.events import KINDS, SIZES, EventFilter, count_undated
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.changes import (
    list_filters,
    make_comparison,
    parse_filter,
    read_entries,
    show_sentence,
    show_title,
)
from datasette_config.reading import read, render_page, select_rows

PAGE, PAGE_OF_JSON = 30, 100
_SITES = "SELECT name, coalesce(publisher, name) AS publisher FROM sites ORDER BY publisher, name"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/changes(?P<json>\.json)?$", show_changes)]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters.update(sentence_pieces=show_sentence, title_pieces=show_title, comparison=make_comparison)


async def show_changes(datasette: Any, request: Any) -> Any:
    """Show a page of the stream, newest first, narrowed by the filters of the address."""
    most = PAGE_OF_JSON if request.url_vars.get("json") else PAGE

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        wanted = parse_filter(request.args, connection)
        entries = read_entries(connection, wanted, most + 1)
        return {
            "wanted": wanted,
            "entries": entries[:most],
            "older": _make_address(wanted, entries[most - 1]) if len(entries) > most else None,
            "undated": count_undated(connection),
            "sites": select_rows(connection, _SITES),
        }

    try:
        found = await read(datasette, find)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return await render_page(datasette, request, "changes.html", status=503, slow=True, wanted=EventFilter())
    if request.url_vars.get("json"):
        return Response.json(_format_json(datasette, request, found))
    days = [(day, list(entries)) for day, entries in groupby(found["entries"], lambda entry: entry["at"][:10])]
    context: dict[str, Any] = {
        "days": days,
        "filters": urlencode(list_filters(found["wanted"])),
        "kinds": KINDS,
        "sizes": SIZES,
    }
    return await render_page(datasette, request, "changes.html", **found, **context)


def _make_address(wanted: EventFilter, last: dict[str, Any]) -> str:
    """The arguments of the page below an entry."""
    return urlencode([*list_filters(wanted), ("before", f"{last['at']},{last['id']}")])


def _format_json(datasette: Any, request: Any, found: dict[str, Any]) -> dict[str, Any]:
    here = make_absolute(datasette, request, "/")[:-1]
    return {
        "events": [_format_entry(here, entry) for entry in found["entries"]],
        "next": found["older"] and f"{here}/{NAME}/changes.json?{found['older']}",
        "undated": found["undated"],
    }


def _format_entry(here: str, entry: dict[str, Any]) -> dict[str, Any]:
    told = {**entry, "article": _format_article(here, entry["article"])}
    if entry.get("reprint"):
        told["reprint"] = _format_article(here, entry["reprint"])
    if "alive_at" in entry:
        told["alive_at"] = [_format_article(here, article) for article in entry["alive_at"]]
    if "sentences" in entry:
        told["sentences"] = [pair._asdict() for pair in entry["sentences"]]
    if entry.get("revision") or entry.get("reprint"):
        told["comparison"] = f"{here}{make_comparison(entry)}"
    return told


def _format_article(here: str, article: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "url", "site", "publisher", "title")
    return {**{name: article[name] for name in names}, "archived": f"{here}/{NAME}/articles/{article['id']}"}
