"""archive backup"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json, show_status

if TYPE_CHECKING:
    from exchange.backup.take import Report


@click.command()
@click.argument("to")
@click.option(
    "--keep", type=click.IntRange(min=1), default=7, show_default=True, help="How many of the newest to keep."
)
@click.option("--no-warc", is_flag=True, help="Leave the raw pages out; of an object store note their names and sizes.")
@click.option("--verify-all", is_flag=True, help="Read all files anew, and all pieces at the place.")
@archive_options("db_path", "warc")
@json_option
def backup(to: str, keep: int, no_warc: bool, verify_all: bool, db_path: Path, warc: Path, as_json: bool) -> None:
    """Back up the archive, its raw pages and settings.

    TO is a folder, or the address of one that fsspec knows: s3://bucket/prefix, sftp://host/path ... Only what is new
    since the last backup there is sent. Crawls may run meanwhile. The archive is checked before; of a damaged one no
    backup is made. Not backed up are downloads, which `archive snapshot` makes anew, and locks.

    Keeps the newest seven (--keep) and the last of each of twelve months; deletes older ones. Prints what was sent.
    Exit code 75 where another backup to the place, or of the archive, runs.
    """
    from exchange.backup.take import backup as take

    with show_status() as report:
        done = take(db_path, warc, to, keep, not no_warc, verify_all, report)
    if as_json:
        print_json(_to_json(done))
        return
    for note in done.notes:
        click.echo(note, err=True)
    old = f", {len(done.deleted)} old backups deleted" if done.deleted else ""
    manifest = done.manifest
    click.echo(
        f"{done.place}: {manifest.time}, {manifest.articles} articles, {len(manifest.files)} files of {manifest.bytes} "
        f"bytes; {done.sent_pieces} new pieces, {done.sent_bytes} bytes{old}"
    )


def _to_json(done: "Report") -> dict[str, object]:
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
    }
