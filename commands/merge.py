"""archive merge"""

from pathlib import Path

import click

from commands.decisions import end_decisions
from commands.options import Folder, archive_options, get_warc_folder, json_option, print_json, show_status, tell_broken
from cundang.model.errors import UsageError


@click.command()
@click.argument("others", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--other-warc",
    "folders",
    multiple=True,
    type=Folder(),
    help="The WARC folder of an archive of OTHERS; give it once for each, in their order.  "
    "[default: beside each, .warc for .db]",
)
@archive_options("db_path", "warc")
@json_option
def merge(others: tuple[Path, ...], folders: tuple[Path, ...], db_path: Path, warc: Path, as_json: bool) -> None:
    """Join other archives into this one.

    OTHERS are archives, each with its WARC folder beside it (.warc for .db), or where --other-warc says. They are only
    read. The archive (--db) is made if it does not exist. Articles are joined by their address or by the id that their
    site gave them, their versions by time; runs, events, the frontier and the WARC files are merged too. Merging twice
    changes nothing, and the order does not matter. What is withdrawn in one of them is withdrawn in the archive.

    Prints how many rows the archive then holds. Exit code 75 if another merge is running.
    """
    from exchange.merge.archives import merge as merge_archives
    from scrapers.sites import publishers

    if folders and len(folders) != len(others):
        raise UsageError(
            f"--other-warc: given {len(folders)} times for {len(others)} archives; give it once for each, in order"
        )
    tell_broken()
    sources = list(zip(others, folders or map(get_warc_folder, others), strict=True))
    with show_status() as report:
        counts = merge_archives(db_path, warc, sources, publishers(), report)
        end_decisions(db_path, warc, report)
    if as_json:
        print_json({"db": str(db_path), **counts})
    else:
        click.echo(f"{db_path}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
