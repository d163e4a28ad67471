"""Search: the page /archive/search, the same as JSON, and the queries of Datasette's `?_search=`."""

import sqlite3
from dataclasses import asdict
from typing import Any

from datasette import Response, hookimpl
from datasette.filters import FilterArguments

from cundang.search.query import make_match, parse_query
from cundang.search.results import FACETED, count_facets, search
from datasette_config import NAME
from datasette_config.asking import LONGEST, read_query
from datasette_config.reading import get_fold, parse_number, read, render_page

PAGE = 20


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Replace Datasette's function escape_fts, which `?_search=` calls: the one that is registered last counts."""
    if database == NAME:
        conn.create_function(
            "escape_fts", 1, lambda query: make_match(str(query or "")[:LONGEST], get_fold(conn)) or '""'
        )


@hookimpl
def filters_from_request(request: Any, table: str, datasette: Any) -> Any:
    """Apply the conditions of `?_search=` that are not full text: `site:`, `date:` and the others."""

    async def make_filters() -> Any:
        query = (request.args.get("_search") or "")[:LONGEST]
        if table != "articles" or ":" not in query.replace("：", ":"):
            return None
        parsed = await read(datasette, lambda connection: parse_query(query, get_fold(connection), connection))
        select = "id IN (SELECT a.id FROM articles a WHERE {})"
        filters = [select.format(condition) for condition in parsed.conditions]
        return FilterArguments(filters, parsed.bound) if filters else None

    return make_filters


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/search(?P<json>\.json)?$", show_results)]


async def show_results(datasette: Any, request: Any) -> Any:
    """Show the results of a query, or hints where a part of it cannot be understood."""
    at = min(parse_number(request.args.get("page")), 5_000)
    order = "newest" if request.args.get("sort") == "newest" else "best"
    most = -1 if request.args.get("facets") == "all" else FACETED

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        query = read_query(connection, request.args)
        results = search(connection, query, get_fold(connection), PAGE, (at - 1) * PAGE, order)
        counted = count_facets(connection, query, most) if results.total and at == 1 else None
        return {"parsed": query, "results": results, "facets": counted}

    try:
        found = await read(datasette, find)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        text = (request.args.get("q") or "").strip()[:LONGEST]
        return await render_page(datasette, request, "search.html", status=503, query=text, slow=True)
    if request.url_vars.get("json"):
        return Response.json(_format_json(found["parsed"], found["results"], found["facets"], at))
    pages = -(-found["results"].total // PAGE)
    context = {**found, "query": found["parsed"].text, "page": at, "pages": pages, "sort": order, "faceted": FACETED}
    return await render_page(datasette, request, "search.html", **context)


def _format_json(query: Any, results: Any, counted: Any, at: int) -> dict[str, Any]:
    hits = [{**asdict(hit), "title": "".join(hit.title), "snippet": "".join(hit.snippet)} for hit in results.hits]
    return {
        "query": query.text,
        "hints": query.hints,
        "total": results.total,
        "page": at,
        "order": results.order,
        "too_common": results.too_common,
        "hits": hits,
        "facets": counted and asdict(counted),
    }
