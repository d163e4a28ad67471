"""Find articles: one page of the hits of a query, and their number."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cundang.search.fold import Fold
from cundang.search.highlight import highlight, make_snippet
from cundang.search.query import Query

TOO_COMMON = 20_000  # articles; ranking reads every hit, 100,000 take 0.2 to 0.4 s (bench/search.py), newest takes none
ORDERS = ("best", "newest", "oldest")
# Looking up and sorting a hit takes 0.8 µs, a step of a walk over all articles 6.6 µs.
_STEP = 8


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


_COVERED = "INDEXED BY articles_facets"  # else the texts are read along with the rows
_BEST = """
    SELECT f.rowid FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions}
    ORDER BY bm25(articles_fts, 5.0, 1.0), f.rowid DESC LIMIT :limit OFFSET :offset
"""
# Articles without a day come last in both orders of time.
_BY_TIME = {"newest": "a.published_at DESC, a.id DESC", "oldest": "a.published_at ASC NULLS LAST, a.id ASC"}
_SORTED = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT a.id, (SELECT count(*) FROM hits) FROM hits h CROSS JOIN articles a INDEXED BY articles_facets ON a.id = h.id
    ORDER BY {time} LIMIT :limit OFFSET :offset
"""
_SORTED_ROWS = "SELECT a.id FROM articles a WHERE {conditions} ORDER BY {time} LIMIT :limit OFFSET :offset"
_WALK = """
    SELECT a.id FROM articles a CROSS JOIN articles_fts f ON f.rowid = a.id
    WHERE f.articles_fts MATCH :match {conditions} ORDER BY {time} LIMIT :limit OFFSET :offset
"""
_COUNT = "SELECT count(*) FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions}"
_COUNT_ROWS = "SELECT count(*) FROM articles a WHERE {conditions}"
_HITS = """
    SELECT f.rowid AS id FROM articles_fts f {join} WHERE f.articles_fts MATCH :match {conditions}
    ORDER BY f.rowid DESC
"""
_HIT_ROWS = "SELECT a.id FROM articles a WHERE {conditions} ORDER BY a.id DESC"
_ARTICLE = """
    SELECT a.id, a.url, a.site, coalesce(s.publisher, s.name), a.source, a.source_name, a.section, a.published_at,
      a.state, a.script, a.language, a.document_number, a.cluster_id, coalesce(c.members, 1),
      (SELECT count(*) FROM revisions r WHERE r.article_id = a.id),
      (SELECT count(*) FROM images i WHERE i.article_id = a.id), a.title, a.text
    FROM articles a JOIN sites s ON s.name = a.site LEFT JOIN clusters c ON c.id = a.cluster_id WHERE a.id = ?
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
    bound = {**_make_parameters(query), "limit": limit, "offset": offset}
    if query.is_prefix:  # its hits are costly to find, so they are found once; ranked only where they are few
        sql = _complete_sql(query, _SORTED, "newest" if order == "best" else order)
        rows = connection.execute(sql, bound).fetchall()
        total = rows[0][1] if rows else count_articles(connection, query)
        too_common = order == "best" and total > TOO_COMMON
        if order == "best" and not too_common:
            rows = connection.execute(_complete_sql(query, _BEST), bound).fetchall()
        return Found(total, tuple(row[0] for row in rows), "newest" if too_common else order, too_common)
    total = count_articles(connection, query)
    too_common = order == "best" and total > TOO_COMMON and bool(query.match)
    if order == "best" and (too_common or not query.match):
        order = "newest"
    statement = _BEST if order == "best" else _choose_by_time(connection, query, total, limit + offset)
    rows = connection.execute(_complete_sql(query, statement, order), bound).fetchall()
    return Found(total, tuple(row[0] for row in rows), order, too_common)


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


def _choose_by_time(connection: sqlite3.Connection, query: Query, total: int, wanted: int) -> str:
    """Choose the statement for the first or last hits in time: all looked up and sorted, or met on a walk over the
    articles, where `wanted` hits come sooner so. A prefix, as of a single character, is never met on a walk: at every
    step of it FTS5 merges the lists of all words with that prefix.
    """
    if not query.match:
        return _SORTED_ROWS
    articles = int(connection.execute("SELECT max(id) FROM articles").fetchone()[0] or 0)
    return _WALK if wanted * articles * _STEP < total * total else _SORTED


def _complete_sql(query: Query, statement: str, order: str = "") -> str:
    """Complete a statement with the query's conditions and the order in time."""
    time = _BY_TIME.get(order, "")
    hits = _complete_sql(query, _HITS) if "{hits}" in statement else ""
    join = f"CROSS JOIN articles a {_COVERED} ON a.id = f.rowid" if query.conditions else ""
    if "f.articles_fts" not in statement:
        return statement.format(hits=hits, conditions=" AND ".join(query.conditions), time=time)
    conditions = "".join(f" AND {condition}" for condition in query.conditions)
    return statement.format(join=join, conditions=conditions, time=time)


def _make_parameters(query: Query) -> dict[str, str]:
    return {**query.bound, "match": query.match} if query.match else dict(query.bound)


def _make_hit(row: tuple[Any, ...], words: Sequence[str], fold: Fold) -> Hit:
    """Make a hit of a row of _ARTICLE."""
    title, text = row[-2:]
    marked = highlight(title, words, fold), make_snippet(text, words, fold)
    return Hit(*(*row[:-2], *marked))
