"""Format the generated parts of README and docs: cog writes them (`make docs`), and `make lint` checks them."""

import re
import sqlite3
import tomllib
from collections import Counter
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import click

from archive import main
from cundang.model.publisher import Publisher
from cundang.model.settings import Settings
from cundang.model.settings_text import format_settings
from cundang.store.data_dictionary import SCHEMA, describe_columns, describe_tables
from datasette_config.studies import load_studies
from pipelines.clean.rules import RULES
from scrapers.layouts import layouts
from scrapers.site import Site
from scrapers.sites import sites

_ROOT = Path(__file__).parents[1]


def _load_reviewed() -> dict[str, Any]:
    """Load sites.toml, the table of real pages, from wherever it is among the tests."""
    (path,) = (_ROOT / "tests").rglob("sites.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def format_commands() -> str:
    """Format the help of every command of `archive`."""
    parts = []
    for name in sorted(main.commands):
        command = main.commands[name]
        with click.Context(command, info_name=f"archive {name}", max_content_width=100, terminal_width=100) as context:
            help_text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
        parts.append(f"## archive {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def format_schema() -> str:
    """Format every table of schema.sql with its columns, from the comments there."""
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


def format_settings_file() -> str:
    """Format the file of settings, as `archive init` writes it where all is as by default."""
    return f"```toml\n{format_settings(Settings())}```\n"


def format_studies() -> str:
    """Format the studies of the web interface as a table."""
    rows = [f"| {study.title['en']} | {study.shows['en']} |" for study in load_studies().values()]
    return "\n".join(["| study | what it shows |", "|---|---|", *rows, ""])


def format_kinds(table: str) -> str:
    """Format the rows of a table of kinds in schema.sql, with their definitions."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript(SCHEMA.read_text(encoding="utf-8"))
        rows = memory.execute(f"SELECT kind, definition FROM {table} ORDER BY rowid").fetchall()
    return "\n".join(["| kind | what it is |", "|---|---|", *(f"| `{kind}` | {text} |" for kind, text in rows), ""])


def format_rules() -> str:
    """Format the table of cleaning rules, with their examples."""
    rows = [f"| {r.name} | `{r.kind}` | {r.where} | {_escape(r.removes)} | {_escape(r.keeps)} |" for r in RULES]
    return "\n".join(["| rule | kind | where | removes | keeps |", "|---|---|---|---|---|", *rows, ""])


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def format_sites() -> str:
    """Format the table of the sites that can be crawled: publisher, language, layouts, sources with their evidence."""
    rows = [
        f"| `{name}` | {site.publisher} | {site.language} | {_mark_layouts(site)} | {_format_sources(site)} |"
        for name, site in sorted(sites().items())
    ]
    return "\n".join(["| site | publisher | language | layouts | sources |", "|---|---|---|---|---|", *rows])


def format_layouts() -> str:
    """Format the table of the layouts, whose sites cannot be crawled."""
    rows = [
        f"| `{name}` | {publisher.publisher} | {publisher.language} | {_mark_layouts(publisher)} |"
        for name, publisher in sorted(layouts().items())
    ]
    return "\n".join(["| layout | publisher | language | layouts |", "|---|---|---|---|", *rows])


@cache
def _list_seen() -> frozenset[str]:
    """The layouts that a page in the table of real pages has."""
    return frozenset(page["profile"] for page in _load_reviewed()["page"] if "profile" in page)


def _mark_layouts(publisher: Publisher) -> str:
    names = dict.fromkeys(profile.name for profile in publisher.profiles)
    return ", ".join(name if name in _list_seen() else f"{name}*" for name in names)


def _format_sources(site: Site) -> str:
    """Format how many sources a site has, and where they are known from: `3: A 2026, 2 programs; 2 a guess`."""
    known = Counter(source.evidence.partition(":")[0] for source in site.sources if not source.guess)
    parts = [f"{evidence}{f' ({count})' if count > 1 else ''}" for evidence, count in sorted(known.items())]
    guesses = sum(source.guess for source in site.sources)
    return f"{len(site.sources)}: {'; '.join([*parts, *([f'{guesses} a guess'] if guesses else [])])}"


def format_counts() -> str:
    """Format in two sentences how many sites there are, by what their sources are known from."""
    known = sum(any(not source.guess for source in site.sources) for site in sites().values())
    return (
        f"{len(sites())} sites can be crawled: {known} by lists that are known (other programs have read them since "
        f"2023, or a contributor has looked), {len(sites()) - known} only by older ones, which are a guess. "
        f"{len(layouts())} layouts read pages of further sites. Of the lists that other programs read we have fetched "
        "none."
    )


def format_review() -> str:
    """Format what sites.toml says of each page, and how many pages are right; tests check each line."""
    table = _load_reviewed()
    pages = table["page"]
    read = [page for page in pages if "profile" in page]
    faults = [page for page in read if page.get("note", "").startswith("fault")]
    lines = [f"| `{_shorten(p['path'])}` | {p.get('profile', '–')} | {_format_verdict(p)} |" for p in pages]
    lines += [f"| `{_shorten(path)}` | generic | no layout of ours fits |" for path in table["generic"]["paths"]]
    return "\n".join(
        [
            *_format_shares(read),
            "",
            f"{len(read)} pages are read by a layout; {len(faults)} of them have a fault that is known, named below.",
            f"{len(pages) - len(read)} are refused. `archive show ../shared/pages/PATH.html.gz` shows any of them.",
            "",
            "| page | layout | verdict |",
            "|---|---|---|",
            *lines,
        ]
    )


def _format_shares(pages: list[dict[str, Any]]) -> list[str]:
    """Format how many of the pages that show a field are right in it; `wrong` of a page lists where it is not."""

    def format_row(what: str, field: str, shown: list[dict[str, Any]]) -> str:
        right = sum(field not in page.get("wrong", ()) for page in shown)
        return f"| {what} | {right} of {len(shown)} | {right / len(shown):.1%} |"

    dated = [page for page in pages if "published_at" in page]
    return [
        "| | right | share |",
        "|---|---|---|",
        format_row("title", "title", pages),
        format_row("day, where one is shown", "published_at", dated),
        format_row(
            "minute, where one is shown",
            "published_at",
            [p for p in dated if len(p["published_at"]) > len("2020-01-31")],
        ),
        format_row("source, where one is shown", "source_name", [p for p in pages if _is_shown(p, "source_name")]),
        format_row("editor, where one is shown", "editor", [p for p in pages if _is_shown(p, "editor")]),
        format_row("text, with no furniture and nothing lost", "text", pages),
    ]


def _is_shown(page: dict[str, Any], field: str) -> bool:
    return field in page or field in page.get("wrong", ())


def _shorten(path: str) -> str:
    return path.removesuffix(".html.gz")


def _format_verdict(page: dict[str, Any]) -> str:
    note = page.get("note", "")
    verdict = "right" if "profile" in page else "refused"
    return note if note.startswith("fault") else f"{verdict}: {note}" if note else verdict
