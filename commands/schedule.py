"""archive schedule"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import archive_options, get_warc_folder
from commands.scheduled import Form, give_lines, give_units, remove_jobs
from commands.site_names import except_option, split_names, take_all
from cundang.files.settings import choose_contact, find_settings_file, read_settings
from cundang.model.errors import UsageError
from upkeep.schedule.jobs import TASKS, Plan, make_jobs

if TYPE_CHECKING:
    from cundang.model.settings import Settings

_MANY = 20  # sites: with more of them each is crawled once a day, unless --every says otherwise


@click.command()
@click.argument("sites", nargs=-1)
@click.option("--all", "all_sites", is_flag=True, help="Crawl all sites that have a module, each by itself.")
@except_option
@click.option(
    "--tasks",
    metavar="TASK,...",
    help="What to do regularly: crawl, check, redact, snapshot, backup, verify, serve.  [default: crawl, and where the "
    "archive has its file of settings all else that is set up]",
)
@click.option(
    "--contact", envvar="ARCHIVE_CONTACT", help="An address at which sites can reach you.  [env: ARCHIVE_CONTACT]"
)
@click.option(
    "--every",
    type=click.IntRange(1, 24),
    help="Hours between two crawls of a site.  [default: 1, or 24 with more than twenty sites]",
)
@click.option("--jitter", type=click.IntRange(0, 1800), help="Start up to so many seconds late.  [default: 300]")
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The log file of cron's lines.  [default: beside the archive, .log for .db]",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="As for `archive crawl`: allow the private hosts and ports that SITES name.",
)
@click.option("--systemd", is_flag=True, help="Print services and timers of systemd instead of crontab lines.")
@click.option("--user", "of_user", is_flag=True, help="Units of your own systemd (systemctl --user), not the system's.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the units of systemd into this folder, a file each.",
)
@click.option("--install", is_flag=True, help="Put the lines into your crontab, beside those that are there.")
@click.option(
    "--remove", is_flag=True, help="Take lines of this archive out of your crontab: those of SITES and --tasks, or all."
)
@archive_options("db_path", "warc")
def schedule(  # noqa: PLR0913 - one for each option
    sites: tuple[str, ...],
    all_sites: bool,
    left_out: tuple[str, ...],
    tasks: str | None,
    contact: str | None,
    every: int | None,
    jitter: int | None,
    log: Path | None,
    allow_private: bool,
    systemd: bool,
    of_user: bool,
    output: Path | None,
    install: bool,
    remove: bool,
    db_path: Path,
    warc: Path,
) -> None:
    """Print the lines that crawl SITES and look after the archive regularly, for cron or systemd, or install them.

    SITES are names, as `scrapy list` shows them, or web addresses; without any, those of [schedule] in the archive's
    file of settings (archive.toml). With that file, all that is set up is done too: every hour `check --tell`, or a
    plain `check` each morning where [alarms] names nobody; at night `redact --due`, `snapshot` if there is a folder of
    snapshots, `backup` if [backup] says where to; `verify` once a week; `serve` only if --tasks names it. A hash of
    archive and site spreads the times.

    Your crontab has a block for each archive. What is installed is added to the archive's own block, a line for each
    site and task, in place of the line before; lines of other archives and your own stay as they are.

    A run takes a lock, so you need no flock: if another run of the site is under way, the new one ends silently. A run
    that takes too long is ended, and the next goes on. What it says goes to the log, of which five older ones are kept;
    cron mails only what is wrong.
    """
    settings, db = read_settings(db_path), _make_plain(db_path)
    form = Form(
        (log or db.with_suffix(".log")).absolute(),
        settings.schedule.jitter if jitter is None else jitter,
        of_user,
        output,
    )
    wanted = _choose_tasks(split_names((tasks,) if tasks else settings.schedule.tasks))
    if remove:
        remove_jobs(db, sites, wanted, form)
        return
    if install and (systemd or output or of_user):
        raise UsageError("--install is for cron; write units with --output, and start them with systemctl")
    wanted = wanted or _list_set_up(db, settings)
    if (sites or all_sites or left_out) and "crawl" not in wanted:
        raise UsageError("SITES: --tasks names no crawl; add it, or name no sites")
    chosen = _choose_sites(sites, all_sites, left_out, settings) if "crawl" in wanted else []
    plan = Plan(
        db=db,
        warc=None if warc == get_warc_folder(db_path) else str(warc if "://" in str(warc) else _make_plain(warc)),
        sites=chosen,
        tasks=wanted,
        every=every or settings.schedule.every or (1 if len(chosen) <= _MANY else 24),
        contact=_choose_contact(contact, db, chosen, allow_private) if chosen else "",
        options={
            "check": ("--tell",) if _tells(settings) else (),
            "backup": _choose_backup(db, settings) if "backup" in wanted else (),
            "crawl": (*settings.schedule.crawl_options, *(["--allow-private"] if allow_private else [])),
            "serve": settings.schedule.serve_options,
        },
    )
    jobs = make_jobs(plan)
    if systemd or output or of_user:
        give_units(jobs, plan, form)
        if "check" in wanted and settings.alarms.mail and not settings.alarms.smtp:
            click.echo(
                "[alarms] mail: many a sendmail does not work in the sandbox of a unit; name a mail server with smtp",
                err=True,
            )
    else:
        give_lines(jobs, db, form, install)


def _make_plain(path: Path) -> Path:
    """An absolute path without `..`, of which systemd takes none. One that has none keeps its symbolic links."""
    return path.resolve() if ".." in path.parts else path.absolute()


def _choose_tasks(names: Sequence[str]) -> list[str]:
    if unknown := [name for name in names if name not in TASKS]:
        raise UsageError(f"--tasks {unknown[0]}: no such task; they are {', '.join(TASKS)}")
    return list(names)


def _list_set_up(db: Path, settings: "Settings") -> list[str]:
    """The tasks that an archive is set up for: all that its file of settings, and a first snapshot, allow."""
    from exchange.downloads import find_downloads_folder

    if not find_settings_file(db).exists():
        return ["crawl"]
    more = {"snapshot": find_downloads_folder(db).is_dir(), "backup": bool(settings.backup.to)}
    return [task for task in TASKS if task != "serve" and more.get(task, True)]


def _choose_backup(db: Path, settings: "Settings") -> tuple[str, ...]:
    """The words of `archive backup`: where to, and how many are kept."""
    to, keep = settings.backup.to, settings.backup.keep
    if not to:
        raise UsageError(f'--tasks backup: where to? Write into {find_settings_file(db)}: [backup] to = "..."')
    if keep < 1:
        raise UsageError(f"{find_settings_file(db).name}: [backup] keep: {keep} is none; give 1 or more")
    return (to if "://" in to else str(_make_plain(db.parent / to)), "--keep", str(keep))


def _tells(settings: "Settings") -> bool:
    """Whether `archive check --tell` has a way to tell of faults."""
    alarms = settings.alarms
    return bool(alarms.mail or alarms.webhook or alarms.file or alarms.ping)


def _choose_contact(given: str | None, db: Path, sites: Sequence[str], allow_private: bool) -> str:
    """The contact that sites see. Raises UsageError where there is none, and a site is a public one."""
    from scrapers.politeness import require_contact

    contact = choose_contact(given, db)
    if not allow_private or not all("://" in site for site in sites):
        require_contact(contact)
    return contact


def _choose_sites(names: Sequence[str], all_sites: bool, left_out: Sequence[str], settings: "Settings") -> list[str]:
    """The sites to crawl. Raises UsageError where one cannot be crawled."""
    from scrapers.sites import find_site

    if names and all_sites:
        raise UsageError("--all: name sites, or take all of them")
    if not names and not all_sites:
        names, left_out = settings.schedule.sites, left_out or settings.schedule.except_sites
        all_sites = "all" in names
    if all_sites:
        return take_all(left_out)
    if left_out:
        raise UsageError("--except: needs --all")
    if not names:
        raise UsageError(
            "SITES: name at least one site; `archive sites` lists them; or choose other tasks with --tasks check,verify"
        )
    for name in names:
        if ":" not in name:
            find_site(name)
    return list(names)
