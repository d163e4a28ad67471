"""Read the data dictionary from schema.sql: the comment of each table and column.

Documentation, web pages, exports and the table `_dictionary` are made from it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of schema.sql, with its comment."""

    table: str
    name: str
    definition: str
    comment: str


def describe_tables() -> dict[str, str]:
    """Map each table of schema.sql to the comment above it."""
    found = re.findall(
        r"((?:^-- .*\n)+)CREATE (?:VIRTUAL )?TABLE (\w+)", SCHEMA.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: " ".join(line.removeprefix("-- ") for line in comment.splitlines()) for comment, name in found}


_COLUMN = re.compile(r"  (?!content=)([a-z_0-9]+)\b ?([^-]*?),?\s*(?:-- (.*))?$")  # `content=` is an option of FTS5


def describe_columns() -> list[Column]:
    """List the columns of schema.sql in order. The comment of a column without one is empty (a test forbids that)."""
    found, table = [], ""
    for line in SCHEMA.read_text(encoding="utf-8").splitlines():
        if start := re.match(r"CREATE (?:VIRTUAL )?TABLE (\w+)", line):
            table = start[1]
        elif line.startswith(")"):
            table = ""
        elif table and (column := _COLUMN.match(line)):
            found.append(Column(table, column[1], column[2].strip(), column[3] or ""))
    return found


def dictionary_rows() -> list[tuple[str, str, str, str]]:
    """Make the rows of the table `_dictionary`: table, column (empty for the table itself), type, meaning."""
    of_tables = [(name, "", "", comment) for name, comment in describe_tables().items()]
    return of_tables + [(each.table, each.name, each.definition, each.comment) for each in describe_columns()]
