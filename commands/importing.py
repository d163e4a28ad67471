"""archive import"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from commands.options import db_option, json_option, print_json, progress, warc_folder, warc_option

_OUTCOMES = ("new", "edited", "unchanged", "refused")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@db_option
@warc_option
@json_option
def import_(paths: tuple[Path, ...], db: Path, warc: Path | None, as_json: bool) -> None:
    """Bring pages from files into the archive.

    PATHS are files, or folders with all that is below them, recognised by content: WARC files and WACZ of other
    crawlers; HTML pages, gzipped or not, and plain text; JSON and CSV of news-please, trafilatura, fundus and the like.
    Each page goes the same way as one that is crawled: its bytes are kept first, then the article is stored, or
    the page gets a row in the table `problems` that says which stage refused it and why. A page that was fetched before
    what is here becomes an earlier version. An import that was interrupted goes on where it was.

    The address of a page is what its record says, what the file MANIFEST.tsv beside or above it says (columns `path` and
    `url`), else what the page says of itself, else `file:` and its path below PATH. Importing a file twice changes nothing.

    Prints a line for each page that was refused, and a count. Exit code 1 if nothing at all could be stored.
    """
    from cundang.store.session import Session
    from exchange.importer import find_files
    from exchange.importer.intake import import_file
    from scrapers.sites import publishers

    found = [(file, path if path.is_dir() else path.parent) for path in paths for file in find_files(path)]
    now, skipped, records = datetime.now(UTC), Counter[str](), 0
    with Session(db, warc_folder(db, warc), publishers(), "import") as session, progress(len(found)) as shown:
        for place, (file, root) in enumerate(found):
            for taken in import_file(session, file, root, now):
                records += 1
                shown(place, f"{file.name} {sum(session.counts[name] for name in _OUTCOMES)} pages")
                if taken.outcome == "skipped":
                    skipped[taken.reason] += 1
                    continue
                where = f"{file}#{taken.number}" if taken.number else str(file)
                if as_json:
                    print_json({"path": where, "outcome": taken.outcome, "reason": taken.reason or None})
                elif taken.reason:
                    click.echo(f"{where}: {taken.reason}", err=True)
        counts = dict(session.counts)
        session.end("finished")
    told = ", ".join(f"{counts[name]} {name}" for name in _OUTCOMES if counts.get(name))
    if not as_json:
        if skipped:
            reasons = ", ".join(f"{count} {reason}" for reason, count in skipped.most_common(5))
            click.echo(f"{sum(skipped.values())} of {records} records are no pages: {reasons}", err=True)
        click.echo(f"{told or 'nothing'} of {len(found)} {'file' if len(found) == 1 else 'files'} in {db}")
    if not any(counts.get(name) for name in ("new", "edited", "unchanged")):
        raise click.exceptions.Exit(1)
