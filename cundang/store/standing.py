"""How the archive stands as a whole: its sites, its disk, its upkeep, the alarms that are open; as JSON too."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cundang.files.disk import Disk, count_days_left, measure_disk
from cundang.model.expect import Expect
from cundang.store.alarms import Alarm, read_open
from cundang.store.status import Growth, SiteStatus, read_growth, read_sites
from cundang.store.tasks import Task, read_tasks

TASKS = ("backup", "snapshot", "verify", "check")  # whose age is told


@dataclass(frozen=True, slots=True)
class Standing:
    """How the archive stands: its sites, its disk and how it grows, when each task of upkeep was last done, and what is
    wrong as far as alarms told it.
    """

    sites: Sequence[SiteStatus]
    disk: Disk
    growth: Growth | None
    tasks: Mapping[str, Task]
    alarms: Sequence[Alarm]

    @property
    def growth_a_day(self) -> int | None:
        """How many bytes a day the archive grows by; None where that is not known yet."""
        return round(self.growth.share * self.disk.growing / self.growth.days) if self.growth else None

    @property
    def days_left(self) -> int | None:
        """In how many days the disk is full; None where that is not known, or not in a century."""
        return None if self.growth_a_day is None else count_days_left(self.disk.free, self.growth_a_day)


def read_standing(
    connection: sqlite3.Connection,
    db_path: Path,
    warc: Path | None,
    find_promise: Callable[[str], Expect | None],
    only: str = "",
) -> Standing:
    """Read how an archive stands, or one site of it; `warc` is None where raw pages are in an object store."""
    return Standing(
        read_sites(connection, find_promise, only),
        measure_disk(db_path, warc, db_path.with_suffix(".downloads")),
        read_growth(connection),
        read_tasks(connection),
        read_open(connection),
    )


def describe_site(site: SiteStatus) -> dict[str, Any]:
    """How a site stands, as JSON has it. Of the reason why its last run ended only the first words: they name no folder
    of the machine.
    """
    run = site.last_run
    return {
        "name": site.name,
        "articles": site.articles,
        "oldest": site.oldest,
        "newest": site.newest,
        "gone": site.gone,
        "pending": site.pending,
        "failed": site.failed,
        "last_crawl": run and {"started_at": run["started_at"], "ended_at": run["ended_at"], "ended": shorten_end(run)},
        "finished_at": site.finished_at,
        "last_7_days": {"new": site.new, "changed": site.changed, "gone": site.gone_lately},
        "blocked": site.is_blocked,
        "coverage_28_days": {"named": site.covered.named, "held": site.covered.held, "percent": site.covered.percent},
        "last_new_at": site.last_new_at,
        "usual_gap_hours": site.usual_gap and round(site.usual_gap / 3600, 1),
        "freshness": site.freshness,
    }


def describe_archive(standing: Standing) -> dict[str, Any]:
    """How the archive stands, its sites left out, as JSON has it: bytes, days, and when tasks were last done."""
    disk = standing.disk
    return {
        "bytes": {"db": disk.db, "wal": disk.wal, "warc": disk.warc, "downloads": disk.downloads, "free": disk.free},
        "growth_a_day": standing.growth_a_day,
        "days_until_full": standing.days_left,
        "tasks": {name: standing.tasks[name].ended_at if name in standing.tasks else None for name in TASKS},
        "alarms": [{"line": alarm.line, "since": alarm.since} for alarm in standing.alarms],
    }


def shorten_end(run: Mapping[str, Any]) -> str:
    """How a run ended, in a word or two; `blocked` where its site let it in no more.

    >>> shorten_end({"reason": "failed: [Errno 28] no space: '/srv'"}), shorten_end({"reason": None})
    ('failed', 'not ended')
    """
    parts = (run["reason"] or "not ended").split("; ")
    blocked = next((part for part in parts if part.startswith("blocked")), parts[0])
    return str(blocked.partition(":")[0])
