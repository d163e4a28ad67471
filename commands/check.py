"""archive check"""

from pathlib import Path

import click

from commands.options import db_option, json_option, print_json

BELOW = 3  # exit code: below what a site promises, or gave before


@click.command()
@click.option("--days", type=click.IntRange(min=1), default=7, show_default=True, help="What counts as recent.")
@db_option
@json_option
def check(days: int, db: Path, as_json: bool) -> None:
    """Say which sites no longer give what they gave.

    Compares for each site the articles of the last days with those before, and with what its module promises: how many
    have a time, a source, an author, an editor; how long their texts are; how many are read by none of the module's
    layouts; and whether anything new came at all. Needs 5 recent articles and 20 before; says nothing of fewer.

    Prints a line for each thing that is wrong: the site, what, since when, and two pages to look at; nothing if all is
    well, so that it can run from cron. Exit code 3 if something is wrong.
    """
    from contextlib import closing
    from dataclasses import asdict

    from pipelines.check import check as alarms_of
    from pipelines.schema import open_readonly
    from scrapers.sites import publishers

    with closing(open_readonly(db)) as archive:
        alarms = alarms_of(archive, publishers(), days)
    for alarm in alarms:
        if as_json:
            print_json(asdict(alarm))
        else:
            click.echo(str(alarm))
    if alarms:
        raise click.exceptions.Exit(BELOW)
