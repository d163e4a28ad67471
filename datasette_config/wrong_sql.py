"""What is wrong with a query in SQL: an error of SQLite as one of a few kinds, where it is, and what was meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

# Messages of SQLite and of Datasette by kind; `fault_KIND` in strings/sql.toml tells each.
_KINDS = {
    "empty": r"^$",
    "syntax": r'near "(?P<name>.*?)": syntax error$',
    "incomplete": r"^incomplete input$|^unrecognized token: \"'",
    "token": r'unrecognized token: "(?P<name>.*)"$',
    "column": r"no such column: (?P<name>.*)$",
    "table": r"no such table: (?P<name>.*)$",
    "function": r"no such function: (?P<name>.*)$",
    "ambiguous": r"ambiguous column name: (?P<name>.*)$",
    "slow": r"interrupted",
    "large": r"^the result is larger than|^string or blob too big|out of memory",
    "readonly": r"^Statement must be a SELECT|readonly database|disallowed PRAGMA",
    "hidden": r"not authorized|prohibited",
    "several": r"one statement at a time",
    "null": r"null character",
    "parameter": r"binding parameter|^Binding \d+ has no name|Incorrect number of bindings",
    "aggregate": r"misuse of (aggregate|window)(?: function)?:? ?(?P<name>[\w()]*)",
    "arguments": r"wrong number of arguments to function (?P<name>\w+)",
    "match": r"^unterminated string$|^fts5: |malformed MATCH|unknown special query|unable to use function MATCH",
}
_PATTERNS = {kind: re.compile(pattern, re.DOTALL) for kind, pattern in _KINDS.items()}
_LONGEST = 100  # characters of a name that an error repeats, and of a line that is shown


@dataclass(frozen=True, slots=True)
class WrongSql:
    """An error: its kind (`other`: unknown), the name that it tells, the message of SQLite; the lines of the query that
    have that name, each with its number and its pieces, every second of them the name; names that may be meant.
    """

    kind: str
    name: str
    message: str
    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)


def explain(message: str, sql: str = "", known: Iterable[str] = ()) -> WrongSql:
    """Explain an error of a query. `known`: the names of tables and columns.

    >>> explain("no such column: titel", "select titel\\nfrom articles", ["title", "articles"])
    WrongSql(kind='column', name='titel', message='no such column: titel', lines=[(1, ['select ', 'titel', ''])], \
meant=['title'])
    """
    for kind, pattern in _PATTERNS.items():
        if found := pattern.search(message):
            name = (found.groupdict().get("name") or "")[:_LONGEST]
            bare = name.rpartition(".")[2].lower()
            meant = get_close_matches(bare, {*known} - {bare}, 3, 0.6) if kind in ("column", "table") else []
            return WrongSql(kind, name, message, _find_lines(sql, name), meant)
    return WrongSql("other", "", message)


def _find_lines(sql: str, name: str) -> list[tuple[int, list[str]]]:
    """The first three lines that have a name as a whole word, each parted where it stands first."""
    found = []
    for number, line in enumerate(sql.splitlines(), 1):
        at = _find_word(line, name) if name else -1
        if at >= 0:
            before, after = line[:at], line[at + len(name) :]
            before = before if len(before) <= _LONGEST else f"…{before[-_LONGEST:]}"
            found.append((number, [before, name, after if len(after) <= _LONGEST else f"{after[:_LONGEST]}…"]))
    return found[:3]


def _find_word(line: str, name: str) -> int:
    """Where a name stands first in a line and is no part of a longer one; -1: nowhere."""
    at = line.find(name)
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(name) : at + len(name) + 1]
        if not (_is_of_word(before) and _is_of_word(name[0])) and not (_is_of_word(after) and _is_of_word(name[-1])):
            return at
        at = line.find(name, at + len(name))
    return -1


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
