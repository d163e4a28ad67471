"""archive rebuild"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.decisions import end_decisions
from commands.options import archive_options, json_option, print_json, show_status, tell_broken
from cundang.model.errors import UsageError
from cundang.model.exit_codes import ExitCode

if TYPE_CHECKING:
    from upkeep.changes import Changes


@click.command()
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
@click.option(
    "--on",
    metavar="tcp://HOST:PORT",
    help="Run on the workers of a Dask scheduler (needs the extra `cluster`, and the WARC folder at the same path "
    "there).",
)
@click.option("--set-aside", is_flag=True, help="Keep the old archive, which is damaged, beside the new one.")
@click.option("--without-decisions", is_flag=True, help="With --set-aside, also where what is withdrawn is lost.")
@click.option("--cores", type=click.IntRange(min=1), help="Worker processes on this machine.  [default: one a core]")
@archive_options("db_path", "warc")
@json_option
def rebuild(  # noqa: PLR0913 - its options
    dry_run: bool,
    on: str | None,
    set_aside: bool,
    without_decisions: bool,
    cores: int | None,
    db_path: Path,
    warc: Path,
    as_json: bool,
) -> None:
    """Make the articles anew from the raw pages, by the current rules.

    Reads all raw pages again with this version of the software and writes the articles to a new file, which replaces
    the old one in one step when it is complete. Runs, fetches, the frontier and ids stay. A page that the current rules
    refuse gets a row in `problems` and its article is dropped; an article whose raw pages are not in the WARC folder
    stays as it is.

    --set-aside is for an archive that cannot be read: it is kept as .db.damaged, and the new one is made from the raw
    pages alone, with the decisions on withdrawn articles that could be read. Runs and the frontier begin anew.

    Prints for each site which fields changed on how many articles, with an example, and each place in the WARC files
    that cannot be read. Exit code 1 if there is one, 75 if a run is under way.
    """
    from scrapers.sites import publishers
    from upkeep.rebuild import rebuild as rebuild_archive

    tell_broken()
    if without_decisions and not set_aside:
        raise UsageError("--without-decisions: only with --set-aside; a whole archive keeps its decisions")
    with show_status() as report:
        changes = rebuild_archive(db_path, warc, publishers, dry_run, on, cores, report, set_aside, without_decisions)
        if not dry_run:
            end_decisions(db_path, warc, report)
    if as_json:
        print_json(_to_json(changes, dry_run))
    else:
        _print_changes(changes, dry_run)
    if changes.damaged:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _print_changes(changes: "Changes", dry_run: bool) -> None:
    for site, fields in sorted(changes.fields.items()):
        click.echo(f"{site}: {', '.join(f'{name} of {count}' for name, count in fields.most_common())}")
        for name in fields:
            url, before, after = changes.examples[site, name]
            click.echo(f"  {name}, e.g. {url}: {_format_difference(before, after)}")
    for url, reason in changes.refused.items():
        click.echo(f"no article any more: {url}: {reason}")
    for place in changes.damaged:
        click.echo(f"{place}; what stood there is as it was before; `archive verify` says what to do", err=True)
    if changes.aside:
        click.echo(f"the old archive is kept as {changes.aside}; programs that have it open are to be started again")
    counts = (
        (len(changes.added), "new"),
        (len(changes.refused), "no longer articles"),
        (len(changes.kept), "kept without raw pages"),
    )
    parts = "".join(f", {count} {what}" for count, what in counts if count)
    click.echo(f"{changes.articles} articles {'would be there' if dry_run else 'made anew'}{parts}")


def _format_difference(before: str | None, after: str | None) -> str:
    """Format the first place where two values differ, with some characters around it."""
    if before is None or after is None:
        return f"{_shorten(before)} → {_shorten(after)}"
    pairs = zip(before, after, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = max(0, same - 10)
    mark = "…" if start else ""
    return f"{mark}{_shorten(before[start:])} → {mark}{_shorten(after[start:])}"


def _shorten(value: str | None) -> str:
    if value is None:
        return "–"
    line = value.replace("\n", " ")
    return f"{line[:40]}…" if len(line) > 40 else line or "(empty)"


def _to_json(changes: "Changes", dry_run: bool) -> dict[str, object]:
    examples = [
        {"site": site, "field": name, "url": url, "before": before, "after": after}
        for (site, name), (url, before, after) in changes.examples.items()
    ]
    return {
        "dry_run": dry_run,
        "articles": changes.articles,
        "changed": {site: dict(fields) for site, fields in changes.fields.items()},
        "examples": examples,
        "new": changes.added,
        "refused": changes.refused,
        "kept": changes.kept,
        "damaged": changes.damaged,
        "aside": str(changes.aside) if changes.aside else None,
    }
