"""Search: the page /archive/search, the same as JSON, and the queries of Datasette's `?_search=`."""

import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from datasette import Response, hookimpl
from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest

from cundang.search.facets import FACETS, Facets, count_facets, is_quick
from cundang.search.query import Query, make_match, parse_query
from cundang.search.results import Results, read_hits
from datasette_config import NAME
from datasette_config.address import make_absolute
from datasette_config.asking import LONGEST, find_page, make_arguments, read_order, read_query, refuse_wrong
from datasette_config.kept import keep
from datasette_config.narrowing import (
    count_parts,
    list_chips,
    list_choices,
    make_span,
    read_names,
    read_publishers,
    take_all_off,
)
from datasette_config.reading import get_fold, parse_number, read, render_page

PAGE = 20

Found = TypeVar("Found")


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
        refuse_wrong("_search", parsed)
        if not parsed.match:  # Datasette's own condition, of the words, would find nothing
            raise BadRequest(f"_search={query[:100]}: write a word too; the page of the search takes conditions alone")
        select = "id IN (SELECT a.id FROM articles a WHERE {})"
        filters = [select.format(condition) for condition in parsed.conditions]
        return FilterArguments(filters, parsed.bound) if filters else None

    return make_filters


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (rf"^/{NAME}/search(?P<json>\.json)?$", show_results),
        (rf"^/{NAME}/search/facets(?P<json>\.json)?$", show_facets),
    ]


async def show_results(datasette: Any, request: Any) -> Any:
    """Show the results of a query, or hints where a part of it cannot be understood."""
    order = read_order(request.args)
    at = parse_number(request.args.get("page") or "1", 0)
    asked = await _read_asked(datasette, request)
    query = asked["parsed"]

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        page = find_page(connection, query, PAGE, (max(at, 1) - 1) * PAGE, order)
        hits = read_hits(connection, page.ids, get_fold(connection), query.highlight)
        results = Results(page.total, hits, page.order, page.too_common)
        quick = results.total and is_quick(connection, query, results.total)
        return {"results": results, "facets": count_facets(connection, query) if quick else None}

    found = await _read_in_time(datasette, find)
    if found is None:
        return await _refuse_slow(datasette, request, "search.html", asked)
    total = found["results"].total
    pages = -(-total // PAGE)
    is_beyond = not 1 <= at <= max(pages, 1)
    status = 404 if is_beyond else 200
    if request.url_vars.get("json"):
        told = _format_json(query, found["results"], at)
        if found["facets"] or not total:
            told["facets"] = _format_facets(found["facets"])
        else:
            path = f"/{NAME}/search/facets.json?{make_arguments(query)}"
            told |= {"facets": None, "facets_at": make_absolute(datasette, request, path)}
        return Response.json(told, status=status)
    if not total and query.is_searchable:
        found["parts"] = await _read_in_time(
            datasette, lambda connection: count_parts(connection, query, get_fold(connection))
        )
    context = {**asked, **found, "page": at, "pages": pages, "is_beyond": is_beyond}
    return await render_page(datasette, request, "search.html", status=status, **context)


async def show_facets(datasette: Any, request: Any) -> Any:
    """Show the facets of a query and its months, as a page, as a part of one (`fragment`), or as JSON; or all values of
    one of FACETS (`facet`).
    """
    only = request.args.get("facet") or ""
    if only and only not in FACETS:
        raise BadRequest(f"facet={only[:100]}: only {', '.join(FACETS)} are known")
    asked = await _read_asked(datasette, request)
    query = asked["parsed"]
    is_json = request.url_vars.get("json")
    template = "_facets.html" if request.args.get("fragment") else "facets.html"
    facets = None

    def count(connection: sqlite3.Connection) -> Facets:
        return keep(connection, ("facets", repr(query), only), lambda _: count_facets(connection, query, only))

    if query.is_searchable:
        facets = await _read_in_time(datasette, count, read)
        if facets is None:
            return await _refuse_slow(datasette, request, template, asked)
    if is_json:
        told = {"query": query.text, "narrowed": query.narrowed, "hints": query.hints}
        return Response.json({**told, "facets": _format_facets(facets)})
    return await render_page(datasette, request, template, **asked, facets=facets, only=only)


async def _read_asked(datasette: Any, request: Any) -> dict[str, Any]:
    """What every page of a search shows: the query, its form and its chips."""
    order = read_order(request.args)

    def find(connection: sqlite3.Connection) -> dict[str, Any]:
        query = read_query(connection, request.args)
        return {
            "parsed": query,
            "query": query.text,
            "chips": list_chips(query, order),
            "without_all": take_all_off(query, order),
            "publishers": read_publishers(connection),
            "names": {"section": read_names(connection, "section"), "source": read_names(connection, "source_name")},
        }

    choose = {"choices": list_choices, "span": make_span, "arguments": make_arguments}
    return {**await read(datasette, find), **choose, "sort": order}


async def _read_in_time(datasette: Any, find: Callable[[sqlite3.Connection], Found], how: Any = read) -> Found | None:
    """Read, or None where it takes longer than Datasette's time limit."""
    try:
        found: Found = await how(datasette, find)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return None
    return found


async def _refuse_slow(datasette: Any, request: Any, template: str, asked: dict[str, Any]) -> Any:
    if request.url_vars.get("json"):
        told = "this query took too long and was stopped; narrow it down to a year or a site"
        return Response.json({"ok": False, "error": told, "status": 503}, status=503)
    return await render_page(datasette, request, template, status=503, **asked, slow=True)


def _format_json(query: Query, results: Results, at: int) -> dict[str, Any]:
    hits = [{**asdict(hit), "title": "".join(hit.title), "snippet": "".join(hit.snippet)} for hit in results.hits]
    return {
        "query": query.text,
        "narrowed": query.narrowed,
        "hints": query.hints,
        "total": results.total,
        "page": at,
        "order": results.order,
        "too_common": results.too_common,
        "hits": hits,
    }


def _format_facets(facets: Facets | None) -> dict[str, Any] | None:
    return asdict(facets) if facets else None
