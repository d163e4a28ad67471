"""Lists of rows: lines and galleries for people, tables under `?_view=table`."""

import re
import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.filters import FilterArguments
from markupsafe import Markup

from datasette_config import NAME
from datasette_config.lists import FORMS, LISTED, ListView, group_problems, say
from datasette_config.reading import read, select_rows

# What /archive/changes calls the filters of a list of events; `at` only where it is a day, a month or a year.
_OF_STREAM = {
    "kind": ("kind",),
    "kind__exact": ("kind",),
    "size": ("size",),
    "size__exact": ("size",),
    "at__gte": ("since",),
    "at__lte": ("until",),
    "at__startswith": ("since", "until"),
}
_DAY = re.compile(r"[12]\d{3}(-\d\d){0,2}", re.ASCII)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/(?P<database>{NAME})/(?P<table>{'|'.join(LISTED)})(\.(?P<format>\w+))?$", show_list)]


@hookimpl
def filters_from_request(request: Any, table: str) -> Any:
    """Find articles that are gone by their events: their state lies behind the texts, which would be read for it."""
    if table == "articles" and "gone" in request.args.getlist("state"):
        return FilterArguments(["id in (select article_id from events where kind = 'gone')"])
    return None


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define `say`: a value in the reader's words."""
    env.globals["say"] = say


@hookimpl
def extra_template_vars(datasette: Any, request: Any, table: str | None, view_name: str | None) -> dict[str, Any]:
    """`has_form`: the list is one for people; and functions that read what its rows need."""
    if view_name not in ("table", "row") or not table:
        return {}

    async def read_form(rows: list[Any]) -> Any:
        plain = [{key: _get_value(row[key]) for key in row.keys()} for row in rows]  # noqa: SIM118 - rows of SQLite
        words = request.args.get("_search") or ""
        return await read(datasette, lambda connection: FORMS[str(table)](connection, plain, words))

    async def read_groups() -> list[dict[str, Any]]:
        return await read(datasette, group_problems)

    async def read_publishers() -> dict[str, str]:
        def find(connection: sqlite3.Connection) -> dict[str, str]:
            rows = select_rows(connection, "SELECT name, coalesce(publisher, name) AS publisher FROM sites")
            return {row["name"]: row["publisher"] for row in rows}

        return await read(datasette, find)

    as_table = request.args.get("_view") == "table" or bool({"_col", "_nocol"} & set(request.args))
    return {
        "has_form": table in FORMS and not as_table,
        "as_table": as_table,
        "forms": FORMS,
        "read_form": read_form,
        "read_groups": read_groups,
        "read_publishers": read_publishers,
    }


def _get_value(value: Any) -> Any:
    """The value of a cell, which has a label beside it where it is the key of another row."""
    return value["value"] if isinstance(value, dict) else value


async def show_list(datasette: Any, request: Any) -> Any:
    """Show a list, or send it as a file. Of events the stream is shown, where it has the same filters."""
    if request.url_vars["table"] == "events" and not request.url_vars["format"]:
        stream = _find_stream([(name, value) for name in request.args for value in request.args.getlist(name)])
        if stream:
            return Response.redirect(datasette.urls.path(stream))
    return await ListView(datasette).dispatch_request(request)


def _find_stream(pairs: list[tuple[str, str]]) -> str | None:
    """Find the page for people that shows the events of a list; None where there is no such page."""
    filters = [pair for pair in pairs if pair[0] not in ("_lang", "_sort_desc")]
    kept = [pair for pair in pairs if pair[0] == "_lang"]
    if len(filters) == 1 and filters[0][0] in ("article_id", "article_id__exact") and filters[0][1].isascii():
        return f"/{NAME}/articles/{filters[0][1]}/history" if filters[0][1].isdigit() else None
    for name, value in filters:
        names = _OF_STREAM.get(name, ())
        if not names or (name.startswith("at") and not _DAY.fullmatch(value)):
            return None
        kept += [(each, value) for each in names]
    return f"/{NAME}/changes" + (f"?{urlencode(kept)}" if kept else "")


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Link titles in a table of articles to the article, and show times without seconds."""
    if table == "articles" and column == "title" and value and "id" in row.keys():  # noqa: SIM118 - an sqlite3.Row
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(NAME, "articles", str(row["id"])), value)
    if table and (column == "at" or column.endswith("_at")) and isinstance(value, str) and value:
        return Markup('<time datetime="{}">{}</time>').format(value, value[:16].replace("T", " "))
    return None
