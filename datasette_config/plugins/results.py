"""Download results: stream every row that a search or a list finds.

(Datasette's own CSV of a query stops at `max_returned_rows` without saying so.)
"""

import json
import sqlite3
from typing import Any
from urllib.parse import parse_qsl

from datasette import NotFound, hookimpl
from datasette.filters import Filters
from datasette.utils.asgi import BadRequest

from cundang.search.query import Query, parse_query
from cundang.search.results import make_ids_sql
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.asking import LONGEST, list_arguments, read_query, refuse_wrong
from datasette_config.files import CHUNK, Rows, choose_columns, list_forms, make_pattern, send_rows
from datasette_config.language import Words, load_strings
from datasette_config.reading import get_fold, read
from datasette_config.studies import list_study_columns, load_studies
from exchange.columns import LISTS, list_columns

TABLES = (
    "articles",
    "revisions",
    "events",
    "problems",
    "runs",
    "keywords",
    "images",
    "attachments",
    "urls",
    "fetches",
    "sites",
    "removed",
    "repairs",
    "clusters",
    "relations",
    "evidence",
    "source_names",
)
_KEYS = {"relations": "article_id, other_id", "source_names": "alias"}  # of those of TABLES that have no rowid

# Columns of articles that are ticked at first.
_USUAL = (
    "id",
    "url",
    "site",
    "title",
    "text",
    "published_at",
    "source_name",
    "author",
    "editor",
    "section",
    "keywords",
)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    forms = make_pattern()
    return [
        (rf"^/{NAME}/download/search\.(?P<form>{forms})$", send_search),
        (rf"^/{NAME}/download/(?P<table>{'|'.join(TABLES)})\.(?P<form>{forms})$", send_list),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Define what the menu of downloads needs: the forms of files, the columns of one, and arguments as pairs."""
    env.globals["file_forms"] = list_forms()
    env.globals["file_columns"] = _describe_columns
    env.filters["pairs"] = lambda args: parse_qsl(args, keep_blank_values=True)


def _describe_columns(words: Words, base: str) -> list[dict[str, Any]]:
    """The columns of a file for a form: how they are called, and whether they are ticked at first."""
    name = base.rpartition("/")[2]
    if name in load_studies():
        told = list_study_columns(load_studies()[name], words)
        return [{"name": each.name, "label": each.comment, "usual": True} for each in told]
    table = "articles" if name == "search" else name
    return [
        {
            "name": each.name,
            "label": words.field(each.name, table),
            "usual": table != "articles" or each.name in _USUAL,
            "named_here": words.field(each.name, table) == each.name and f"column_{each.name}" in load_strings(),
        }
        for each in list_columns(table)
    ]


async def send_search(datasette: Any, request: Any) -> Any:
    """Send every article that a search finds."""

    def find(connection: sqlite3.Connection) -> tuple[Query, list[Any]]:
        query = read_query(connection, request.args)
        return query, [tuple(row) for row in connection.execute(*make_ids_sql(query))] if query.is_searchable else []

    query, ids = await read(datasette, find)
    if not query.is_searchable:
        raise BadRequest(f"q={(request.args.get('q') or '')[:100]}: nothing to search for")
    return await _send(datasette, request, "articles", ids, list_arguments(query))


async def send_list(datasette: Any, request: Any) -> Any:
    """Send every row of a table that passes the filters of its list, `?_search=` among them."""
    table = request.url_vars["table"]
    pairs = [(name, value) for name in request.args for value in request.args.getlist(name)]
    names = await datasette.get_database(NAME).table_columns(table)
    conditions = [(k, v) for k, v in pairs if not k.startswith("_") and k.partition("__")[0] in names]
    clauses, bound = Filters(sorted(conditions), {}, {}).build_where_clauses(table)

    def find(connection: sqlite3.Connection) -> list[Any]:
        more, narrowed = [], dict(bound)
        if table == "articles" and (text := request.args.get("_search")):
            query = parse_query(text[:LONGEST], get_fold(connection), connection)
            refuse_wrong("_search", query)
            sql, words = make_ids_sql(query)
            more, narrowed = [f"rowid IN ({sql})"], {**narrowed, **words}
        where = " AND ".join([*clauses, *more]) or "1"
        # S608: a name from TABLES; the clauses have parameters.
        matching = f"SELECT {_KEYS.get(table, 'rowid')} FROM {table} WHERE {where}"  # noqa: S608
        return [tuple(row) for row in connection.execute(matching, narrowed)]

    try:
        ids = await read(datasette, find)
    except sqlite3.OperationalError as error:
        raise NotFound(f"these filters cannot be applied: {error}") from error
    asked = [("_search", text)] if table == "articles" and (text := request.args.get("_search")) else []
    return await _send(datasette, request, table, ids, [*asked, *conditions], table)


async def _send(
    datasette: Any, request: Any, table: str, ids: list[Any], asked: list[tuple[str, str]], *words: str
) -> Any:
    """Send the rows with these keys, tuples of the columns of _KEYS, with the columns that `?column=` names."""
    columns = choose_columns(request, list_columns(table))
    keys = _KEYS.get(table, "rowid")
    places = ", ".join(f"value ->> {place}" for place in range(len(keys.split(", "))))
    selected = ", ".join(LISTS[each.name] if each.definition == "JSON" else each.name for each in columns)
    # S608: a name from TABLES, its key, and names of columns from the schema.
    sql = f"SELECT {selected} FROM {table} WHERE ({keys}) IN (SELECT {places} FROM json_each(?))"  # noqa: S608
    sql += f" ORDER BY {keys}"

    def select(connection: sqlite3.Connection, start: int) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(sql, (json.dumps(ids[start : start + CHUNK]),))]

    about = [("表 table", table), *asked, ("地址 address", make_absolute(datasette, request, request.full_path))]
    named = [*words, *(value for _, value in asked)]
    return await send_rows(datasette, named, request.url_vars["form"], Rows(columns, len(ids), select), about)
