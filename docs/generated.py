"""The generated parts of README and docs: cog writes them (`make docs`), and `make lint` checks them."""

import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from archive import main
from cundang.store.data_dictionary import SCHEMA, describe_columns, describe_tables
from pipelines.clean_rules import RULES
from scrapers.site import Site
from scrapers.sites import sites as known_sites

_ROOT = Path(__file__).parents[1]


def _reviewed() -> dict[str, Any]:
    """The table of real pages, sites.toml, wherever it stands among the tests."""
    (path,) = (_ROOT / "tests").rglob("sites.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


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
    for table, comment in describe_tables().items():
        rows = [
            f"| `{c.name}` | {c.definition.replace('|', '/')} | {c.comment} |"
            for c in describe_columns()
            if c.table == table
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
    """Every site: who it is, its layouts, and whether it can be crawled."""
    seen = {page["profile"] for page in _reviewed()["page"] if "profile" in page}
    rows = []
    for name, site in sorted(known_sites().items()):
        layouts = dict.fromkeys(profile.name for profile in site.profiles)
        marked = ", ".join(layout if layout in seen else f"{layout}*" for layout in layouts)
        rows.append(f"| `{name}` | {site.publisher} | {site.language} | {marked} | {_crawled(site)} |")
    return "\n".join(["| site | publisher | language | layouts | crawled |", "|---|---|---|---|---|", *rows])


def _crawled(site: Site) -> str:
    """Whether a site can be crawled, by how many sources, and how many of them are a guess."""
    guesses = sum(source.guess for source in site.sources)
    if not site.sources:
        return "no: only read"
    count = f"{len(site.sources)} source{'s' if len(site.sources) > 1 else ''}"
    if guesses == len(site.sources):
        return f"a guess: {count}"
    return f"yes: {count}" + (f", {guesses} a guess" if guesses else "")


def counts() -> str:
    """How many sites there are, and how many of them can be crawled, as a sentence."""
    told = [_crawled(site).partition(":")[0] for site in known_sites().values()]
    return (
        f"{len(told)} sites have a module. {told.count('yes')} can be crawled by known lists, {told.count('a guess')} only "
        f"by lists that are a guess; {told.count('no')} are only read."
    )


def review() -> str:
    """What is known of every page of sites.toml, and how many of them are right: the tests hold each line."""
    table = _reviewed()
    pages = table["page"]
    read = [page for page in pages if "profile" in page]
    faults = [page for page in read if page.get("note", "").startswith("fault")]
    lines = [f"| `{_short(p['path'])}` | {p.get('profile', '–')} | {_verdict(p)} |" for p in pages]
    lines += [f"| `{_short(path)}` | generic | no layout of ours fits |" for path in table["generic"]["paths"]]
    return "\n".join(
        [
            *_shares(read),
            "",
            f"{len(read)} pages are read by a layout; {len(faults)} of them have a fault that is known, named below.",
            f"{len(pages) - len(read)} are refused. `archive show ../shared/pages/PATH.html.gz` shows any of them.",
            "",
            "| page | layout | verdict |",
            "|---|---|---|",
            *lines,
        ]
    )


def _shares(pages: list[dict[str, Any]]) -> list[str]:
    """How many of the pages that show a thing are right in it. What is wrong a page says itself, in `wrong`."""

    def row(what: str, field: str, shown: list[dict[str, Any]]) -> str:
        right = sum(field not in page.get("wrong", ()) for page in shown)
        return f"| {what} | {right} of {len(shown)} | {right / len(shown):.1%} |"

    dated = [page for page in pages if "published_at" in page]
    return [
        "| | right | share |",
        "|---|---|---|",
        row("title", "title", pages),
        row("day, where one is shown", "published_at", dated),
        row(
            "minute, where one is shown",
            "published_at",
            [p for p in dated if len(p["published_at"]) > len("2020-01-31")],
        ),
        row("source, where one is shown", "source_name", [p for p in pages if _shows(p, "source_name")]),
        row("editor, where one is shown", "editor", [p for p in pages if _shows(p, "editor")]),
        row("text, with no furniture and nothing lost", "text", pages),
    ]


def _shows(page: dict[str, Any], field: str) -> bool:
    return field in page or field in page.get("wrong", ())


def _short(path: str) -> str:
    return path.removesuffix(".html.gz")


def _verdict(page: dict[str, Any]) -> str:
    note = page.get("note", "")
    verdict = "right" if "profile" in page else "refused"
    return note if note.startswith("fault") else f"{verdict}: {note}" if note else verdict
