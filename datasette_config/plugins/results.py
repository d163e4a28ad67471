"""Download results: stream every row that a search or a list finds.

(Datasette's own CSV of a query stops at `max_returned_rows` without saying so.)
"""

import json
import sqlite3
from functools import partial
from typing import Any

from datasette import NotFound, hookimpl
from datasette.filters import Filters

from cundang.search.query import parse_query
from cundang.search.results import make_ids_sql
from datasette_config import NAME
from datasette_config.asking import LONGEST, read_query
from datasette_config.reading import FILE_FORMS, get_fold, read, render_page, stream_file
from exchange.row_formats import format_header, format_rows

CHUNK = 200  # rows read at a time
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


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    forms = "|".join(form.replace(".", r"\.") for form in FILE_FORMS)
    return [
        (rf"^/{NAME}/download/search\.(?P<form>{forms})$", send_search),
        (rf"^/{NAME}/download/(?P<table>{'|'.join(TABLES)})\.(?P<form>{forms})$", send_list),
    ]


async def send_search(datasette: Any, request: Any) -> Any:
    """Send every article that `?q=` finds."""

    def find(connection: sqlite3.Connection) -> list[Any] | None:
        query = read_query(connection, request.args)
        return [tuple(row) for row in connection.execute(*make_ids_sql(query))] if query.is_searchable else None

    ids = await read(datasette, find)
    if ids is None:
        return await render_page(datasette, request, "search.html", status=400, query=request.args.get("q") or "")
    return _stream_rows(datasette, "articles", ids, request.url_vars["form"])


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
            sql, words = make_ids_sql(parse_query(text[:LONGEST], get_fold(connection), connection))
            more, narrowed = [f"rowid IN ({sql})"], {**narrowed, **words}
        where = " AND ".join([*clauses, *more]) or "1"
        # S608: a name from TABLES; the clauses have parameters.
        matching = f"SELECT {_KEYS.get(table, 'rowid')} FROM {table} WHERE {where}"  # noqa: S608
        return [tuple(row) for row in connection.execute(matching, narrowed)]

    try:
        ids = await read(datasette, find)
    except sqlite3.OperationalError as error:
        raise NotFound(f"these filters cannot be applied: {error}") from error
    return _stream_rows(datasette, table, ids, request.url_vars["form"])


def _stream_rows(datasette: Any, table: str, ids: list[Any], form: str) -> Any:
    """Stream the rows with these keys: tuples of the columns of _KEYS."""
    columns = _KEYS.get(table, "rowid").split(", ")
    keys = ", ".join(f"value ->> {place}" for place in range(len(columns)))
    names = ", ".join(columns)
    # S608: a name from TABLES, and its key.
    sql = f"SELECT * FROM {table} WHERE ({names}) IN (SELECT {keys} FROM json_each(?)) ORDER BY {names}"  # noqa: S608

    def select_chunk(chunk: list[Any], connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(sql, (json.dumps(chunk),))]

    async def write(to: Any) -> None:
        names = await datasette.get_database(NAME).table_columns(table)
        await to.write(format_header(names, FILE_FORMS[form]))
        for start in range(0, len(ids), CHUNK):
            chunk = await read(datasette, partial(select_chunk, ids[start : start + CHUNK]))
            await to.write(format_rows(names, chunk, FILE_FORMS[form]))

    return stream_file(write, table, form)
