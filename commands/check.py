"""archive check"""

from pathlib import Path

import click

from commands.options import archive_options, json_option, print_json, tell_broken
from cundang.model.exit_codes import ExitCode


@click.command()
@click.option("--days", type=click.IntRange(min=1), default=7, show_default=True, help="How many days count as recent.")
@click.option(
    "--rates",
    is_flag=True,
    help="Print rates instead: for each layout, on how many pages it and the generic extractor disagree; for each "
    "field, on how many articles its selectors found nothing, or several values where one was meant.",
)
@archive_options("db_path")
@json_option
def check(days: int, rates: bool, db_path: Path, as_json: bool) -> None:
    """Report the sites whose articles got worse or stopped coming.

    Compares the articles of the last days with earlier ones, for each site: how many have a time, a source, an author,
    an editor; how long their texts are; how many fit none of the module's layouts; whether new articles came at all.
    This needs 5 recent articles and 20 earlier ones; with fewer the command reports nothing of it. It also judges, as
    the end of a crawl does, whether most of the recent pages gave no article (five or more), and what the module
    promises (`archive sites` shows it): the shares of ten or more recent articles with a title, a date and a text, the
    number of new ones a week, and the longest silence. Where the module says nothing of the number, it is compared with
    that of the first four weeks of runs, once there are so many. It reports each layout whose title or time is
    from elsewhere on the page on more than half of five recent articles or more. Finally it reports each layout
    that disagrees with the generic extractor on more than a tenth of ten compared pages or more; one in twenty
    pages is read by both.

    Prints a line for each fault: the site, what is wrong, since when, and two pages to look at; and a line for each
    module that is broken, whose site is then not crawled. Prints nothing if there is none, so that it can run from
    cron. Exit code 3 if there is a fault.
    """
    from contextlib import closing
    from dataclasses import asdict

    from cundang.store.schema import open_readonly
    from scrapers.sites import publishers, sites
    from upkeep.check import check as find_alarms
    from upkeep.check import count_disagreements, count_selector_misses

    with closing(open_readonly(db_path)) as db:
        if rates:
            _print_rates(count_disagreements(db), count_selector_misses(db, publishers()), as_json)
            return
        alarms = find_alarms(db, publishers(), days, {name: site.expect for name, site in sites().items()})
    for alarm in alarms:
        if as_json:
            print_json(asdict(alarm))
        else:
            click.echo(str(alarm))
    if tell_broken() or alarms:
        raise click.exceptions.Exit(ExitCode.BELOW)


def _print_rates(rows: list[dict[str, object]], missed: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print_json([*rows, *missed])
        return
    for row in rows:
        click.echo(f"{row['site']} {row['profile']}: {row['disagree']} of {row['pages']} compared pages disagree")
    if not rows:
        click.echo(
            "no page has been compared yet; the generic extractor also reads one in twenty of those that a layout reads"
        )
    for row in missed:
        counts = f"none on {row['none']}, several on {row['several']} of {row['articles']} articles"
        click.echo(f"{row['site']} {row['profile']} {row['field']}: {counts}")
