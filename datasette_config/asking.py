"""What a reader asks for: the query of an address, its words (`q`) and what narrows them. Every page and file of a
search reads it here, so that all find the same articles.
"""

import sqlite3
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from cundang.search.query import NARROWING, Query, parse_query
from cundang.search.results import ORDERS, Found, find_ids
from datasette_config.kept import keep
from datasette_config.reading import get_fold

LONGEST = 500  # characters of a query, and of a value
_KEPT = 1_000  # hits of a single character whose numbers are kept


def read_query(connection: sqlite3.Connection, args: Any, words: str = "q") -> Query:
    """Read the query of an address: the argument `words`, and those that narrow it, of each any number."""
    text = (args.get(words) or "").strip()[:LONGEST]
    narrowed = [(name, value.strip()[:LONGEST]) for name in NARROWING for value in args.getlist(name)]
    return parse_query(text, get_fold(connection), connection, narrowed)


def refuse_wrong(name: str, query: Query) -> None:
    """Refuse a query that cannot be understood. Raises BadRequest, which becomes a page."""
    for kind, value in query.hints:
        told = {"date": "a date is like 2024, 2024-05 or 2024-05-17", "empty": "nothing follows the colon"}
        raise BadRequest(f"{name}={(value or query.text)[:100]}: {told.get(kind, 'nothing to search for')}")


def list_arguments(query: Query) -> list[tuple[str, str]]:
    """The arguments of an address that ask the query again: `q` first."""
    return [*([("q", query.text)] if query.text else []), *query.narrowed]


def make_arguments(query: Query, **more: object) -> str:
    """The same as a part of an address, with more arguments behind; one of None is left out."""
    return urlencode([*list_arguments(query), *((name, str(v)) for name, v in more.items() if v is not None)])


def read_order(args: Any) -> str:
    """The order of an address (`sort`): best first where it names none."""
    order = str(args.get("sort") or "")
    return order if order in ORDERS else ORDERS[0]


def find_page(
    connection: sqlite3.Connection, query: Query, limit: int, offset: int = 0, order: str = ORDERS[0]
) -> Found:
    """Find a page of the hits of a query. Those of a single character, which take half a second in 200,000 articles,
    are kept for the next page and for the articles that are opened from it.
    """
    if not query.is_prefix or offset + limit > _KEPT:
        return find_ids(connection, query, limit, offset, order)
    name = ("hits", query.match, query.conditions, repr(query.bound), order)
    found = keep(connection, name, lambda _: find_ids(connection, query, _KEPT, 0, order))
    return replace(found, ids=found.ids[offset : offset + limit])


def find_neighbours(
    connection: sqlite3.Connection, query: Query, order: str, at: int
) -> tuple[int | None, int | None, int]:
    """The hits before and after the one at a place (1 is the first) in an order (one of ORDERS), and their number.

    None before the first and after the last; both where there is no such place.
    """
    found = find_page(connection, query, 3, max(0, at - 2), order)
    if not 1 <= at <= found.total:
        return None, None, found.total
    around = dict(enumerate(found.ids, max(1, at - 1)))
    return around.get(at - 1), around.get(at + 1), found.total
