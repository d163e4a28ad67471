"""The generated parts of README and docs, written by cog (`make docs`), checked by `make lint`."""

import re

import click

from archive import main
from commands.sites import row_of
from pipelines.dictionary import columns, tables
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


def sites() -> str:
    """Every site, as `archive sites` lists it."""
    rows = [row_of(site) for _, site in sorted(known_sites().items())]
    lines = [f"| `{r.name}` | {r.publisher} | {r.language} | {r.system} | {r.sources} |" for r in rows]
    head = ["| site | publisher | language | layouts | sources |", "|---|---|---|---|---|"]
    return "\n".join([*head, *lines])
