"""archive verify"""

from dataclasses import asdict
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, show_status
from cundang.model.exit_codes import ExitCode


@click.command()
@archive_options("db_path", "warc")
@json_option
def verify(db_path: Path, warc: Path, as_json: bool) -> None:
    """Check the archive for damage.

    Reads every record of every WARC file (its gzip member, length and digests) and compares it with the row that names
    it. Checks the database: its pages, references, hashes, revision numbers and search index. Changes nothing.

    Prints a line for each fault: where, what, and how to repair it. Exit code 1 if there is any.
    """
    from upkeep.verify import verify as verify_archive

    with show_status() as report:
        verified = verify_archive(db_path, warc, report)
    if as_json:
        print_json({**verified.counts, "faults": [asdict(fault) for fault in verified.faults]})
    else:
        for fault in verified.faults:
            click.echo(str(fault), err=True)
        counts = ", ".join(f"{count} {name}" for name, count in verified.counts.items())
        click.echo(f"{counts}: {len(verified.faults) or 'no'} {'fault' if len(verified.faults) == 1 else 'faults'}")
    if verified.faults:
        raise click.exceptions.Exit(ExitCode.FAILED)
