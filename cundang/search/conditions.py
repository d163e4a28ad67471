"""The conditions of a query on the article's row: what a field and its values are in SQL."""

import calendar
import json
import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from cundang.search.fold import Fold
from cundang.text.document_number import fold_number
from cundang.text.source_names import resolve

# 2024, 2024-05, 2024-05-17
_DATE = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PARTING = re.compile("[、,，]")  # between the names of authors and editors
DATES = ("date", "since", "until")
CHOICES = {"state": ("live", "gone"), "pictures": ("yes", "no")}

# `gone` is told by an event, so the rows need not be read for it: the column lies behind the text (in 200,000 articles
# 2.0 s, with the events 10 ms).
_EVER_GONE = "(SELECT article_id FROM events WHERE kind = 'gone')"
_STATES = {
    "gone": f"(a.id IN {_EVER_GONE} AND a.state = 'gone')",
    "live": f"(a.id NOT IN {_EVER_GONE} OR a.state = 'live')",
}
_HAS_PICTURES = "a.id IN (SELECT article_id FROM images)"
_DATED = {
    "date": "(a.published_at >= :{0} AND a.published_at < :{0} || '~')",  # `~` sorts after whatever follows a date
    "since": "a.published_at >= :{0}",
    "until": "a.published_at < :{0} || '~'",
}
_SITES = "a.site IN (SELECT name FROM sites, json_each(:{0}) WHERE value IN (name, publisher))"
_KEYWORDS = "a.id IN (SELECT article_id FROM keywords, json_each(:{0}) WHERE keyword = value)"
_NAMES = "a.{1} IN (SELECT value FROM json_each(:{0}))"


class Condition(NamedTuple):
    """A condition on the row `a` of an article, and its parameters."""

    sql: str
    bound: dict[str, str]


def parse_date(text: str) -> str | None:
    """A year, month or day as the archive writes it; None where it is none, or not in the calendar.

    >>> parse_date("2024/05"), parse_date("2024-02-29"), parse_date("2023-02-29"), parse_date("2024-13")
    ('2024-05', '2024-02-29', None, None)
    """
    found = _DATE.fullmatch(text.replace("/", "-").replace(".", "-"))
    if found and found[3] and int(found[3]) > calendar.monthrange(int(found[1]), int(found[2]))[1]:
        return None
    return found[0] if found else None


def make_condition(
    connection: sqlite3.Connection, fold: Fold, name: str, field: str, values: Sequence[str], exact: bool
) -> Condition:
    """Make the condition that a field (of FIELDS) has any of some values; parameters begin with `name`.

    Dates have to be such as `parse_date` gives. `exact`: names are meant whole, not in part.
    """
    if field in _DATED:
        bound = {f"{name}_{number}": value for number, value in enumerate(values)}
        return Condition(f"({' OR '.join(_DATED[field].format(each) for each in bound)})", bound)
    if field == "state":
        return Condition(f"({' OR '.join(_STATES.get(value, 'FALSE') for value in values)})", {})
    if field == "pictures":
        one_way = {"yes": _HAS_PICTURES, "no": f"NOT {_HAS_PICTURES}"}
        return Condition(f"({' OR '.join(one_way[value] for value in values)})", {})
    if field in ("site", "keyword"):
        sql = (_SITES if field == "site" else _KEYWORDS).format(name)
        return Condition(sql, {name: json.dumps(list(values))})
    return Condition(_NAMES.format(name, field), {name: _find_names(connection, field, values, exact, fold)})


def name_sources(connection: sqlite3.Connection, written: Sequence[str]) -> dict[str, str]:
    """The one name of each source, as `articles.source` has it, by the names that pages write."""
    names = dict(connection.execute("SELECT alias, name FROM source_names").fetchall())
    return {each: resolve(each, names.get) or each for each in written}


def _find_names(connection: sqlite3.Connection, field: str, values: Sequence[str], exact: bool, fold: Fold) -> str:
    """The values of a column that are meant, as a JSON list. A source is meant by its one name too."""
    is_number = field in ("document_number", "index_number")

    def reduce(text: str) -> str:
        return fold_number(fold.fold(text)) if is_number else fold.fold(text).lower()

    wanted = [reduce(value) for value in values]

    def means(name: str) -> bool:
        folded = reduce(name)
        if exact:  # of several authors or editors each is the name of one
            own = [folded, *map(str.strip, _PARTING.split(folded))] if field in ("author", "editor") else [folded]
            return any(each in wanted for each in own)
        return any(each in folded for each in wanted)

    cursor = connection.cursor()
    cursor.row_factory = None
    # S608: a column's name from FIELDS
    rows = cursor.execute(f"SELECT DISTINCT {field} FROM articles WHERE {field} IS NOT NULL").fetchall()  # noqa: S608
    names = [row[0] for row in rows]
    one_names = name_sources(connection, names) if field == "source_name" else {}
    return json.dumps([name for name in names if means(name) or (name in one_names and means(one_names[name]))])
