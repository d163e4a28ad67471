"""SQL for readers: a page of tables and examples, the page of a query with its result, and the result as a file."""

import sqlite3
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql, derive_named_parameters, validate_sql_select

from cundang.store.data_dictionary import Column, describe_columns, describe_tables
from datasette_config import NAME
from datasette_config.drawing.sql_chart import draw_result
from datasette_config.files import CHUNK, Rows, make_pattern, send_rows
from datasette_config.reading import read, render_page
from datasette_config.sql_result import SHOWN, find_links, is_chinese, make_cells, name_columns
from datasette_config.studies import find_type
from datasette_config.wrong_sql import explain

DEFAULT = "select id, title, site, published_at\nfrom articles\norder by published_at desc\nlimit 50"
# The tables by what they hold; `tables_GROUP` in strings/sql.toml names a group.
GROUPS: dict[str, tuple[str, ...]] = {
    "articles": ("articles", "keywords", "people", "images", "attachments", "sites", "source_names"),
    "changes": ("revisions", "events", "removed", "removed_kinds", "repairs", "repair_kinds"),
    "copies": ("clusters", "relations", "evidence"),
    "collection": ("runs", "fetches", "problems", "urls", "named", "absences", "imports"),
    "upkeep": ("redactions", "redacted_digests", "tasks", "alarms", "identity"),
    "helpers": (
        "articles_fts",
        "fts_state",
        "zh_fold",
        "fingerprints",
        "shingles",
        "overlaps",
        "site_blocks",
        "comparisons",
        "_dictionary",
    ),
}
# The columns that most queries need, where these are not the first ones.
_MAIN = {
    "articles": ("id", "title", "text", "published_at", "site", "source", "author", "editor", "section", "state"),
    "revisions": ("article_id", "number", "fetched_at", "title", "text"),
    "events": ("article_id", "at", "kind", "size", "added", "removed"),
    "fetches": ("url", "fetched_at", "status", "outcome", "run_id"),
    "problems": ("at", "url", "stage", "reason"),
}
_QUERIES = Path(__file__).parents[1] / "queries.toml"
_LONGEST_TITLE = 200


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/queries$", show_queries),
        (rf"^/{NAME}$", show_query),
        (rf"^/{NAME}\.(?P<form>{make_pattern()})$", send_query),
    ]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the page tells it: its columns, those of most use first by name, and its rows (None: not counted)."""

    name: str
    columns: list[Column]
    main: tuple[str, ...]
    rows: int | None


def list_examples() -> dict[str, list[dict[str, Any]]]:
    """The queries of queries.toml by their group, each with `address`: the parameters of an address that asks it."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for query in tomllib.loads(_QUERIES.read_text(encoding="utf-8"))["query"]:
        query["sql"] = query["sql"].strip()
        query["address"] = {"sql": query["sql"], **query.get("with", {})}
        grouped.setdefault(query["group"], []).append(query)
    return grouped


def list_tables(connection: sqlite3.Connection) -> dict[str, list[Table]]:
    """The tables of this archive by their group."""
    columns: dict[str, list[Column]] = {}
    for column in describe_columns():
        columns.setdefault(column.table, []).append(column)
    here = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def describe(name: str) -> Table:
        main = _MAIN.get(name) or tuple(column.name for column in columns[name][:6])
        if name == "articles_fts":  # counting reads all of the index
            return Table(name, columns[name], main, None)
        (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 - a name from GROUPS
        return Table(name, columns[name], main, rows)

    return {group: [describe(name) for name in names if name in here] for group, names in GROUPS.items()}


async def show_queries(datasette: Any, request: Any) -> Any:
    """Show an editor, examples and the tables."""
    tables = await read(datasette, list_tables)
    return await render_page(datasette, request, "queries.html", examples=list_examples(), tables=tables, sql=DEFAULT)


async def show_query(datasette: Any, request: Any) -> Any:
    """Show a query and its result, or what is wrong with it; without one lead to the examples."""
    if "sql" not in request.args:
        query = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(datasette.urls.path("/queries") + query)
    await datasette.ensure_permissions(request.actor, [("execute-sql", NAME)])
    sql = request.args["sql"]
    bound = await _bind(datasette, request, sql)
    context = _make_context(request, sql, bound)
    try:
        _check(sql)
        found = await datasette.execute(NAME, sql, bound, truncate=True, log_sql_errors=False)
    except (QueryInterrupted, InvalidSql, sqlite3.Error, sqlite3.Warning) as error:
        return await _show_wrong(datasette, request, error, context)
    rows = [tuple(row) for row in found.rows]
    columns = [column[0] for column in found.description or ()]
    shown = rows if request.args.get("_all") else rows[:SHOWN]
    links = await read(datasette, lambda connection: find_links(connection, columns, shown))
    context |= {
        "columns": columns,
        "rows": make_cells(columns, shown, links),
        "total": len(rows),
        "is_cut": found.truncated,
        "chart": draw_result(columns, rows),
        "address": {"sql": sql, **bound, **({"_title": context["title"]} if context["title"] else {})},
    }
    return await render_page(datasette, request, "query.html", **context)


async def send_query(datasette: Any, request: Any) -> Any:
    """Send every row of a query as a file."""
    await datasette.ensure_permissions(request.actor, [("execute-sql", NAME)])
    sql = request.args.get("sql") or ""
    bound = await _bind(datasette, request, sql)

    def select_all(connection: sqlite3.Connection) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = connection.execute(sql, bound)
        return [column[0] for column in cursor.description or ()], [tuple(row) for row in cursor]

    context = _make_context(request, sql, bound)
    try:
        _check(sql)
        names, rows = await read(datasette, select_all)
    except (InvalidSql, sqlite3.Error, sqlite3.Warning) as error:
        return await _show_wrong(datasette, request, error, context)
    values = zip(*rows, strict=True) if rows else [()] * len(names)
    columns = [Column("", name, find_type(each), "") for name, each in zip(name_columns(names), values, strict=True)]

    def select(_: sqlite3.Connection, start: int = 0) -> list[tuple[Any, ...]]:
        return rows[start : start + CHUNK]

    words = [context["title"] or "query"]
    return await send_rows(datasette, words, request.url_vars["form"], Rows(columns, len(rows), select), [("SQL", sql)])


def _check(sql: str) -> None:
    """Raise InvalidSql for a query that is none, or that would not only read."""
    if not sql.strip():
        raise InvalidSql("")
    validate_sql_select(sql)


def _make_context(request: Any, sql: str, bound: dict[str, str]) -> dict[str, Any]:
    title = (request.args.get("_title") or "").strip()[:_LONGEST_TITLE]
    return {"sql": sql, "bound": bound, "title": title, "title_is_chinese": is_chinese(title)}


async def _bind(datasette: Any, request: Any, sql: str) -> dict[str, str]:
    """The parameters of a query, `:name` each, by the arguments of the address."""
    names = await derive_named_parameters(datasette.get_database(NAME), sql)
    return {name: request.args.get(name) or "" for name in dict.fromkeys(names)}


async def _show_wrong(datasette: Any, request: Any, error: Exception, context: dict[str, Any]) -> Any:
    message = "interrupted" if isinstance(error, QueryInterrupted) else str(error)
    known = {*describe_tables(), *(column.name for column in describe_columns())}
    wrong = explain(message, context["sql"], known)
    if wrong.kind == "other" and getattr(error, "sqlite_errorname", "") in ("SQLITE_CORRUPT", "SQLITE_IOERR"):
        raise error
    tables = await read(datasette, list_tables) if wrong.kind in ("column", "table", "empty") else None
    context |= {"wrong": wrong, "tables": tables}
    return await render_page(datasette, request, "query.html", status=400, **context)
