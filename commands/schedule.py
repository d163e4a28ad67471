"""archive schedule"""

import shlex
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import click

from commands.options import db_option, warc_folder, warc_option
from cundang.model.errors import ArchiveError, AskedWronglyError

_BEGIN, _END = "# >>> archive schedule (written by `archive schedule --install`)", "# <<< archive schedule"
_ROOT = Path(__file__).resolve().parents[1]
_MINUTES = 50  # a run that takes longer goes on at the next


@click.command()
@click.argument("sites", nargs=-1)
@click.option(
    "--contact", envvar="ARCHIVE_CONTACT", help="An address at which sites can reach you.  [env: ARCHIVE_CONTACT]"
)
@click.option(
    "--every", type=click.IntRange(1, 23), default=1, show_default=True, help="Hours between two runs of a site."
)
@click.option(
    "--jitter", type=click.IntRange(0, 1800), default=300, show_default=True, help="Seconds that a start may be late."
)
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help="The log.  [default: crawl.log beside the archive]"
)
@click.option("--allow-private", is_flag=True, help="As for `archive crawl`: SITES are addresses of your own network.")
@click.option("--systemd", is_flag=True, help="Print a service and a timer for each site instead of crontab lines.")
@click.option("--install", is_flag=True, help="Put the lines into your crontab; the next time they are replaced.")
@click.option("--remove", is_flag=True, help="Take them out of your crontab.")
@db_option
@warc_option
def schedule(  # noqa: PLR0913 - one an option
    sites: tuple[str, ...],
    contact: str | None,
    every: int,
    jitter: int,
    log: Path | None,
    allow_private: bool,
    systemd: bool,
    install: bool,
    remove: bool,
    db: Path,
    warc: Path | None,
) -> None:
    """Print the lines that crawl SITES regularly, for crontab or systemd, or install them.

    A run takes its own lock, so no flock is needed: one that finds another under way ends silently. What a run says goes
    to the log; what is wrong goes to standard error too, so that cron mails it and nothing else.
    """
    if remove:
        _write(_without(_crontab()))
        return
    known = _crawlable()
    if not sites or (unknown := [site for site in sites if site not in known and ":" not in site]):
        what = f"{unknown[0]}: no such site" if sites else "of which sites?"
        raise AskedWronglyError(f"{what}; sites that can be crawled: {', '.join(known)}")
    if not contact or any(c in contact for c in "%\n'\""):
        raise AskedWronglyError(
            "a site must see whom it can ask; give an address of yours with --contact or ARCHIVE_CONTACT"
        )
    db = db.absolute()
    options = ["--warc", str(warc_folder(db, warc and warc.absolute())), "--jitter", str(jitter), "--contact", contact]
    options += ["--allow-private"] if allow_private else []
    runs = {site: [sys.executable, "-m", "archive", "crawl", site, "--db", str(db), *options] for site in sites}
    log = (log or db.with_name("crawl.log")).absolute()
    if systemd:
        for site, run in runs.items():
            click.echo(_units(site, run, every, jitter))
        return
    lines = [f"{_minute(site)} {_hours(site, every)} * * * {_line(site, run, log)}" for site, run in runs.items()]
    block = "\n".join((_BEGIN, *lines, _END))
    if install:
        _write(f"{_without(_crontab())}{block}\n")
    else:
        click.echo(block)


def _crawlable() -> list[str]:
    from scrapers.sites import sites

    return [name for name, site in sites().items() if site.sources]


def _line(site: str, run: list[str], log: Path) -> str:
    """The command of a crontab line: ended politely after a while, then at once; it speaks only where something is wrong.

    Not wrong are 0, 75 (another run has the lock) and 124 (the time is over, and the next run goes on).
    """
    out, err = shlex.quote(str(log)), shlex.quote(f"{log}.{_name(site)}.err")
    timeout = shutil.which("timeout") or "/usr/bin/timeout"
    told = f"cd {shlex.quote(str(_ROOT))} && {timeout} -s INT -k 120 {_MINUTES}m {shlex.join(run)} >>{out} 2>{err}"
    line = f"{told}; c=$?; cat {err} >>{out}; case $c in 0|75|124) ;; *) cat {err} >&2 ;; esac; rm -f {err}"
    return line.replace("%", r"\%")


def _name(site: str) -> str:
    """A site as a part of a file's name; many sites have the same minute, but not the same name."""
    return "".join(c if c.isalnum() else "-" for c in site)


def _minute(site: str) -> int:
    """Each site has a minute of its own, the same each time."""
    return zlib.crc32(site.encode()) % 60


def _hours(site: str, every: int) -> str:
    return "*" if every == 1 else f"{zlib.crc32(site.encode()) // 60 % every}-23/{every}"


def _units(site: str, run: list[str], every: int, jitter: int) -> str:
    name = _name(site)
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
OnCalendar=*-*-* {"*" if every == 1 else f"0/{every}"}:{_minute(site):02}:00
RandomizedDelaySec={jitter}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _crontab() -> str:
    done = _call(["-l"], None)
    if done.returncode and "no crontab" not in done.stderr:
        raise ArchiveError(f"crontab: {done.stderr.strip() or 'cannot be read'}; nothing was changed")
    return done.stdout if done.returncode == 0 else ""


def _without(crontab: str) -> str:
    """A crontab without our block. Raises ArchiveError where the block has no end: it may have swallowed other lines."""
    kept, inside = [], False
    for line in crontab.splitlines():
        if line == _BEGIN:
            inside = True
        elif line == _END and inside:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise ArchiveError(f"crontab: the line `{_END}` is missing; put it back behind our lines with `crontab -e`")
    return "".join(f"{line}\n" for line in kept)


def _write(crontab: str) -> None:
    done = _call(["-"], crontab)
    if done.returncode:
        raise ArchiveError(f"crontab: {done.stderr.strip() or 'cannot be written'}; nothing was changed")


def _call(arguments: list[str], stdin: str | None) -> subprocess.CompletedProcess[str]:
    program = shutil.which("crontab")
    if program is None:
        raise ArchiveError("crontab: not installed; install cron, or use --systemd")
    return subprocess.run([program, *arguments], input=stdin, capture_output=True, text=True, check=False)  # noqa: S603
