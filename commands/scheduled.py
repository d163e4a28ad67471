"""What `archive schedule` does with the jobs that it made: lines of cron, units of systemd."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cundang.files.atomic import atomic_write
from cundang.model.errors import ArchiveError, UsageError
from upkeep.schedule.crontab import Line, change, format_block, format_line, read_crontab, write_crontab
from upkeep.schedule.jobs import TASKS, Job, Plan, identify
from upkeep.schedule.units import Surroundings, format_units, make_prefix

_NAMED = 5  # sites in the line that says what is installed


@dataclass(frozen=True, slots=True)
class Form:
    """Where the jobs go: the log of cron's lines, --jitter; whether units are a user's own, and their folder."""

    log: Path
    jitter: int
    of_user: bool
    output: Path | None


def give_lines(jobs: Sequence[Job], db: Path, form: Form, install: bool) -> None:
    """Print the lines, or put them into the crontab in place of those of the same sites and tasks."""
    lines = {(job.task, job.site): format_line(job, form.log, form.jitter) for job in jobs}
    if not install:
        click.echo(format_block(identify(db), list(lines.values())))
        return
    installed = dict[tuple[str, str], str]()

    def add(found: list[Line]) -> list[str]:
        installed.update({(line.task, line.site): line.text for line in found if line.task})
        installed.update(lines)
        others = [line.text for line in found if not line.task]
        return [*others, *installed.values()]

    crontab = change(read_crontab(), identify(db), form.log, add)
    write_crontab(crontab)
    click.echo(f"crontab: {db}: {_describe(list(installed))}; what they say goes to {form.log}")
    if any(job.task == "serve" for job in jobs):
        click.echo(
            "crontab: cron starts `archive serve` at the next start of this machine; until then, start it yourself"
        )


def _describe(jobs: Sequence[tuple[str, str]]) -> str:
    """What is installed, on one line."""
    sites = [site for task, site in jobs if task == "crawl"]
    named = ", ".join(sites[:_NAMED]) + (f" and {len(sites) - _NAMED} more" if len(sites) > _NAMED else "")
    tasks = [task for task in TASKS if (task, "") in jobs]
    return "; ".join(filter(None, (f"crawl of {named}" if sites else "", ", ".join(tasks)))) or "nothing"


def remove_jobs(db: Path, sites: Sequence[str], tasks: Sequence[str], form: Form) -> None:
    """Take lines of an archive out of the crontab, or units of an archive out of a folder."""
    if form.output:
        _remove_units(db, sites, form.output)
        return
    left, taken = list[tuple[str, str]](), list[tuple[str, str]]()

    def is_meant(line: Line) -> bool:
        if not sites and not tasks:
            return True
        return line.site in sites if line.site and sites else bool(line.task) and line.task in tasks

    def cut(found: list[Line]) -> list[str]:
        kept = [line for line in found if not is_meant(line)]
        left.extend((line.task, line.site) for line in kept if line.task)
        taken.extend((line.task, line.site) for line in found if line not in kept)
        return [line.text for line in kept] if left else []

    after = change(read_crontab(), identify(db), form.log, cut)
    known = {job[1] for job in taken}
    if missing := [site for site in sites if site not in known]:
        raise UsageError(f"{missing[0]}: not scheduled for {db}; `crontab -l` shows what is")
    if taken:
        write_crontab(after)
    click.echo(
        f"crontab: {db}: {_describe(left)}"
        if taken
        else f"crontab: it has no lines of {db}; name the archive with --db"
    )


def give_units(jobs: Sequence[Job], plan: Plan, form: Form) -> None:
    """Print units of systemd, or write them into a folder."""
    folder = plan.db.parent
    is_remote = bool(plan.warc and "://" in plan.warc)
    writable = [folder]
    if plan.warc and not is_remote and folder not in Path(plan.warc).parents:
        writable.append(Path(plan.warc))
    to = next(iter(plan.options.get("backup", ())), "://")
    around = Surroundings(
        user=None if form.of_user else _find_owner(folder if folder.exists() else Path.home()),
        writable=writable,
        backup=None if "://" in to else Path(to),
        jitter=form.jitter,
        online=("redact", "verify", "snapshot") if is_remote else (),
    )
    files: dict[str, str] = {}
    for job in jobs:
        files |= format_units(job, plan.db, around)
    if form.output is None:
        for name, text in files.items():
            click.echo(f"# {name}\n{text}")
        return
    try:
        form.output.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with atomic_write(form.output / name) as path:
                path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"{form.output}: cannot be written ({error.strerror}); check who owns it") from error
    control = f"systemctl{' --user' if form.of_user else ''}"
    starts = " ".join(
        name for name in files if name.endswith(".timer") or f"{name[: -len('.service')]}.timer" not in files
    )
    click.echo(
        f"{form.output}: {len(files)} units; start them with: {control} daemon-reload && "
        f"{control} enable --now {starts}"
    )


def _find_owner(folder: Path) -> str:
    """The name of the user whose folder it is; their number where the machine has no name for it."""
    try:
        return folder.owner()
    except KeyError:
        return str(folder.stat().st_uid)


def _remove_units(db: Path, sites: Sequence[str], folder: Path) -> None:
    if sites:
        raise UsageError("--remove --output: takes all units of an archive; write those that stay anew")
    found = sorted(folder.glob(f"archive-{make_prefix(db)}-*"))
    for path in found:
        path.unlink()
    click.echo(f"{folder}: {len(found)} units of {db} deleted; then: systemctl daemon-reload")
