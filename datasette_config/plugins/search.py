"""Search by the archive's own rules: the page /archive/search, the same as JSON, and Datasette's `?_search=`."""

import sqlite3
from dataclasses import asdict
from typing import Any

from datasette import Response, hookimpl
from datasette.filters import FilterArguments

from cundang.search.query import make_match, parse_query
from cundang.search.results import FACETED, count_facets, search
from datasette_config import NAME
from datasette_config.reading import fold, number, page, read

PAGE = 20
LONGEST = 500  # characters of a query


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Replace Datasette's escape_fts, which `?_search=` calls; the last that registers a function wins."""
    if database == NAME:
        conn.create_function("escape_fts", 1, lambda query: make_match(str(query or "")[:LONGEST], fold(conn)) or '""')


@hookimpl
def filters_from_request(request: Any, table: str, datasette: Any) -> Any:
    """`site:`, `date:` and their like in `?_search=`, which a full-text expression cannot say."""

    async def narrowed() -> Any:
        query = (request.args.get("_search") or "")[:LONGEST]
        if table != "articles" or ":" not in query.replace("：", ":"):
            return None
        read_as = await read(datasette, lambda db: parse_query(query, fold(db), db))
        found = [f"id IN (SELECT a.id FROM articles a WHERE {condition})" for condition in read_as.conditions]  # noqa: S608 - conditions of ours, values bound
        return FilterArguments(found, read_as.bound) if found else None

    return narrowed


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"^/{NAME}/search(?P<json>\.json)?$", results_page)]


async def results_page(datasette: Any, request: Any) -> Any:
    """The results of a query; a hint where something in it cannot be understood."""
    text = (request.args.get("q") or "").strip()[:LONGEST]
    at = min(number(request.args.get("page")), 5_000)
    order = "newest" if request.args.get("sort") == "newest" else "best"
    most = -1 if request.args.get("facets") == "all" else FACETED

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        query = parse_query(text, fold(connection), connection)
        results = search(connection, query, fold(connection), PAGE, (at - 1) * PAGE, order)
        counted = count_facets(connection, query, most) if results.total and at == 1 else None
        return {"asked": query, "results": results, "facets": counted}

    try:
        found = await read(datasette, find)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return await page(datasette, request, "search.html", status=503, query=text, slow=True)
    if request.url_vars.get("json"):
        return Response.json(_as_json(found["asked"], found["results"], found["facets"], at))
    pages = -(-found["results"].total // PAGE)
    context = {**found, "query": text, "page": at, "pages": pages, "sort": order, "faceted": FACETED}
    return await page(datasette, request, "search.html", **context)


def _as_json(query: Any, results: Any, counted: Any, at: int) -> dict[str, Any]:
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
