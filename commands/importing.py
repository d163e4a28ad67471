"""archive import"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, show_progress, tell_broken
from cundang.model.exit_codes import ExitCode

_MOST_REASONS = 12  # that are printed
_OUTCOMES = ("new", "edited", "unchanged", "refused")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_options("db_path", "warc")
@json_option
def import_(paths: tuple[Path, ...], db_path: Path, warc: Path, as_json: bool) -> None:
    """Bring pages from files into the archive.

    PATHS are files, or folders with everything below them, but not what links in a folder lead to. The type of a file
    is recognised from its content: WARC and ARC files and WACZ of other crawlers; HTML pages, gzipped or not, MHTML and
    plain text; JSON and tables of news-please, trafilatura, fundus, GNE and similar tools, or with common names of
    columns, Chinese or English. Imported pages are handled like crawled ones: their bytes are kept first, then the
    article is stored, or the page gets a row in the table `problems` with the stage that refused it and the reason. A
    page fetched before the version that the archive holds becomes an earlier version. An interrupted import continues
    where it stopped.

    The address of a page comes from its record, else from the file MANIFEST.tsv beside or above it (columns `path` and
    `url`, and `fetched_at` where that is known), else from what the browser noted that saved it, else from the page
    itself, else it is `file:` and the path below PATH. Importing a file twice changes nothing.

    Prints a line for each refused page, and a count: every record is stored, refused, or no page. Exit code 1 if
    nothing could be stored, or a file is damaged, so that nobody knows how many records were lost; what could be read
    is stored.
    """
    from cundang.store.session import Session
    from exchange.importer import list_files, show_path
    from exchange.importer.intake import import_file
    from scrapers.sites import publishers

    tell_broken()
    listed = [(file, path, reason) for path in paths for file, reason in list_files(path)]
    found = [(file, path if path.is_dir() else path.parent) for file, path, reason in listed if not reason]
    skipped = Counter(reason for _, _, reason in listed if reason)
    now, records, damaged = datetime.now(UTC), skipped.total(), 0
    with Session(db_path, warc, publishers(), "import") as session, show_progress(len(found)) as report:
        for place, (file, root) in enumerate(found):
            for taken in import_file(session, file, root, now):
                records += taken.outcome != "damaged"
                damaged += taken.outcome == "damaged"
                report(place, f"{show_path(Path(file.name))} {sum(session.counts[name] for name in _OUTCOMES)} pages")
                if taken.outcome == "skipped":
                    skipped[taken.reason] += 1
                    continue
                where = f"{show_path(file)}#{taken.number}" if taken.number else show_path(file)
                if as_json:
                    print_json({"path": where, "outcome": taken.outcome, "reason": taken.reason or None})
                elif taken.reason:
                    click.echo(f"{where}: {taken.reason}", err=True)
        counts = dict(session.counts)
        session.end("finished")
    if not as_json:
        if skipped:
            reasons = ", ".join(f"{count} {reason}" for reason, count in skipped.most_common(_MOST_REASONS))
            if len(skipped) > _MOST_REASONS:
                reasons += f" and {len(skipped) - _MOST_REASONS} reasons more"
            click.echo(f"{sum(skipped.values())} of {records} records are not pages: {reasons}", err=True)
        outcomes = ", ".join(f"{counts[name]} {name}" for name in _OUTCOMES if counts.get(name))
        click.echo(f"{outcomes or 'nothing'} of {len(found)} {'file' if len(found) == 1 else 'files'} in {db_path}")
        if damaged:
            click.echo(f"{damaged} damaged {'place' if damaged == 1 else 'places'}: see above, and the table problems")
    if damaged or not any(counts.get(name) for name in ("new", "edited", "unchanged")):
        raise click.exceptions.Exit(ExitCode.FAILED)
