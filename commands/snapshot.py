"""archive snapshot"""

from datetime import UTC, datetime
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json, telling


@click.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of snapshots.  [default: beside the archive, .downloads for .db]",
)
@click.option(
    "--keep", type=click.IntRange(min=1), default=7, show_default=True, help="How many of the newest to keep."
)
@db_option
@json_option
def snapshot(output: Path | None, keep: int, db: Path, as_json: bool) -> None:
    """Make what a public mirror needs.

    A folder named by its time, with the archive as one SQLite file (checked; with and without the search index; for
    zstd and gzip), the articles as CSV and JSON lines, checksums, datapackage.json, croissant.json and a README in both
    languages. It appears when it is complete. Crawls go on meanwhile.

    Kept are the newest seven (--keep) and the last of each of twelve months; older ones are deleted. Prints its folder.
    """
    from exchange.downloads import find_downloads_folder, list_downloads
    from exchange.snapshot import snapshot as make

    with telling() as told:
        place = make(db, output or find_downloads_folder(db), datetime.now(UTC), keep, told)
    files = list_downloads(place)
    if as_json:
        print_json({"snapshot": str(place), "files": {file.name: file.size for file in files}})
    else:
        click.echo(f"{place}: {len(files)} files, {sum(file.size for file in files)} bytes")
