"""archive rebuild"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import db_option, json_option, print_json, telling, warc_folder, warc_option

if TYPE_CHECKING:
    from upkeep.changes import Changes


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--on",
    metavar="tcp://HOST:PORT",
    help="Run on the workers of a Dask scheduler (needs the extra `cluster`, and the WARC folder at the same path there).",
)
@click.option("--cores", type=click.IntRange(min=1), help="Worker processes on this machine.  [default: one a core]")
@db_option
@warc_option
@json_option
def rebuild(dry_run: bool, on: str | None, cores: int | None, db: Path, warc: Path | None, as_json: bool) -> None:
    """Make the articles anew from the raw pages, by today's rules.

    Everything that the raw pages say is made again by this version of the software, in a new file, which takes the
    place of the old one in one step when it is whole. Runs, fetches, the frontier and ids stay. An article that is none
    to today's rules gets a row in `problems`; one whose raw pages are not in the WARC folder stays as it is.

    Prints by site of how many articles which field changed, with an example. Exit code 75 if a run is under way.
    """
    from scrapers.sites import publishers
    from upkeep.rebuild import rebuild as run

    with telling() as told:
        changes = run(db, warc_folder(db, warc), publishers, dry_run, on, cores, told)
    if as_json:
        print_json(_json(changes, dry_run))
        return
    for site, fields in sorted(changes.fields.items()):
        click.echo(f"{site}: {', '.join(f'{name} of {count}' for name, count in fields.most_common())}")
        for name in fields:
            url, was, now = changes.examples[site, name]
            click.echo(f"  {name}, e.g. {url}: {_difference(was, now)}")
    for url, why in changes.refused.items():
        click.echo(f"no article any more: {url}: {why}")
    parts = (
        (len(changes.added), "new"),
        (len(changes.refused), "no longer articles"),
        (len(changes.kept), "kept without raw pages"),
    )
    told_parts = "".join(f", {count} {what}" for count, what in parts if count)
    click.echo(f"{changes.articles} articles {'would be there' if dry_run else 'made anew'}{told_parts}")


def _difference(was: str | None, now: str | None) -> str:
    """The first place where two values differ, with some characters around it."""
    if was is None or now is None:
        return f"{_cut(was)} → {_cut(now)}"
    same = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    start = max(0, same - 10)
    return f"{'…' if start else ''}{_cut(was[start:])} → {'…' if start else ''}{_cut(now[start:])}"


def _cut(value: str | None) -> str:
    if value is None:
        return "–"
    line = value.replace("\n", " ")
    return f"{line[:40]}…" if len(line) > 40 else line or "(empty)"


def _json(changes: "Changes", dry_run: bool) -> dict[str, object]:
    examples = [
        {"site": site, "field": name, "url": url, "before": was, "after": now}
        for (site, name), (url, was, now) in changes.examples.items()
    ]
    return {
        "dry_run": dry_run, "articles": changes.articles, "changed": {site: dict(fields) for site, fields in changes.fields.items()},
        "examples": examples, "new": changes.added, "refused": changes.refused, "kept": changes.kept,
    }  # fmt: skip
