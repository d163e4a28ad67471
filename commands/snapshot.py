"""archive snapshot"""

from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, show_status


@click.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of snapshots.  [default: beside the archive, .downloads for .db]",
)
@click.option(
    "--keep", type=click.IntRange(min=1), default=7, show_default=True, help="How many of the newest to keep."
)
@archive_options("db_path")
@json_option
def snapshot(output: Path | None, keep: int, db_path: Path, as_json: bool) -> None:
    """Make the files that a public mirror needs.

    Writes a folder named by the time, which holds the archive as one SQLite file (checked; with and without the search
    index; compressed with zstd and gzip), the articles as CSV and JSON lines, checksums, datapackage.json,
    croissant.json and a README in both languages. The folder appears when it is complete. Crawls may run meanwhile.

    Keeps the newest seven (--keep) and the last of each of twelve months; deletes older ones. Prints the folder.
    """
    from cundang.store.clock import now, read_clock
    from cundang.store.tasks import note_task
    from exchange.downloads import find_downloads_folder, list_downloads
    from exchange.snapshot import snapshot as make

    started_at = now()
    with show_status() as report:
        folder = make(db_path, output or find_downloads_folder(db_path), read_clock(), keep, report)
    note_task(db_path, "snapshot", started_at, folder.name)
    files = list_downloads(folder)
    if as_json:
        print_json({"snapshot": str(folder), "files": {file.name: file.size for file in files}})
    else:
        click.echo(f"{folder}: {len(files)} files, {sum(file.size for file in files)} bytes")
