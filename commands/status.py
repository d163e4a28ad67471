"""archive status"""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from cundang.model.expect import Expect
    from cundang.store.faults import Fault
    from cundang.store.standing import Standing

_LAST_RUN = "SELECT * FROM runs WHERE :site IS NULL OR site IS NULL OR site = :site ORDER BY id DESC LIMIT 1"
_PROBLEMS = """
    SELECT stage, reason, count(*) AS pages, min(url) AS example FROM problems
    WHERE run_id = ? AND NOT (stage = 'discover' AND instr(reason, ?))
    GROUP BY stage, reason ORDER BY pages DESC LIMIT 10
"""


@click.command()
@click.argument("site", required=False)
@click.option(
    "--coverage",
    "by_day",
    is_flag=True,
    help="Print what each source of SITE named, how much of it the archive holds, and every gap.",
)
@click.option(
    "--since",
    metavar="TIME",
    help="What happened to articles from then on: a day, month or year (2026-11-20, 2026-11), or 24h, 7d, 2w ago. With "
    "--coverage: from this day, month or year on.",
)
@click.option("--until", metavar="DATE", help="With --coverage: until this day, or the end of this month or year.")
@archive_options("db_path", "local_warc")
@json_option
def status(
    site: str | None,
    by_day: bool,
    since: str | None,
    until: str | None,
    db_path: Path,
    warc: Path | None,
    as_json: bool,
) -> None:
    """Print what the archive holds, how each site and the archive stand, and how the last run ended.

    A line for each site, or only for SITE: the number of articles, the oldest and the newest date, how many are gone,
    and how many addresses are pending or failed; its last crawl; how many articles were new, changed and gone in the
    last seven days; how many of the addresses that became known in the last 28 days are held; and whether new articles
    come as usual (late: none for three times the usual gap). Then the last run, how many answers it got in place of
    articles (checks of visitors, walls, pages that wait or are not there), and its problems. Then the archive: its
    size, the free disk and for how many days it lasts; when backup, snapshot, verify and check were last done; and a
    line for each thing that is wrong. --json has `ok`, false where something is.

    With SITE also how many new articles a week are usual: what its module promises, or what the archive learned of its
    first four weeks of runs, or that it is still learning.

    With --since alone a digest: how many articles are new, were edited, vanished, came back, moved and were reprinted,
    by kind, by size of edit and by site; then those that were rewritten, vanished or came back, the newest first, with
    their addresses. Days are those of UTC; events whose time nobody knows (imports) do not count.

    With --coverage and SITE: for each source and day how many articles it named and how many of them the archive holds;
    a calendar of how many each day named (a line a week, or a line a year if there is more than a year), in which days
    without an issue and days that were never asked for differ; then each missing article and the reason, the lists that
    could not be read, guessed lists that do not exist, and the links that the site's pattern of articles left out in
    the last run. --json has all of it: `days` is the calendar.
    """
    from cundang.files.settings import read_settings
    from cundang.store.faults import find_faults
    from cundang.store.schema import open_readonly
    from cundang.store.standing import read_standing
    from cundang.store.status import has_site

    first, last = _parse_span(by_day, since, until)
    db = click.get_current_context().with_resource(closing(open_readonly(db_path)))
    if site and not has_site(db.conn, site):
        raise UsageError(f"{site}: no such site in {db_path}; `archive status` lists them")
    if by_day:
        if site is None:
            raise UsageError("--coverage needs SITE; name one, as in `archive status xiongan --coverage`")
        from commands.coverage import print_coverage

        print_coverage(db, site, first, last, as_json)
        return
    if first:
        from commands.digest import print_digest

        print_digest(db.conn, site, first, as_json)
        return
    from scrapers.sites import sites as all_sites

    known = all_sites()
    promises = {name: found.expect for name, found in known.items()}
    standing = read_standing(db.conn, db_path, warc, promises.get, site or "")
    faults = find_faults(standing, read_settings(db_path).alarms)
    _print_standing(db, site, standing, faults, promises.get(site or ""), as_json)


def _parse_span(by_day: bool, since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day or moment that options name. Raises UsageError where they do not go together."""
    if until and not by_day:
        raise UsageError("--until needs --coverage")
    if not since and not until:
        return None, None
    from commands.coverage import parse_first, parse_last
    from commands.digest import parse_since

    parse = parse_first if by_day else parse_since
    first, last = since and parse("--since", since), until and parse_last("--until", until)
    if first and last and first > last:
        raise UsageError(f"--since {since} --until {until}: the end is before the beginning")
    return first, last


def _print_standing(
    db: "Database",
    site: str | None,
    standing: "Standing",
    faults: "list[Fault]",
    expect: "Expect | None",
    as_json: bool,
) -> None:
    """Print how the sites and the archive stand, and how the last run ended."""
    from commands.standing import format_archive, format_site
    from cundang.store.share import OUTSIDE
    from cundang.store.standing import describe_archive, describe_site
    from upkeep.no_articles import count_kinds

    usual = _describe_pace(db, site, expect) if site else None
    run = next(db.query(_LAST_RUN, {"site": site}), None)
    problems = list(db.query(_PROBLEMS, [run["id"], OUTSIDE])) if run else []
    no_articles = count_kinds(db.conn, run["id"]) if run else {}
    if as_json:
        print_json(
            {
                "ok": not faults and not standing.alarms,
                "faults": [{"name": fault.name, "line": fault.line} for fault in faults],
                "archive": describe_archive(standing),
                "sites": [describe_site(each) for each in standing.sites],
                "last_run": run,
                "no_articles": no_articles,
                "problems": problems,
                **({"new_articles": usual} if usual else {}),
            }
        )
        return
    for each in standing.sites:
        click.echo(format_site(each))
    if usual:
        click.echo(f"new articles: {usual}")
    if run:
        counts = ", ".join(
            f"{run[name]} {name}"
            for name in ("fetched", "new", "edited", "unchanged", "refused", "failed")
            if run[name]
        )
        command = f"{run['command']} {run['site'] or ''}".strip()
        click.echo(f"last run: {command}, {run['started_at']}, {run['reason'] or 'not ended'}: {counts or 'nothing'}")
    if no_articles:
        kinds = ", ".join(f"{count} × {kind}" for kind, count in no_articles.items())
        click.echo(f"  answers in place of articles: {kinds}")
    for problem in problems:
        click.echo(f"  {problem['pages']} × {problem['stage']}: {problem['reason']}, e.g. {problem['example']}")
    for line in format_archive(standing, faults):
        click.echo(line)


def _describe_pace(db: "Database", site: str, expect: "Expect | None") -> str:
    """How many new articles a week are usual, and how that is known."""
    from cundang.model.expect import UNKNOWN
    from upkeep.expectations import describe_pace

    return describe_pace(db.conn, site, expect or UNKNOWN)
