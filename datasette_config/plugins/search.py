"""Search by the archive's own rules: the page /archive/search, and Datasette's `?_search=` on the list of articles."""

import sqlite3
from typing import Any

from datasette import Response, hookimpl

from datasette_config import NAME
from pipelines.search import Fold, Results, fold_of, match, search

PAGE = 20
_folds: dict[str, Fold] = {}  # by the file's path: the table does not change while a file is served


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Replace Datasette's escape_fts, which `?_search=` calls; the last that registers a function wins."""
    if database == NAME:
        conn.create_function("escape_fts", 1, lambda query: match(str(query or ""), _fold(conn)) or '""')


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/search$", _page)]


def _fold(conn: sqlite3.Connection) -> Fold:
    path = conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    if path not in _folds:
        _folds[path] = fold_of(conn)
    return _folds[path]


async def _page(datasette: Any, request: Any) -> Any:
    """The results of a query; a hint where nothing in it can be searched for."""
    query = (request.args.get("q") or "").strip()[:500]
    page = request.args.get("page") or "1"
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    newest = request.args.get("sort") == "newest"

    def find(conn: sqlite3.Connection) -> tuple[Results, bool]:
        fold = _fold(conn)
        asked = bool(match(query, fold))
        return search(conn, query, fold, PAGE, (max(1, number) - 1) * PAGE, newest), asked

    results, asked = await datasette.get_database(NAME).execute_fn(find)
    context = {
        "query": query,
        "results": results,
        "asked": asked,
        "page": max(1, number),
        "pages": -(-results.total // PAGE),
        "newest": newest,
    }
    return Response.html(await datasette.render_template("search.html", context, request=request))
