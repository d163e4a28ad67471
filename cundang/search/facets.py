"""Count the values of columns among the articles of a query, exactly: those by which it can be narrowed, and months."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cundang.search.conditions import name_sources
from cundang.search.query import Query
from cundang.search.results import count_articles, make_ids_sql

FACETS = ("site", "source", "section", "editor", "keyword", "year")
# Articles whose facets are counted while a page waits: 5,000 take 30 ms in an archive of 200,000, 50,000 take 140 ms,
# and 200,000 take 1.5 s (bench/search.py).
QUICK = 5_000
_COLUMNS = {
    "site": "a.site", "source": "a.source_name", "section": "a.section", "editor": "a.editor",
    "year": "substr(a.published_at, 1, 4)", "month": "substr(a.published_at, 1, 7)",
}  # fmt: skip
MOST_VALUES = 500  # of a facet; a keyword of one article in a thousand narrows nothing
_CHUNK = 10_000  # rows held at a time

_VALUES = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT {columns} FROM hits h CROSS JOIN articles a INDEXED BY articles_facets ON a.id = h.id
"""
_KEYWORDS = "SELECT keyword FROM json_each(?) CROSS JOIN keywords ON article_id = value"


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the articles found have each value of FACETS, the commonest first (years: the last first), and how
    many are of each month. Those of a facet by which the query is narrowed are counted without that, so that other
    values can be chosen too.

    `counted` is how many articles were found. `distinct` is how many values there are; at most MOST_VALUES are given.
    """

    counted: int
    distinct: dict[str, int]
    values: dict[str, list[tuple[str, int]]]
    months: list[tuple[str, int]]


def count_facets(connection: sqlite3.Connection, query: Query, only: str = "") -> Facets:
    """Count the facets of a query that can be searched for, or `only` one of them."""
    names = [only] if only else list(FACETS)
    narrowed = {"year" if name in ("date", "since", "until") else name for name, _ in query.narrowed}
    own = [name for name in names if name not in narrowed and name != "year"]
    counted, found = _count(connection, query, [*own, "month"])
    for name in names:
        if name in narrowed:
            found |= _count(connection, _widen(query, name), [name])[1]
        elif name == "year":
            found["year"] = _count_years(found["month"])
    if written := found.get("source"):
        one_names = name_sources(connection, list(written))
        found["source"] = _add_up((one_names[name], count) for name, count in written.items())
    values = {name: _sort(found[name], by_value=name == "year")[:MOST_VALUES] for name in names}
    distinct = {name: len(found[name]) for name in names}
    return Facets(counted, distinct, values, sorted(found["month"].items()))


def is_quick(connection: sqlite3.Connection, query: Query, total: int) -> bool:
    """Whether the facets of a query with `total` articles can be counted while a page waits."""
    if total > QUICK:
        return False
    if not query.narrowed or int(connection.execute("SELECT max(id) FROM articles").fetchone()[0]) <= QUICK:
        return True
    widest = query.widen(*dict(query.narrowed))  # what is narrowed is counted without that
    return widest.is_searchable and not widest.is_prefix and count_articles(connection, widest) <= QUICK


def _widen(query: Query, facet: str) -> Query:
    """The query without what narrows a facet; where nothing else is left, a query of all articles."""
    wider = query.widen(*(("date", "since", "until") if facet == "year" else (facet,)))
    return wider if wider.is_searchable else wider.ask_all()


def _count(connection: sqlite3.Connection, query: Query, names: Sequence[str]) -> tuple[int, dict[str, Counter[str]]]:
    """The number of articles, and how many have each value of some of FACETS or of `month`; sources as written."""
    counts = {name: Counter[str]() for name in names}
    of_rows = [name for name in names if name in _COLUMNS]
    hits, bound = make_ids_sql(query)
    cursor, second = connection.cursor(), connection.cursor()
    cursor.row_factory = second.row_factory = None  # tuples, whatever row factory the connection has
    columns = ", ".join(["a.id", *(_COLUMNS[name] for name in of_rows)])
    cursor.execute(_VALUES.format(hits=hits, columns=columns), bound)
    total = 0
    while rows := cursor.fetchmany(_CHUNK):
        total += len(rows)
        ids, *values = zip(*rows, strict=True)
        for name, column in zip(of_rows, values, strict=True):
            counts[name].update(filter(None, column))
        if "keyword" in counts:
            counts["keyword"].update(row[0] for row in second.execute(_KEYWORDS, (json.dumps(ids),)))
    return total, counts


def _count_years(months: Counter[str]) -> Counter[str]:
    return _add_up((month[:4], count) for month, count in months.items())


def _add_up(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counts = Counter[str]()
    for value, count in pairs:
        counts[value] += count
    return counts


def _sort(counts: Counter[str], *, by_value: bool) -> list[tuple[str, int]]:
    if by_value:
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
