"""Crawl all sites, on this machine or on many: a task a site, each into an archive of its own (a shard), merged at the end.

A site is the unit because its delay has to be kept in one process. Shards stay in a folder beside the archive, so the
next crawl of a site goes on where its shard is, and a task that lost its worker goes on where that was killed.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cundang.files.lock import HELD
from exchange.merge.archives import merge
from scrapers.sites import publishers, sites
from upkeep.parallel import run_each

_AT_ONCE = 8  # crawls on this machine: they mostly wait, each in some 100 MB of memory
_WAIT = 2.0  # seconds, while the crawl that a killed worker left behind still holds the lock


@dataclass(frozen=True, slots=True)
class Job:
    """One site to crawl: its shard, and the command that crawls into it."""

    name: str
    shard: Path
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a crawl said, and its exit code."""

    name: str
    exit_code: int
    said: str


def shards_folder(db: Path) -> Path:
    """Where the shards of an archive are: beside it, .shards for .db."""
    return db.absolute().with_suffix(".shards")


def make_jobs(db: Path, options: Sequence[str]) -> list[Job]:
    """A job for every site that can be crawled."""
    folder = shards_folder(db)
    return [
        Job(
            name,
            shard := folder / f"{name}.db",
            (sys.executable, "-m", "archive", "crawl", name, "--db", str(shard), *options),
        )
        for name, site in sites().items()
        if site.sources
    ]


def crawl_all(wanted: Sequence[Job], db: Path, warc: Path, on: str | None = None) -> Iterator[Done]:
    """Run all jobs and give what came of each; when all are done, merge their shards into the archive.

    `on` is the address of a Dask scheduler, whose workers see the shards' folder under the same path. Raises
    ArchiveError where there is no scheduler, or the shards cannot be merged.
    """
    shards_folder(db).mkdir(exist_ok=True)
    yield from run_each(run, wanted, on, _AT_ONCE)
    made = [(job.shard, job.shard.with_suffix(".warc")) for job in wanted if job.shard.exists()]
    if made:
        merge(db, warc, made, publishers())


def run(job: Job) -> Done:
    """Crawl one site to its end. Done twice it does no harm: the second waits for the first, then has nothing to do."""
    job.shard.parent.mkdir(exist_ok=True)
    while True:
        done = subprocess.run(job.command, capture_output=True, text=True, check=False)  # noqa: S603 - a command of ours
        if done.returncode != HELD:
            return Done(job.name, done.returncode, f"{done.stdout}{done.stderr}".strip())
        time.sleep(_WAIT)
