"""The shape of an archive: its tables, columns, indexes and closed lists, however its statements are written."""

import hashlib
import json
import re
import sqlite3
from functools import cache, lru_cache

from cundang.store.data_dictionary import SCHEMA

Shape = dict[str, dict[str, str]]  # object, as `table urls`: its parts (columns, constraints) by name, in their order

LISTS = ("removed_kinds", "repair_kinds")  # closed lists: a page whose kinds are not in them cannot be stored
_OBJECT = re.compile(r"^CREATE (?:VIRTUAL )?(TABLE|INDEX) (\w+)", re.MULTILINE)
# Comments, strings, quoted names, words, signs. What is not closed goes on to the end, so that the time is linear.
_TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^']|'')*+'?|"(?:[^"]|"")*+"?|`[^`]*`?|\[[^]]*]?|\w+|[^\w\s]""", re.DOTALL
)
_CONSTRAINTS = ("primary", "unique", "check", "foreign", "constraint")
_OTHERS = """
    SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow') ORDER BY rowid
"""


def read_shape(connection: sqlite3.Connection) -> Shape:
    """What a file has of the objects that schema.sql names. Objects of others are left out.

    A later version that drops an object has to keep its name here: older files are known by their digest.
    """
    statements = connection.execute("SELECT type || ' ' || name, sql FROM sqlite_master")
    shape = {what: dict(_split(sql)) for what, sql in statements if what in _promised_objects()}
    for name in LISTS:
        if "column kind" in shape.get(f"table {name}", {}):
            kinds = connection.execute(f"SELECT kind FROM {name} ORDER BY kind")  # noqa: S608 - two names of ours
            shape[f"list {name}"] = {f"kind {kind}": "" for (kind,) in kinds}
    return shape


@cache
def promised_shape() -> Shape:
    """What schema.sql makes."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        return read_shape(connection)
    finally:
        connection.close()


def digest_shape(shape: Shape) -> str:
    """SHA-256 of a shape, in hex. Names, columns in their order, constraints, indexes and kinds count; comments, white
    space, the quotes of names and the order of statements do not.
    """
    told = sorted((what, list(parts.items())) for what, parts in shape.items())
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def describe_difference(found: Shape) -> str:
    """The first thing in a file that is not as schema.sql has it, in words; empty where all is."""
    tables_first = sorted(promised_shape().items(), key=lambda item: not item[0].startswith("table "))
    for what, parts in tables_first:
        there = found.get(what)
        if there is None:
            return f"there is no {what}"
        for name, text in parts.items():
            if name not in there:
                return f"the {what} has no {name}"
            if there[name] != text:
                return f"the {what} has another {name or 'declaration'}"
        for name in there:
            if name not in parts:
                return f"the {what} has the {name} besides"
        if list(there) != list(parts):
            return f"the {what} has its columns in another order"
    return ""


def find_others(connection: sqlite3.Connection) -> dict[str, str]:
    """What users and other programs made in a file, as in `view by_month`, and the statement of each."""
    return {what: sql for what, sql in connection.execute(_OTHERS) if what not in _promised_objects()}


@cache
def _promised_objects() -> frozenset[str]:
    found = _OBJECT.findall(SCHEMA.read_text(encoding="utf-8"))
    return frozenset(f"{kind.lower()} {name}" for kind, name in found)


@lru_cache(maxsize=256)
def _split(sql: str) -> tuple[tuple[str, str], ...]:
    """The parts of a statement by name: columns and constraints of a table one by one, others in one piece."""
    words = [_plain(word) for word in _TOKEN.findall(sql) if not word.startswith(("--", "/*"))]
    if words[1:2] != ["table"]:
        return (("", " ".join(words)),)
    pieces: list[list[str]] = [[]]  # what stands before the parenthesis, each column or constraint, what stands behind
    depth = 0
    for word in words:
        depth -= word == ")"
        if (depth == 0 and word in ("(", ")")) or (depth == 1 and word == ","):
            pieces.append([])
        else:
            pieces[-1].append(word)
        depth += word == "("
    return (("", " ".join(pieces[-1])), *((_name(piece), " ".join(piece)) for piece in pieces[1:-1]))


def _name(piece: list[str]) -> str:
    return " ".join(piece) if piece[0] in _CONSTRAINTS else f"column {piece[0]}"


def _plain(word: str) -> str:
    """A word or sign as others may write it too: strings stay, names lose their quotes and capitals."""
    return word if word[0] == "'" else word.strip('"`[]').lower()
