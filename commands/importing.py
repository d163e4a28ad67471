"""archive import"""

from datetime import UTC, datetime
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json, warc_folder, warc_option


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@db_option
@warc_option
@json_option
def import_(paths: tuple[Path, ...], db: Path, warc: Path | None, as_json: bool) -> None:
    """Bring pages from files into the archive.

    PATHS are files, or folders with all that is below them: HTML pages, gzipped or not, and plain text, recognised by
    content. Each goes the same way as a page that is crawled: its bytes are kept first, then the article is stored, or
    the page gets a row in the table `problems` that says which stage refused it and why.

    The address of a page is what the file MANIFEST.tsv beside or above it says (columns `path` and `url`), else what the
    page says of itself, else `file:` and its path below PATH. Importing a file twice changes nothing.

    Prints a line for each page that was refused, and a count. Exit code 1 if nothing at all could be stored.
    """
    from pipelines import line
    from pipelines.archive import Archive
    from pipelines.errors import RefusedError
    from pipelines.importer import files, read_file
    from scrapers.sites import publishers

    found = [(file, path if path.is_dir() else path.parent) for path in paths for file in files(path)]
    now = datetime.now(UTC)
    with Archive(db, warc_folder(db, warc), publishers(), "import") as archive:
        for file, root in found:
            archive.last_reason = ""
            try:
                page = read_file(file, root, now)
            except RefusedError as refusal:
                outcome = "refused"
                archive.unreadable(file.as_posix(), refusal)
            else:
                outcome = line.run(archive, [page])
            if as_json:
                print_json({"path": str(file), "outcome": outcome, "reason": archive.last_reason or None})
            elif archive.last_reason:
                click.echo(f"{file}: {archive.last_reason}", err=True)
        counts = dict(archive.counts)
        archive.end("finished")
    told = ", ".join(f"{counts[name]} {name}" for name in ("new", "edited", "unchanged", "refused") if counts.get(name))
    if not as_json:
        click.echo(f"{told} of {len(found)} {'file' if len(found) == 1 else 'files'} in {db}")
    if not any(counts.get(name) for name in ("new", "edited", "unchanged")):
        raise click.exceptions.Exit(1)
