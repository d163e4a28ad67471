"""Find articles: one page of the hits of a query, their number, and the facets by which they can be narrowed."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cundang.search.fold import Fold
from cundang.search.highlight import highlight, make_snippet
from cundang.search.query import Query

TOO_COMMON = 20_000  # articles; ranking reads every hit, 100,000 take 0.2 to 0.4 s (bench/search.py), newest takes none
FACETED = 2_000  # articles whose facets are counted for a page; more only on request
ORDERS = ("best", "newest", "oldest")
FACETS = ("site", "source_name", "editor", "section", "keyword", "year")
_WALK_FROM = 5_000  # hits; from here on, walking from the newest article is faster than sorting all hits
_MOST_VALUES = 12  # values of a facet


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a list of articles. `title` and `snippet` are plain and highlighted pieces in turn.

    `publisher` is that of the site, or the site's name; `source` the one name of the house that wrote it. `versions`:
    how many are kept. `pictures`: how many the page has. `members`: how many articles tell the same text, those of its
    cluster; 1 where it stands alone.
    """

    id: int
    url: str
    site: str
    publisher: str
    source: str | None
    source_name: str | None
    section: str | None
    published_at: str | None
    state: str
    script: str | None
    language: str | None
    document_number: str | None
    cluster_id: int | None
    members: int
    versions: int
    pictures: int
    title: tuple[str, ...]
    snippet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of some articles of a query: how many there are in all, and the order (one of ORDERS) that they have.

    `too_common`: the best were requested, but the words are in too many articles to rank them; the newest come first.
    """

    total: int
    ids: tuple[int, ...]
    order: str
    too_common: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The result of a query: how many articles, one page of them; the rest as in Found."""

    total: int
    hits: tuple[Hit, ...]
    order: str = "best"
    too_common: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the hits have each value of a column, and how many are of each month.

    `counted` is how many hits were counted: all, or those that came into the archive last.
    """

    counted: int
    values: dict[str, list[tuple[str, int]]]
    months: list[tuple[str, int]]


_BEST = """
    SELECT f.rowid FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions}
    ORDER BY bm25(articles_fts, 5.0, 1.0), f.rowid DESC LIMIT :limit OFFSET :offset
"""
# Articles without a day come last in both orders of time.
_BY_TIME = {"newest": "a.published_at DESC, a.id DESC", "oldest": "a.published_at ASC NULLS LAST, a.id ASC"}
_SORTED = "SELECT a.id FROM articles a WHERE {conditions} ORDER BY {time} LIMIT :limit OFFSET :offset"
_WALK = """
    SELECT a.id FROM articles a CROSS JOIN articles_fts f ON f.rowid = a.id
    WHERE f.articles_fts MATCH :match {conditions} ORDER BY {time} LIMIT :limit OFFSET :offset
"""
_COUNT = "SELECT count(*) FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions}"
_COUNT_ROWS = "SELECT count(*) FROM articles a WHERE {conditions}"
_HITS = "SELECT f.rowid FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions} ORDER BY f.rowid DESC"
_HIT_ROWS = "SELECT a.id FROM articles a WHERE {conditions} ORDER BY a.id DESC"
_ARTICLE = """
    SELECT a.id, a.url, a.site, coalesce(s.publisher, s.name), a.source, a.source_name, a.section, a.published_at,
      a.state, a.script, a.language, a.document_number, a.cluster_id, coalesce(c.members, 1),
      (SELECT count(*) FROM revisions r WHERE r.article_id = a.id),
      (SELECT count(*) FROM images i WHERE i.article_id = a.id), a.title, a.text
    FROM articles a JOIN sites s ON s.name = a.site LEFT JOIN clusters c ON c.id = a.cluster_id WHERE a.id = ?
"""
_FACETS = """
    WITH hits AS MATERIALIZED ({hits} LIMIT :most)
    SELECT a.site, a.source_name, a.editor, a.section, substr(a.published_at, 1, 7)
    FROM hits h CROSS JOIN articles a INDEXED BY articles_facets ON a.id = h.rowid
"""
_KEYWORDS = """
    WITH hits AS MATERIALIZED ({hits} LIMIT :most)
    SELECT k.keyword, count(*) FROM hits h CROSS JOIN keywords k ON k.article_id = h.rowid
    GROUP BY k.keyword ORDER BY count(*) DESC, k.keyword LIMIT :shown
"""


def search(
    connection: sqlite3.Connection, query: Query, fold: Fold, limit: int = 20, offset: int = 0, order: str = "best"
) -> Results:
    """Find the articles of a query, in one of ORDERS."""
    found = find_ids(connection, query, limit, offset, order)
    hits = read_hits(connection, found.ids, fold, query.highlight)
    return Results(found.total, hits, found.order, found.too_common)


def find_ids(
    connection: sqlite3.Connection, query: Query, limit: int = 20, offset: int = 0, order: str = "best"
) -> Found:
    """Find the numbers of the articles of a query, in one of ORDERS; none where it cannot be searched for."""
    if not query.is_searchable:
        return Found(0, (), order, False)
    total = count_articles(connection, query)
    too_common = order == "best" and total > TOO_COMMON
    if order == "best" and (too_common or not query.match):
        order = "newest"
    bound = {**_make_parameters(query), "limit": limit, "offset": offset}
    rows = connection.execute(_choose_statement(query, order, total), bound).fetchall()
    return Found(total, tuple(row[0] for row in rows), order, too_common and bool(query.match))


def count_articles(connection: sqlite3.Connection, query: Query) -> int:
    """Count the articles of a query that can be searched for."""
    sql = _complete_sql(query, _COUNT if query.match else _COUNT_ROWS)
    return int(connection.execute(sql, _make_parameters(query)).fetchone()[0])


def read_hits(
    connection: sqlite3.Connection, ids: Sequence[int], fold: Fold, words: Sequence[str] = ()
) -> tuple[Hit, ...]:
    """Read the lines of articles, in the order of their numbers, with folded words marked; one that is gone is left
    out.
    """
    rows = (connection.execute(_ARTICLE, (number,)).fetchone() for number in ids)
    return tuple(_make_hit(tuple(row), words, fold) for row in rows if row)


def make_ids_sql(query: Query) -> tuple[str, dict[str, str]]:
    """Make SQL, with its parameters, that selects the id of every article found."""
    sql = _complete_sql(query, _HITS if query.match else _HIT_ROWS)
    return sql, _make_parameters(query)


def count_facets(connection: sqlite3.Connection, query: Query, most: int = FACETED) -> Facets:
    """Count the facets of the articles found, over the `most` that came in last (-1: over all)."""
    hits = _complete_sql(query, _HITS if query.match else _HIT_ROWS).replace("SELECT a.id ", "SELECT a.id AS rowid ")
    bound = {**_make_parameters(query), "most": most, "shown": _MOST_VALUES}
    cursor = connection.cursor()
    cursor.row_factory = None  # tuples, whatever row factory the connection has
    rows = cursor.execute(_FACETS.format(hits=hits), bound).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    months = Counter(filter(None, columns[4]))
    years = Counter[str]()
    for month, count in months.items():
        years[month[:4]] += count
    values = {name: _count_top(column) for name, column in zip(FACETS, columns[:4], strict=False)}
    values["keyword"] = cursor.execute(_KEYWORDS.format(hits=hits), bound).fetchall()
    values["year"] = sorted(years.items(), reverse=True)
    return Facets(len(rows), values, sorted(months.items()))


def _count_top(column: tuple[str | None, ...]) -> list[tuple[str, int]]:
    return Counter(filter(None, column)).most_common(_MOST_VALUES)


def _choose_statement(query: Query, order: str, total: int) -> str:
    """Choose the statement for one page: rare words are looked up and sorted, common ones searched from an end on.

    A prefix, as of a single character, is always looked up: on a walk FTS5 merges the lists of all words with that
    prefix at every step (的 in 60,000 articles: 3.2 s on a walk, 0.3 s looked up and sorted).
    """
    if order == "best":
        return _complete_sql(query, _BEST)
    is_walk = total > _WALK_FROM and query.match and '" *' not in query.match
    return _complete_sql(query, _WALK if is_walk else _SORTED, _BY_TIME[order])


def _complete_sql(query: Query, statement: str, time: str = "") -> str:
    """Complete a statement with the query's conditions; if it walks over articles, the words are one of them."""
    if "f.articles_fts" in statement:
        join = "CROSS JOIN articles a ON a.id = f.rowid" if query.conditions else ""
        conditions = "".join(f" AND {condition}" for condition in query.conditions)
        return statement.format(join=join, conditions=conditions, time=time)
    words = ("a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)",) if query.match else ()
    return statement.format(conditions=" AND ".join((*words, *query.conditions)), time=time)


def _make_parameters(query: Query) -> dict[str, str]:
    return {**query.bound, "match": query.match} if query.match else dict(query.bound)


def _make_hit(row: tuple[Any, ...], words: Sequence[str], fold: Fold) -> Hit:
    """Make a hit of a row of _ARTICLE."""
    title, text = row[-2:]
    marked = highlight(title, words, fold), make_snippet(text, words, fold)
    return Hit(*(*row[:-2], *marked))
