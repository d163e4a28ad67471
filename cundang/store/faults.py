"""What is wrong with the archive or a site, as far as a few counts tell: for `archive status` and for alarms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cundang.model.settings import Alarms
from cundang.store.alarms import Alarm
from cundang.store.standing import Standing
from cundang.store.status import IN_A_ROW, SiteStatus, age_of
from cundang.store.tasks import Task

_DAY = 86_400
_LEAST_FREE = 1_000_000_000  # bytes: an archive of some size needs as much to be upgraded or cleaned up
# After how many days without a task something is wrong, where the settings name no number: crontab lines run each once
# a week or month. They count where the task was done once.
USUAL_DAYS = {"backup": 8, "snapshot": 35, "verify": 35, "check": 3}
NO_FAULTS = "no faults"  # begins the result of `verify` where it found none


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: its kind, with which site (empty: the archive), and in a line. `values` are those of the line."""

    kind: str
    line: str
    site: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What is wrong with what, in words that stay the same while it lasts."""
        return f"{self.site}: {self.kind}" if self.site else self.kind


def find_faults(standing: Standing, settings: Alarms) -> list[Fault]:
    """Find what is wrong, the archive's own faults first. Of sites that the settings call quiet nothing is said."""
    sites = (site for site in standing.sites if site.name not in settings.quiet)
    return [
        *_find_full(standing, settings),
        *_find_old(standing.tasks, settings),
        *(fault for site in sites for fault in _find_of_site(site)),
    ]


def find_others(standing: Standing, faults: Iterable[Fault]) -> list[Alarm]:
    """The alarms that are open and are none of some faults, which are alarms too once a check has told them."""
    names = {fault.name for fault in faults}
    return [alarm for alarm in standing.alarms if alarm.name not in names]


def _find_full(standing: Standing, settings: Alarms) -> Iterator[Fault]:
    free, days = standing.disk.free, standing.days_left
    if free < _LEAST_FREE or (days is not None and days < settings.disk_days):
        left = f"; at the pace of the last weeks it is full in {days} days" if days is not None else ""
        line = f"disk: {format_bytes(free)} are free{left}; make room, or move the archive"
        yield Fault("disk", line, values={"free": free, "days": days})


def _find_old(tasks: Mapping[str, Task], settings: Alarms) -> Iterator[Fault]:
    wanted = {"backup": settings.backup_days, "snapshot": settings.snapshot_days, "verify": settings.verify_days}
    for name, usual in USUAL_DAYS.items():
        task, days = tasks.get(name), wanted.get(name) or usual
        if task is None and wanted.get(name):
            line = f"{name}: never done, and the settings want it every {days} days; run `archive {name}`"
            yield Fault(name, line, values={"days": None})
        elif task is not None and (age := age_of(task.ended_at)) > days * _DAY:
            line = f"{name}: last done {task.ended_at[:10]}, {int(age / _DAY)} days ago; run `archive {name}`"
            yield Fault(name, line, values={"days": int(age / _DAY)})
    verified = tasks.get("verify")
    if verified is not None and not verified.result.startswith(NO_FAULTS):
        line = f"verify: found faults on {verified.ended_at[:10]}; run `archive verify`, which says how to repair them"
        yield Fault("damage", line, values={"at": verified.ended_at})


def _find_of_site(site: SiteStatus) -> Iterator[Fault]:
    name, run = site.name, site.last_run
    if run is None:
        return
    if site.in_a_row >= IN_A_ROW:
        how = "let in no more" if site.is_blocked else "ended by a fault"
        line = f"{name}: its last {site.in_a_row} crawls failed, the last one ({run['started_at'][:16]}) was {how}; "
        line += f"see `archive status {name}`"
        yield Fault("crawls fail", line, name, {"at": run["started_at"]})
    if site.is_overdue and site.usual_interval:
        line = (
            f"{name}: not crawled since {run['started_at'][:16]}, usually every {format_hours(site.usual_interval)}; "
        )
        line += "see whether cron runs"
        yield Fault("no crawl", line, name, {"at": run["started_at"], "usual": round(site.usual_interval)})
    is_explained = site.in_a_row >= IN_A_ROW or site.is_overdue
    if site.freshness == "late" and not is_explained and site.usual_gap and site.last_new_at:
        usual = format_hours(site.usual_gap)
        line = f"{name}: no new article since {site.last_new_at[:16]}, usually every {usual}; look at the site"
        yield Fault("late", line, name, {"at": site.last_new_at, "usual": round(site.usual_gap)})


def describe_verified(faults: int) -> str:
    """The result of the task `verify`.

    >>> describe_verified(0), describe_verified(2)
    ('no faults', '2 faults')
    """
    return f"{faults} {'fault' if faults == 1 else 'faults'}" if faults else NO_FAULTS


def format_hours(seconds: float) -> str:
    """A length of time in hours, or from two days on in days.

    >>> format_hours(5400), format_hours(259200)
    ('1.5 hours', '3 days')
    """
    number, unit = (seconds / _DAY, "day") if seconds >= 2 * _DAY else (seconds / 3600, "hour")
    text = f"{round(number, 1):g}"
    return f"{text} {unit}{'' if text == '1' else 's'}"


def format_bytes(number: float) -> str:
    """A number of bytes as people write it, of three digits.

    >>> format_bytes(12), format_bytes(1_234_000), format_bytes(45_600_000_000)
    ('12 B', '1.23 MB', '45.6 GB')
    """
    units = iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while number >= 999.5 and (larger := next(units, "")):
        number, unit = number / 1000, larger
    return f"{number:.3g} {unit}" if number < 999.5 else f"{number:,.0f} {unit}"
