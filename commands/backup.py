"""archive backup"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json, show_status
from cundang.model.exit_codes import ExitCode

if TYPE_CHECKING:
    from exchange.backup.take import Report
    from upkeep.redact_backups import Reached


@click.command()
@click.argument("to")
@click.option(
    "--keep", type=click.IntRange(min=1), default=7, show_default=True, help="How many of the newest to keep."
)
@click.option("--no-warc", is_flag=True, help="Leave the raw pages out; of an object store note their names and sizes.")
@click.option("--verify-all", is_flag=True, help="Read all files anew, and all pieces at the place.")
@click.option("--redact", is_flag=True, help="Then take out of the older backups there what was withdrawn since.")
@archive_options("db_path", "warc")
@json_option
def backup(  # noqa: PLR0913 - its options
    to: str, keep: int, no_warc: bool, verify_all: bool, redact: bool, db_path: Path, warc: Path, as_json: bool
) -> None:
    """Back up the archive, its raw pages and settings.

    TO is a folder, or the address of one that fsspec knows: s3://bucket/prefix, sftp://host/path ... Only what is new
    since the last backup there is sent. Crawls may run meanwhile. The archive is checked before; of a damaged one no
    backup is made. Not backed up are downloads, which `archive snapshot` makes anew, and locks.

    Keeps the newest seven (--keep) and the last of each of twelve months; deletes older ones. Prints what was sent.
    --redact makes older backups anew without what was withdrawn since; it needs room for one of them beside the
    archive, and says which it could not reach (exit code 1).

    Exit code 75 where another backup to the place, or of the archive, runs.
    """
    from exchange.backup.take import backup as take

    with show_status() as report:
        done = take(db_path, warc, to, keep, not no_warc, verify_all, report)
        reached = _redact(db_path, to, report) if redact else None
    if as_json:
        print_json(_to_json(done, reached))
    else:
        _print(done, reached)
    if reached and reached.left:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _redact(db_path: Path, to: str, report: Callable[[str], None]) -> "Reached":
    from scrapers.sites import publishers
    from upkeep.redact_backups import redact_backups

    return redact_backups(db_path, to, publishers, report)


def _print(done: "Report", reached: "Reached | None") -> None:
    for note in done.notes:
        click.echo(note, err=True)
    old = f", {len(done.deleted)} old backups deleted" if done.deleted else ""
    manifest = done.manifest
    click.echo(
        f"{done.place}: {manifest.time}, {manifest.articles} articles, {len(manifest.files)} files of {manifest.bytes} "
        f"bytes; {done.sent_pieces} new pieces, {done.sent_bytes} bytes{old}"
    )
    if reached:
        for line in reached.left:
            click.echo(f"not reached: {line}", err=True)
        click.echo(f"{len(reached.times)} older backups made anew without what was withdrawn since")


def _to_json(done: "Report", reached: "Reached | None") -> dict[str, object]:
    return {
        "place": done.place,
        "time": done.manifest.time,
        "articles": done.manifest.articles,
        "files": len(done.manifest.files),
        "bytes": done.manifest.bytes,
        "sent_pieces": done.sent_pieces,
        "sent_bytes": done.sent_bytes,
        "deleted": done.deleted,
        "notes": done.notes,
        "redacted": reached.times if reached else [],
        "not_redacted": reached.left if reached else [],
    }
