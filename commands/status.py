"""archive status"""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import archive_options, json_option, print_json
from cundang.model.errors import UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

_SITES = """
    SELECT s.name, count(a.id) AS articles, min(a.published_at) AS oldest, max(a.published_at) AS newest,
      sum(a.state = 'gone') AS gone,
      (SELECT count(*) FROM urls u WHERE u.site = s.name AND u.state = 'pending') AS pending,
      (SELECT count(*) FROM urls u WHERE u.site = s.name AND u.state = 'failed') AS failed
    FROM sites s LEFT JOIN articles a ON a.site = s.name GROUP BY s.name ORDER BY articles DESC
"""
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
@archive_options("db_path")
@json_option
def status(site: str | None, by_day: bool, since: str | None, until: str | None, db_path: Path, as_json: bool) -> None:
    """Print what the archive holds and how the last run ended.

    For each site, or only for SITE: the number of articles, the oldest and the newest date, how many articles are gone,
    and how many addresses are pending or failed; then the last run, how many answers it got in
    place of articles (checks of visitors, walls, pages that wait or are not there), and its problems.

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
    from commands.coverage import parse_first, parse_last, print_coverage
    from commands.digest import parse_since, print_digest
    from cundang.store.schema import open_readonly

    if until and not by_day:
        raise UsageError("--until needs --coverage")
    parse = parse_first if by_day else parse_since
    first, last = since and parse("--since", since), until and parse_last("--until", until)
    if first and last and first > last:
        raise UsageError(f"--since {since} --until {until}: the end is before the beginning")
    db = click.get_current_context().with_resource(closing(open_readonly(db_path)))
    sites = [row for row in db.query(_SITES) if site in (None, row["name"])]
    if site and not sites:
        raise UsageError(f"{site}: no such site in {db_path}; `archive status` lists them")
    if by_day:
        if site is None:
            raise UsageError("--coverage needs SITE; name one, as in `archive status xiongan --coverage`")
        print_coverage(db, site, first, last, as_json)
        return
    if first:
        print_digest(db.conn, site, first, as_json)
        return
    _print_holdings(db, site, sites, as_json)


def _print_holdings(db: "Database", site: str | None, sites: list[dict[str, Any]], as_json: bool) -> None:
    """Print what is held of each site, and how the last run ended."""
    from cundang.store.coverage import OUTSIDE
    from upkeep.no_articles import count_kinds

    usual = _describe_pace(db, site) if site else None
    run = next(db.query(_LAST_RUN, {"site": site}), None)
    problems = list(db.query(_PROBLEMS, [run["id"], OUTSIDE])) if run else []
    no_articles = count_kinds(db.conn, run["id"]) if run else {}
    if as_json:
        print_json(
            {
                "sites": sites,
                "last_run": run,
                "no_articles": no_articles,
                "problems": problems,
                **({"new_articles": usual} if usual else {}),
            }
        )
        return
    for row in sites:
        click.echo(_format_site(row))
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


def _describe_pace(db: "Database", site: str) -> str:
    """How many new articles a week are usual, and how that is known."""
    from cundang.model.expect import UNKNOWN
    from scrapers.sites import sites
    from upkeep.expectations import describe_pace

    known = sites().get(site)
    return describe_pace(db.conn, site, known.expect if known else UNKNOWN)


def _format_site(row: dict[str, Any]) -> str:
    if not row["articles"]:
        return f"{row['name']}: no articles"
    oldest, newest = ((row[name] or "?")[:10] for name in ("oldest", "newest"))
    others = "".join(f", {row[name]} {name}" for name in ("gone", "pending", "failed") if row[name])
    return f"{row['name']}: {row['articles']} articles, {oldest} to {newest}{others}"
