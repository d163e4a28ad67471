"""archive restore"""

from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, show_status


@click.command()
@click.argument("from_", metavar="FROM")
@click.option("--at", metavar="TIME", help="The last backup until a day or a time (UTC).  [default: the newest]")
@click.option("--replace", is_flag=True, help="Also where an archive is that holds articles, or is damaged.")
@click.option("--list", "is_listing", is_flag=True, help="Only show the backups.")
@archive_options("db_path", "warc")
@json_option
def restore(
    from_: str, at: str | None, replace: bool, is_listing: bool, db_path: Path, warc: Path, as_json: bool
) -> None:
    """Restore the archive from a backup.

    FROM is the place that `archive backup` wrote to. Every piece is checked. Files are written beside those that are
    there, and put in place at the end. Raw pages that are newer than the backup stay: `archive rebuild` takes them up.
    So do decisions on withdrawn articles, which are applied again. A damaged archive is kept beside as .db.damaged.

    --list prints a line for each backup: its time, articles, size, and whether all of its pieces are there.
    """
    from exchange.backup.listing import list_backups
    from exchange.backup.restore import restore as put_back
    from scrapers.sites import publishers
    from upkeep.redact import apply_pending

    if is_listing:
        lines = list_backups(from_)
        if as_json:
            print_json([line.to_json() for line in lines])
        else:
            for line in lines:
                click.echo(str(line))
        return
    left: list[str] = []
    with show_status() as report:

        def finish(new: Path, folder: Path) -> None:
            left.extend(apply_pending(new, folder, publishers, report).left)

        done = put_back(from_, db_path, warc, at, replace, finish, report)
    if as_json:
        print_json(
            {
                "place": done.place,
                "time": done.manifest.time,
                "articles": done.manifest.articles,
                "written": done.written,
                "unchanged": done.unchanged,
                "longer": done.longer,
                "missing": done.missing,
                "decisions": done.decisions,
                "aside": str(done.aside) if done.aside else None,
                "notes": [*done.notes, *left],
            }
        )
        return
    for note in [*done.notes, *left]:
        click.echo(note, err=True)
    if done.aside:
        click.echo(f"what stood there is kept as {done.aside}; programs that have it open are to be started again")
    for name in done.missing:
        click.echo(f"{name}: the backup only names it, and it is not there as it was", err=True)
    if done.longer:
        click.echo(f"{len(done.longer)} WARC files have more than the backup; `archive rebuild` takes that up")
    if done.decisions:
        click.echo(f"{done.decisions} decisions on withdrawn articles are newer than the backup, and hold")
    click.echo(
        f"{db_path}: as of {done.manifest.time}, {done.manifest.articles} articles; {len(done.written)} files written, "
        f"{done.unchanged} were as they are"
    )
