"""archive verify"""

import sqlite3
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, show_status
from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode


@click.command()
@archive_options("db_path", "warc")
@json_option
def verify(db_path: Path, warc: Path, as_json: bool) -> None:
    """Check the archive for damage.

    Reads every record of every WARC file (its gzip member, length and digests) and compares it with the row that names
    it; counts the pages that no row names. Checks the database: its schema, pages, references, hashes, revision numbers
    and search index. Changes nothing, except that it notes when it was done, where it can write to the archive.

    Prints a line for each fault: where, what, and how to repair it. Exit code 1 if there is any. Tables and views of
    others in the file are named and are no fault.
    """
    from cundang.store.clock import now
    from cundang.store.faults import describe_verified
    from cundang.store.tasks import note_task
    from upkeep.verify import verify as verify_archive

    started_at = now()
    with show_status() as report:
        verified = verify_archive(db_path, warc, report)
    if as_json:
        faults = [asdict(fault) for fault in verified.faults]
        print_json(
            {
                "schema": verified.schema,
                **verified.counts,
                "others": verified.others,
                "notes": verified.notes,
                "faults": faults,
            }
        )
    else:
        for fault in verified.faults:
            click.echo(str(fault), err=True)
        for note in verified.notes:
            click.echo(note)
        counts = ", ".join(f"{count} {name}" for name, count in verified.counts.items())
        if verified.others:
            click.echo(f"not of the archive, and not in what `archive rebuild` makes: {', '.join(verified.others)}")
        found = f"{len(verified.faults) or 'no'} {'fault' if len(verified.faults) == 1 else 'faults'}"
        click.echo(f"schema {verified.schema}, {counts}: {found}")
    with suppress(ArchiveError, sqlite3.Error):  # of an archive that is damaged all is said
        note_task(db_path, "verify", started_at, describe_verified(len(verified.faults)))
    if verified.faults:
        raise click.exceptions.Exit(ExitCode.FAILED)
