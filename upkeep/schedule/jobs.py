"""What is done for an archive regularly, how often, and when: spread by a hash, so that jobs do not start at once."""

import hashlib
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# In the order in which they are listed. The number: minutes after which a run is ended; the next one goes on. 0: never.
TASKS: Mapping[str, int] = {
    "crawl": 50,
    "check": 30,
    "redact": 360,
    "snapshot": 720,
    "backup": 720,
    "verify": 1380,
    "serve": 0,
}
_FLAGS = {"redact": ("--due",)}
_READS_WARC = ("crawl", "redact", "backup", "verify", "serve")
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")  # as cron counts them


@dataclass(frozen=True, slots=True)
class Time:
    """When a job runs, by the machine's clock: every `every` hours from `hour` on (24: once a day), or one weekday."""

    minute: int
    hour: int = 0
    every: int = 1
    weekday: int | None = None  # 0 is Sunday
    at_boot: bool = False

    def as_cron(self) -> str:
        """The time fields of a line in a crontab.

        >>> Time(7, 2, 6).as_cron(), Time(7, 4, 24, weekday=0).as_cron()
        ('7 2-23/6 * * *', '7 4 * * 0')
        """
        if self.at_boot:
            return "@reboot"
        hours = {1: "*", 24: str(self.hour)}.get(self.every, f"{self.hour}-23/{self.every}")
        return f"{self.minute} {hours} * * {'*' if self.weekday is None else self.weekday}"

    def as_calendar(self) -> str:
        """The same as OnCalendar of systemd.time(7).

        >>> Time(7, 2, 6).as_calendar(), Time(7, 4, 24, weekday=0).as_calendar()
        ('*-*-* 2/6:07:00', 'Sun *-*-* 04:07:00')
        """
        hours = {1: "*", 24: f"{self.hour:02}"}.get(self.every, f"{self.hour}/{self.every}")
        day = "" if self.weekday is None else f"{_DAYS[self.weekday]} "
        return f"{day}*-*-* {hours}:{self.minute:02}:00"


@dataclass(frozen=True, slots=True)
class Job:
    """A command that runs regularly: `words` follow `archive`. `site` is empty where it is no crawl."""

    task: str
    site: str
    words: tuple[str, ...]
    time: Time

    @property
    def minutes(self) -> int:
        """After how many minutes a run is ended; 0: never."""
        return TASKS[self.task]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An archive, and what is to be done for it.

    `db` is absolute; `warc` is None for the folder beside it. `options` are further words of a task's command.
    """

    db: Path
    warc: str | None
    sites: Sequence[str]
    tasks: Sequence[str]
    every: int
    contact: str = ""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)


def identify(db: Path) -> str:
    """What tells the jobs of an archive from those of others: a hash of its path, with symbolic links resolved."""
    return hashlib.sha256(os.fsencode(os.path.realpath(db))).hexdigest()[:12]


def make_jobs(plan: Plan) -> list[Job]:
    """Make the jobs of a plan: each site and each task once."""
    jobs = []
    for task in (each for each in TASKS if each in plan.tasks):
        for site in dict.fromkeys(plan.sites) if task == "crawl" else ("",):
            words = [task, *([site] if site else []), *_FLAGS.get(task, ()), "--db", str(plan.db)]
            words += ["--warc", plan.warc] if plan.warc and task in _READS_WARC else []
            words += ["--contact", plan.contact] if task == "crawl" else []
            words += plan.options.get(task, ())
            jobs.append(
                Job(task, site, tuple(words), _choose_time(words, f"{identify(plan.db)} {site or task}", plan.every))
            )
    return jobs


def _choose_time(words: Sequence[str], name: str, every: int) -> Time:
    """A job's time, always the same. At night, one after the other: redact, snapshot, backup; once a week verify."""
    task = words[0]
    spread = zlib.crc32(name.encode())
    minute, rest = spread % 60, spread // 60
    if task == "crawl":
        return Time(minute, rest % every, every)
    if task == "check":  # without somebody to tell, it says everything each time
        return Time(minute) if "--tell" in words else Time(minute, 6, 24)
    if task == "verify":
        return Time(minute, 4, 24, weekday=rest % 7)
    if task == "serve":
        return Time(0, at_boot=True)
    return Time(minute, {"redact": 0, "snapshot": 1, "backup": 2}[task], 24)
