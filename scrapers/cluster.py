"""Crawl all sites, on one machine or many: each site is a task with an archive (a shard); the shards are then merged.

A site is one task because a single process has to keep its delay. Shards stay in a folder beside the archive: the next
crawl of a site continues in its shard, and so does a task whose worker was killed.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cundang.model.exit_codes import ExitCode
from exchange.merge.archives import merge
from scrapers.sites import publishers
from upkeep.parallel import run_each

_AT_ONCE = 8  # crawls on this machine: they mostly wait, and each takes some 100 MB of memory
_WAIT = 2.0  # seconds between tries, while the crawl of a killed worker still holds the lock


@dataclass(frozen=True, slots=True)
class Job:
    """One site to crawl: its shard, and the command that crawls into it."""

    name: str
    shard: Path
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The exit code of a crawl, and what it printed."""

    name: str
    exit_code: int
    output: str


def get_shards_folder(db_path: Path) -> Path:
    """The folder of an archive's shards: beside it, .shards for .db."""
    return db_path.absolute().with_suffix(".shards")


def make_jobs(names: Sequence[str], db_path: Path, options: Sequence[str]) -> list[Job]:
    """Make a job for each site of these names. `options` are further words of its command."""
    folder = get_shards_folder(db_path)
    return [
        Job(
            name,
            shard := folder / f"{name}.db",
            (sys.executable, "-m", "archive", "crawl", name, "--db", str(shard), *options),
        )
        for name in names
    ]


def crawl_all(jobs: Sequence[Job], db_path: Path, warc: Path, on: str | None = None) -> Iterator[Done]:
    """Run all jobs and give the result of each; when all are done, merge their shards into the archive.

    `on` is the address of a Dask scheduler; its workers must see the shards' folder under the same path. Raises
    ArchiveError where no scheduler answers, or the shards cannot be merged.
    """
    get_shards_folder(db_path).mkdir(exist_ok=True)
    yield from run_each(run_job, jobs, on, _AT_ONCE)
    shards = [(job.shard, job.shard.with_suffix(".warc")) for job in jobs if job.shard.exists()]
    if shards:
        merge(db_path, warc, shards, publishers())


def run_job(job: Job) -> Done:
    """Crawl one site to its end. A second run of the same job waits for the first, then has nothing to do."""
    job.shard.parent.mkdir(exist_ok=True)
    while True:
        done = subprocess.run(job.command, capture_output=True, text=True, check=False)  # noqa: S603 - from make_jobs
        if done.returncode != ExitCode.LOCKED:
            return Done(job.name, done.returncode, f"{done.stdout}{done.stderr}".strip())
        time.sleep(_WAIT)
