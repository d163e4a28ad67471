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
@archive_options("db_path")
@json_option
def status(site: str | None, by_day: bool, db_path: Path, as_json: bool) -> None:
    """Print what the archive holds and how the last run ended.

    For each site, or only for SITE: the number of articles, the oldest and the newest date, how many articles are gone,
    and how many addresses are pending or failed; then the last run and its problems.

    With --coverage and SITE: for each source and day how many articles it named and how many of them the archive holds;
    then each missing article and the reason, the lists that could not be read, guessed lists that do not exist, and the
    links that the site's pattern of articles left out in the last run.
    """
    from cundang.store.schema import open_readonly
    from upkeep.coverage import OUTSIDE

    db = click.get_current_context().with_resource(closing(open_readonly(db_path)))
    sites = [row for row in db.query(_SITES) if site in (None, row["name"])]
    if site and not sites:
        raise UsageError(f"{site}: no such site in {db_path}; `archive status` lists them")
    if by_day:
        _print_coverage(db, site, as_json)
        return
    run = next(db.query(_LAST_RUN, {"site": site}), None)
    problems = list(db.query(_PROBLEMS, [run["id"], OUTSIDE])) if run else []
    if as_json:
        print_json({"sites": sites, "last_run": run, "problems": problems})
        return
    for row in sites:
        click.echo(_format_site(row))
    if run:
        counts = ", ".join(
            f"{run[name]} {name}"
            for name in ("fetched", "new", "edited", "unchanged", "refused", "failed")
            if run[name]
        )
        command = f"{run['command']} {run['site'] or ''}".strip()
        click.echo(f"last run: {command}, {run['started_at']}, {run['reason'] or 'not ended'}: {counts or 'nothing'}")
    for problem in problems:
        click.echo(f"  {problem['pages']} × {problem['stage']}: {problem['reason']}, e.g. {problem['example']}")


def _print_coverage(db: "Database", site: str | None, as_json: bool) -> None:
    from dataclasses import asdict

    from upkeep.coverage import measure_coverage

    if site is None:
        raise UsageError("--coverage needs SITE; name one, as in `archive status xiongan --coverage`")
    found = measure_coverage(db, site)
    rows, gaps, unread = found.rows, found.gaps, found.unread
    if as_json:
        print_json(
            {
                "site": site,
                "coverage": [asdict(row) for row in rows],
                "gaps": [asdict(gap) for gap in gaps],
                "unread": [asdict(gap) for gap in unread],
                "absent": [asdict(gap) for gap in found.absent],
                "outside": found.outside,
            }
        )
        return
    for name in dict.fromkeys(row.source for row in rows):
        own = [row for row in rows if row.source == name]
        held, total = sum(row.held for row in own), sum(row.named for row in own)
        click.echo(f"{name}: {held} of {total} held{_format_span([row.day for row in own if row.day])}")
        for row in own:
            if row.held != row.named:
                click.echo(f"  {row.day or 'day unknown'}: {row.held} of {row.named}")
    for kind, of_kind in (("missing", gaps), ("not read", unread)):
        for gap in of_kind:
            click.echo(f"{kind}: {gap.url}: {gap.state}{f' ({gap.error})' if gap.error else ''}")
    for gap in found.absent:
        click.echo(f"not there: {gap.url}, whose address is a guess ({gap.error})")
    for line in found.outside:
        click.echo(f"left out: {line}")
    if rows and not gaps:
        rest = f"but {len(unread)} lists were not read and may name more" if unread else "complete"
        click.echo(f"{site}: every article that its sources named is held; {rest}")


def _format_span(days: list[str]) -> str:
    if not days:
        return ""
    return f"; {days[0]}" + (f" to {days[-1]}, {len(days)} days" if len(days) > 1 else "")


def _format_site(row: dict[str, Any]) -> str:
    if not row["articles"]:
        return f"{row['name']}: no articles"
    oldest, newest = ((row[name] or "?")[:10] for name in ("oldest", "newest"))
    others = "".join(f", {row[name]} {name}" for name in ("gone", "pending", "failed") if row[name])
    return f"{row['name']}: {row['articles']} articles, {oldest} to {newest}{others}"
