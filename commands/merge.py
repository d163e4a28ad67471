"""archive merge"""

from pathlib import Path

import click

from commands.options import db_option, json_option, print_json, telling, warc_folder, warc_option


@click.command()
@click.argument("others", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@db_option
@warc_option
@json_option
def merge(others: tuple[Path, ...], db: Path, warc: Path | None, as_json: bool) -> None:
    """Join other archives into this one.

    OTHERS are archives, each with its WARC folder beside it (.warc for .db); they are only read. The archive is made if
    it is not there. Articles are joined by their address or the id of their site, their versions by time; runs, events,
    the frontier and the WARC files come along. Merging twice changes nothing, and the order does not matter.

    Prints what the archive then holds. Exit code 75 if another merge is under way.
    """
    from exchange.merge.archives import merge as run
    from scrapers.sites import publishers

    with telling() as told:
        counts = run(
            db, warc_folder(db, warc), [(other, warc_folder(other, None)) for other in others], publishers(), told
        )
    if as_json:
        print_json({"db": str(db), **counts})
    else:
        click.echo(f"{db}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
