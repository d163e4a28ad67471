"""What a search is narrowed by, one by one: to be shown, taken off, added, and counted where nothing is found."""

import sqlite3
from dataclasses import replace
from typing import NamedTuple

from cundang.search.facets import Facets
from cundang.search.fold import Fold
from cundang.search.query import Query, Term, leave_out, parse_query, spell_query, split_terms
from cundang.search.results import count_articles
from datasette_config.asking import make_arguments

_MOST_PARTS = 8  # that are counted where a search finds nothing
_FIELDS = {"source_name": "source"}  # fields of a term that an argument names otherwise
_DATES = ("date", "since", "until")
_PUBLISHERS = "SELECT name, coalesce(publisher, name) FROM sites ORDER BY 2"
# The values of a column by its index, one look-up each.
_NAMES = """
    WITH RECURSIVE names(name) AS (
      SELECT min({column}) FROM articles
      UNION ALL SELECT (SELECT min({column}) FROM articles WHERE {column} > name) FROM names WHERE name IS NOT NULL
    ) SELECT name FROM names WHERE name != '' LIMIT ?
"""
_MOST_NAMES = 300  # that a field of the form offers


class Part(NamedTuple):
    """A part of a query: a term that was typed, or the values of an argument. `name` is its field or argument; empty
    for a word. `without` and `alone` are queries: all the others, and this part.
    """

    name: str
    values: tuple[str, ...]
    excluded: bool
    without: Query
    alone: Query


class Chip(NamedTuple):
    """A condition that comes off: its field, value, and the arguments of the search without it."""

    name: str
    value: str
    excluded: bool
    without: str


class Choice(NamedTuple):
    """A value of a facet: how many articles have it, whether it is chosen, and the arguments with that changed."""

    value: str
    articles: int
    is_chosen: bool
    arguments: str


class Count(NamedTuple):
    """How many articles a part finds alone, and how many the query finds without it (None: not counted)."""

    part: Part
    alone: int | None
    without: int | None


def list_chips(query: Query, sort: str) -> list[Chip]:
    """List what narrows a query: the operators that were typed, and the arguments, value by value."""
    chips = [
        Chip(_name(term), term.text, term.excluded, _make(query, sort, text=leave_out(query.text, term)))
        for term in split_terms(query.text)
        if isinstance(term, Term) and term.field
    ]
    for pair in query.narrowed:
        left = tuple(other for other in query.narrowed if other != pair)
        chips.append(Chip(*pair, False, _make(query, sort, narrowed=left)))
    return chips


def take_all_off(query: Query, sort: str) -> str:
    """The arguments of the search with the words alone."""
    text = spell_query(query.text)
    for term in reversed(split_terms(text)):
        if isinstance(term, Term) and term.field:
            text = leave_out(text, term)
    return _make(query, sort, text=text, narrowed=())


def list_choices(query: Query, facets: Facets, name: str, sort: str, publishers: dict[str, str]) -> list[Choice]:
    """List the values of a facet, those that are chosen first. A year is an argument `date`."""
    argument = "date" if name == "year" else name
    choices = []
    for value, articles in facets.values[name]:
        meant = {value, publishers.get(value, value)} if name == "site" else {value}
        chosen = {pair for pair in query.narrowed if pair[0] == argument and pair[1] in meant}
        if chosen:
            left = tuple(pair for pair in query.narrowed if pair not in chosen)
        else:  # a year stands for a span of days
            kept = (pair for pair in query.narrowed if name != "year" or pair[0] not in ("since", "until"))
            left = (*kept, (argument, value))
        choices.append(Choice(value, articles, bool(chosen), _make(query, sort, narrowed=left)))
    return choices if name == "year" else sorted(choices, key=lambda choice: not choice.is_chosen)


def make_span(query: Query, sort: str, period: str = "") -> str:
    """The arguments of the query for a year, month or day instead of its dates; the period comes last."""
    left = tuple(pair for pair in query.narrowed if pair[0] not in _DATES)
    return f"{_make(query, sort, narrowed=left)}&date={period}"


def read_publishers(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the publishers of sites by the names of the sites."""
    return dict(tuple(row) for row in connection.execute(_PUBLISHERS))


def read_names(connection: sqlite3.Connection, column: str) -> list[str]:
    """Read some of the values of `section` or `source_name`, in the order of their characters."""
    return [row[0] for row in connection.execute(_NAMES.format(column=column), (_MOST_NAMES,))]


def count_parts(connection: sqlite3.Connection, query: Query, fold: Fold) -> list[Count]:
    """Count what the parts of a query find alone, and what it finds without each."""

    def count(asked: Query) -> int | None:
        return count_articles(connection, asked) if asked.is_searchable else None

    parts = _split(connection, query, fold)
    if len(parts) < 2:
        return []
    return [Count(part, count(part.alone), count(part.without)) for part in parts]


def _split(connection: sqlite3.Connection, query: Query, fold: Fold) -> list[Part]:
    def parse(text: str, narrowed: tuple[tuple[str, str], ...]) -> Query:
        return parse_query(text, fold, connection, narrowed)

    parts = []
    for term in split_terms(query.text):
        if isinstance(term, Term):
            start, end = term.place
            alone = parse(spell_query(query.text)[start:end].strip(), ())
            without = parse(leave_out(query.text, term), query.narrowed)
            parts.append(Part(_name(term), (term.text,), term.excluded, without, alone))
    for name in dict(query.narrowed):
        own = tuple(pair for pair in query.narrowed if pair[0] == name)
        parts.append(Part(name, tuple(value for _, value in own), False, query.widen(name), parse("", own)))
    return parts[:_MOST_PARTS]


def _name(term: Term) -> str:
    return _FIELDS.get(term.field, term.field)


def _make(
    query: Query, sort: str, *, text: str | None = None, narrowed: tuple[tuple[str, str], ...] | None = None
) -> str:
    changed = replace(
        query,
        text=query.text if text is None else text,
        narrowed=query.narrowed if narrowed is None else narrowed,
    )
    return make_arguments(changed, sort=sort)
