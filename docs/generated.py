"""The generated parts of README and docs, written by cog (`make docs`), checked by `make lint`."""

import re
import sqlite3
from contextlib import closing

import click

from archive import main
from commands.sites import row_of
from pipelines.dictionary import columns, tables
from pipelines.furniture import RULES
from pipelines.schema import SCHEMA
from scrapers.sites import sites as known_sites


def commands() -> str:
    """Every command of `archive`, as `--help` prints it."""
    parts = []
    for name in sorted(main.commands):
        command = main.commands[name]
        with click.Context(command, info_name=f"archive {name}", max_content_width=100, terminal_width=100) as context:
            help_text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
        parts.append(f"## archive {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def schema() -> str:
    """Every table of schema.sql with its columns, as the comments there define them."""
    parts = []
    for table, comment in tables().items():
        rows = [
            f"| `{c.name}` | {c.definition.replace('|', '/')} | {c.comment} |" for c in columns() if c.table == table
        ]
        parts.append(
            "\n".join([f"## {table}", "", comment, "", "| column | definition | meaning |", "|---|---|---|", *rows, ""])
        )
    return "\n".join(parts)


def kinds(table: str) -> str:
    """The closed list of kinds in a table of schema.sql, with their definitions."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript(SCHEMA.read_text(encoding="utf-8"))
        rows = memory.execute(f"SELECT kind, definition FROM {table} ORDER BY rowid").fetchall()
    return "\n".join(["| kind | what it is |", "|---|---|", *(f"| `{kind}` | {text} |" for kind, text in rows), ""])


def rules() -> str:
    """The table of cleaning rules, with their examples."""
    rows = [f"| {r.name} | `{r.kind}` | {r.where} | {_cell(r.removes)} | {_cell(r.keeps)} |" for r in RULES]
    return "\n".join(["| rule | kind | where | removes | keeps |", "|---|---|---|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def sites() -> str:
    """Every site, as `archive sites` lists it."""
    rows = [row_of(site) for _, site in sorted(known_sites().items())]
    lines = [f"| `{r.name}` | {r.publisher} | {r.language} | {r.system} | {r.sources} |" for r in rows]
    head = ["| site | publisher | language | layouts | sources |", "|---|---|---|---|---|"]
    return "\n".join([*head, *lines])
