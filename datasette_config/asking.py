"""What a reader asks for: the query of an address, its words (`q`) and what narrows them. Every page and file of a
search reads it here, so that all find the same articles.
"""

import sqlite3
from typing import Any
from urllib.parse import urlencode

from cundang.search.query import NARROWING, Query, parse_query
from datasette_config.reading import get_fold

LONGEST = 500  # characters of a query, and of a value


def read_query(connection: sqlite3.Connection, args: Any, words: str = "q") -> Query:
    """Read the query of an address: the argument `words`, and those that narrow it, of each any number."""
    text = (args.get(words) or "").strip()[:LONGEST]
    narrowed = [(name, value.strip()[:LONGEST]) for name in NARROWING for value in args.getlist(name)]
    return parse_query(text, get_fold(connection), connection, narrowed)


def list_arguments(query: Query) -> list[tuple[str, str]]:
    """The arguments of an address that ask the query again: `q` first."""
    return [*([("q", query.text)] if query.text else []), *query.narrowed]


def make_arguments(query: Query, **more: object) -> str:
    """The same as a part of an address, with more arguments behind; one of None is left out."""
    return urlencode([*list_arguments(query), *((name, str(v)) for name, v in more.items() if v is not None)])
