"""archive check"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json, tell_broken
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.exit_codes import ExitCode

if TYPE_CHECKING:
    from upkeep.check import Alarm


@click.command()
@click.option("--days", type=click.IntRange(min=1), default=7, show_default=True, help="How many days count as recent.")
@click.option(
    "--rates",
    is_flag=True,
    help="Print rates instead: for each layout, on how many pages it and the generic extractor disagree; for each "
    "field, on how many articles its selectors found nothing, or several values where one was meant.",
)
@click.option(
    "--tell",
    is_flag=True,
    help="Tell by mail, webhook or file, as archive.toml says in [alarms], what began and what is over, and print it.",
)
@archive_options("db_path", "local_warc")
@json_option
def check(days: int, rates: bool, tell: bool, db_path: Path, warc: Path | None, as_json: bool) -> None:
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
    cron. Exit code 3 if there is a fault. Where it can write to the archive, it notes there that it was done.

    With --tell also what `archive status` calls wrong: crawls that fail or stay away, a disk that is nearly full, a
    backup, snapshot or verification that is too old. Each is told once, and once when two checks in a row did not find
    it any more; then the command prints that and ends with 0. What could not be told is told by a later run, and exit
    code 1 says so. Where archive.toml names nobody to tell, it ends with 3 if it printed something, so that cron mails
    it. Afterwards the address `ping` is asked for, unless something is left to be told.
    """
    from contextlib import closing
    from dataclasses import asdict

    from cundang.store.clock import now
    from cundang.store.schema import open_readonly
    from cundang.store.tasks import note_task
    from scrapers.sites import publishers, sites
    from upkeep.check import check as find_alarms
    from upkeep.check import count_disagreements, count_selector_misses

    if tell and rates:
        raise UsageError("--tell tells faults, and --rates are none; leave one out")
    started_at = now()
    with closing(open_readonly(db_path)) as db:
        if rates:
            _print_rates(count_disagreements(db), count_selector_misses(db, publishers()), as_json)
            return
        alarms = find_alarms(db, publishers(), days, {name: site.expect for name, site in sites().items()})
    note_task(db_path, "check", started_at, f"{len(alarms)} {'fault' if len(alarms) == 1 else 'faults'}")
    if tell:
        _tell(db_path, warc, alarms, as_json)
        return
    for alarm in alarms:
        if as_json:
            print_json(asdict(alarm))
        else:
            click.echo(str(alarm))
    if tell_broken() or alarms:
        raise click.exceptions.Exit(ExitCode.BELOW)


def _tell(db_path: Path, warc: Path | None, alarms: "list[Alarm]", as_json: bool) -> None:
    """Tell what is newly wrong or over by all ways of the settings, print it, and ping."""
    from contextlib import closing
    from dataclasses import asdict

    from cundang.files.settings import read_settings
    from cundang.store.faults import find_faults
    from cundang.store.schema import open_readonly
    from cundang.store.standing import read_standing
    from scrapers.sites import list_broken, sites
    from upkeep.alarms import collect
    from upkeep.alarms import tell as tell_alarms
    from upkeep.telling import format_lines, make_ways, ping

    settings = read_settings(db_path)
    ways = make_ways(settings.alarms, settings.about.title or db_path.name, db_path.parent)
    promises = {name: site.expect for name, site in sites().items()}
    with closing(open_readonly(db_path)) as db:
        standing = read_standing(db.conn, db_path, warc, promises.get)
    found = collect(alarms, find_faults(standing, settings.alarms), list_broken(), settings.alarms.quiet)
    outcome = tell_alarms(db_path, found, ways)
    if as_json:
        for begins, each in [*((True, a) for a in outcome.told.begun), *((False, a) for a in outcome.told.over)]:
            print_json({"begins": begins, **asdict(each)})
    else:
        for line in format_lines(outcome.told):
            click.echo(line)
    failed = list(outcome.failed)
    if settings.alarms.ping and not failed and (ways or not found):
        try:
            ping(settings.alarms.ping)
        except ArchiveError as error:
            failed.append(str(error))
    for line in failed:
        click.echo(f"archive: {line}", err=True)
    if failed:
        raise click.exceptions.Exit(ExitCode.FAILED)
    if outcome.told and not ways:
        raise click.exceptions.Exit(ExitCode.BELOW)  # so that cron mails what is printed


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
