"""archive schedule"""

import shlex
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import click

from commands.options import archive_options
from cundang.files.settings import choose_contact
from cundang.model.errors import ArchiveError, UsageError

_BEGIN, _END = "# >>> archive schedule (written by `archive schedule --install`)", "# <<< archive schedule"
_ROOT = Path(__file__).resolve().parents[1]
_MINUTES = 50  # a run that takes longer is ended, and the next one continues it


@click.command()
@click.argument("sites", nargs=-1)
@click.option(
    "--contact", envvar="ARCHIVE_CONTACT", help="An address at which sites can reach you.  [env: ARCHIVE_CONTACT]"
)
@click.option(
    "--every", type=click.IntRange(1, 23), default=1, show_default=True, help="Hours between two runs of a site."
)
@click.option(
    "--jitter", type=click.IntRange(0, 1800), default=300, show_default=True, help="Start up to so many seconds late."
)
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The log file.  [default: crawl.log beside the archive]",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="As for `archive crawl`: allow the private hosts and ports that SITES name.",
)
@click.option("--systemd", is_flag=True, help="Print a service and a timer for each site instead of crontab lines.")
@click.option("--install", is_flag=True, help="Put the lines into your crontab, in place of those of the last time.")
@click.option("--remove", is_flag=True, help="Remove the lines from your crontab.")
@archive_options("db_path", "warc")
def schedule(  # noqa: PLR0913 - one for each option
    sites: tuple[str, ...],
    contact: str | None,
    every: int,
    jitter: int,
    log: Path | None,
    allow_private: bool,
    systemd: bool,
    install: bool,
    remove: bool,
    db_path: Path,
    warc: Path,
) -> None:
    """Print the lines that crawl SITES regularly, for crontab or systemd, or install them.

    SITES are names, as `scrapy list` shows them, or web addresses. A run takes a lock, so you need no flock: if another
    run of the site is under way, the new one ends silently. All output of a run goes to the log; the errors of a failed
    run also go to standard error, so that cron mails these and nothing else.
    """
    if remove:
        _write_crontab(_remove_block(_read_crontab()))
        return
    _require_sites(sites)
    contact = choose_contact(contact, db_path)
    if not contact or any(c in contact for c in "%\n'\""):
        raise UsageError(
            "--contact: a site must see whom it can ask; give your address with --contact or ARCHIVE_CONTACT, "
            "without %, quotes and line breaks"
        )
    db_path = db_path.absolute()
    options = ["--warc", str(warc.absolute()), "--jitter", str(jitter), "--contact", contact]
    options += ["--allow-private"] if allow_private else []
    runs = {site: [sys.executable, "-m", "archive", "crawl", site, "--db", str(db_path), *options] for site in sites}
    log = (log or db_path.with_name("crawl.log")).absolute()
    if systemd:
        for site, run in runs.items():
            click.echo(_format_units(site, run, every, jitter))
        return
    lines = [
        f"{_choose_minute(site)} {_choose_hours(site, every)} * * * {_format_line(site, run, log)}"
        for site, run in runs.items()
    ]
    block = "\n".join((_BEGIN, *lines, _END))
    if install:
        _write_crontab(f"{_remove_block(_read_crontab())}{block}\n")
    else:
        click.echo(block)


def _require_sites(names: tuple[str, ...]) -> None:
    """Raise UsageError unless each name is that of a site that can be crawled, or a web address."""
    from scrapers.sites import find_site

    if not names:
        raise UsageError("SITES: name at least one site; `archive sites` lists them")
    for name in names:
        if ":" not in name:
            find_site(name)


def _format_line(site: str, run: list[str], log: Path) -> str:
    """The command of a crontab line. It ends the run after 50 minutes with SIGINT, 2 minutes later with SIGKILL.

    It prints errors only of runs that failed; exit codes 0, 75 (another run holds the lock) and 124 (ended by the time
    limit; the next run continues) are not failures.
    """
    out, err = shlex.quote(str(log)), shlex.quote(f"{log}.{_make_file_name(site)}.err")
    timeout = shutil.which("timeout") or "/usr/bin/timeout"
    start = f"cd {shlex.quote(str(_ROOT))} && {timeout} -s INT -k 120 {_MINUTES}m {shlex.join(run)} >>{out} 2>{err}"
    line = f"{start}; c=$?; cat {err} >>{out}; case $c in 0|75|124) ;; *) cat {err} >&2 ;; esac; rm -f {err}"
    return line.replace("%", r"\%")


def _make_file_name(site: str) -> str:
    """A site as a part of a file name: sites that run in the same minute must not share a file."""
    return "".join(c if c.isalnum() else "-" for c in site)


def _choose_minute(site: str) -> int:
    """The minute of a site's runs, always the same: a hash of its name spreads sites over the hour."""
    return zlib.crc32(site.encode()) % 60


def _choose_hours(site: str, every: int) -> str:
    return "*" if every == 1 else f"{zlib.crc32(site.encode()) // 60 % every}-23/{every}"


def _format_units(site: str, run: list[str], every: int, jitter: int) -> str:
    name = _make_file_name(site)
    return f"""# archive-{name}.service
[Unit]
Description=Crawl {site} into the archive

[Service]
Type=oneshot
WorkingDirectory={_ROOT}
ExecStart={shlex.join(run).replace("%", "%%")}
SuccessExitStatus=75
KillSignal=SIGINT
TimeoutStartSec={_MINUTES}min

# archive-{name}.timer
[Timer]
OnCalendar=*-*-* {"*" if every == 1 else f"0/{every}"}:{_choose_minute(site):02}:00
RandomizedDelaySec={jitter}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _read_crontab() -> str:
    done = _run_crontab(["-l"], None)
    if done.returncode and "no crontab" not in done.stderr:
        raise ArchiveError(f"crontab: {done.stderr.strip() or 'cannot be read'}; nothing was changed")
    return done.stdout if done.returncode == 0 else ""


def _remove_block(crontab: str) -> str:
    """A crontab without our block. Raises ArchiveError where the block has no end: lines of others may follow it."""
    kept, inside = [], False
    for line in crontab.splitlines():
        if line == _BEGIN:
            inside = True
        elif line == _END and inside:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise ArchiveError(
            f"crontab: the line `{_END}` is missing; put it back after the crawl lines with `crontab -e`"
        )
    return "".join(f"{line}\n" for line in kept)


def _write_crontab(crontab: str) -> None:
    done = _run_crontab(["-"], crontab)
    if done.returncode:
        raise ArchiveError(f"crontab: {done.stderr.strip() or 'cannot be written'}; nothing was changed")


def _run_crontab(arguments: list[str], stdin: str | None) -> subprocess.CompletedProcess[str]:
    program = shutil.which("crontab")
    if program is None:
        raise ArchiveError("crontab: not installed; install cron, or use --systemd")
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, text=True, check=False)  # noqa: S603
