"""archive check"""

from pathlib import Path

import click

from commands.options import db_option, json_option, print_json

BELOW = 3  # exit code: below what a site promises, or gave before


@click.command()
@click.option("--days", type=click.IntRange(min=1), default=7, show_default=True, help="What counts as recent.")
@click.option(
    "--rates",
    is_flag=True,
    help="Print instead, for each layout, on how many pages it and the generic extractor disagree, and for each of its "
    "fields on how many articles its selectors found nothing, or several things where one was meant.",
)
@db_option
@json_option
def check(days: int, rates: bool, db: Path, as_json: bool) -> None:
    """Say which sites no longer give what they gave.

    Compares for each site the articles of the last days with those before, and with what its module promises: how many
    have a time, a source, an author, an editor; how long their texts are; how many are read by none of the module's
    layouts; and whether anything new came at all. What `archive sites` shows as promised (a title, a date, a text on so
    many of its articles, so many new ones a week) is a border of its own. Needs 5 recent articles and 20 before; says nothing of fewer. One
    page in twenty is read by its layout and by the generic extractor: where those disagree on more than a tenth of ten
    pages or more, one of the two is wrong by now.

    Prints a line for each thing that is wrong: the site, what, since when, and two pages to look at; nothing if all is
    well, so that it can run from cron. Exit code 3 if something is wrong.
    """
    from contextlib import closing
    from dataclasses import asdict

    from cundang.store.schema import open_readonly
    from scrapers.sites import publishers, sites
    from upkeep.check import check as alarms_of
    from upkeep.check import count_disagreements as rates_of
    from upkeep.check import count_selector_misses

    with closing(open_readonly(db)) as archive:
        if rates:
            _tell_rates(rates_of(archive), count_selector_misses(archive, publishers()), as_json)
            return
        alarms = alarms_of(archive, publishers(), days, {name: site.expect for name, site in sites().items()})
    for alarm in alarms:
        if as_json:
            print_json(asdict(alarm))
        else:
            click.echo(str(alarm))
    if alarms:
        raise click.exceptions.Exit(BELOW)


def _tell_rates(rows: list[dict[str, object]], missed: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print_json([*rows, *missed])
        return
    for row in rows:
        click.echo(f"{row['site']} {row['profile']}: {row['disagree']} of {row['pages']} compared pages disagree")
    if not rows:
        click.echo("no page has been compared yet; one in twenty of those that a layout answers for will be")
    for row in missed:
        counts = f"none on {row['none']}, several on {row['several']} of {row['articles']} articles"
        click.echo(f"{row['site']} {row['profile']} {row['field']}: {counts}")
