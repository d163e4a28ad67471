"""archive verify"""

from dataclasses import asdict
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json, telling, warc_folder, warc_option


@click.command()
@db_option
@warc_option
@json_option
def verify(db: Path, warc: Path | None, as_json: bool) -> None:
    """Check that the archive is whole.

    Reads every record of every WARC file (its gzip member, its length, its digests), compares with the rows that name
    it, and checks the database: its schema, pages, references, hashes, the numbering of revisions, the search index.
    Changes nothing.

    Prints a line for each fault: where, what, and what repairs it. Exit code 1 if there is any. Tables and views of
    others in the file are named and are no fault.
    """
    from upkeep.verify import verify as run

    with telling() as told:
        verified = run(db, warc_folder(db, warc), told)
    if as_json:
        faults = [asdict(fault) for fault in verified.faults]
        print_json({"schema": verified.schema, **verified.counts, "others": verified.others, "faults": faults})
    else:
        for fault in verified.faults:
            click.echo(str(fault), err=True)
        counted = ", ".join(f"{count} {name}" for name, count in verified.counts.items())
        if verified.others:
            click.echo(f"not of the archive, and not in what `archive rebuild` makes: {', '.join(verified.others)}")
        found = f"{len(verified.faults) or 'no'} {'fault' if len(verified.faults) == 1 else 'faults'}"
        click.echo(f"schema {verified.schema}, {counted}: {found}")
    if verified.faults:
        raise click.exceptions.Exit(1)
