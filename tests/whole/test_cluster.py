"""Many machines: a rebuild and a crawl on real Dask workers, some of them killed on the way."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from cundang.model.errors import UsageError
from cundang.model.publisher import Publishers
from scrapers.cluster import Job, crawl_all, get_shards_folder
from scrapers.sites import publishers
from tests.helpers.databases import content, copy_of, rows
from tests.helpers.programs import Program, archive
from tests.helpers.servers import demo_site_on
from upkeep import rebuild as rebuilding
from upkeep.parallel import run_each
from upkeep.rebuild import rebuild
from upkeep.verify import verify

SLOW_CRAWL = """
import sys, time
from pathlib import Path
import pipelines.line as line
from cundang.model.errors import ArchiveError
from demo.site import make_demo_site
from scrapers.run import crawl
before = line.Reader.try_read
line.Reader.try_read = lambda *given: (time.sleep(0.02), before(*given))[1]
db = Path(sys.argv[1])
try:
    print(crawl(make_demo_site(sys.argv[2]), db, db.with_suffix('.warc')).reason)
except ArchiveError as error:  # the crawl of the killed worker may still hold the lock
    sys.exit(error.exit_code)
"""


Cluster = tuple[str, list[Program]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Dask scheduler on a free port of loopback with four worker processes, as its operator starts them."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    with ExitStack() as started:

        def start(role: str, *options: object) -> Program:
            command = (role, "--scheduler-file", file, "--no-dashboard", *options)
            return started.enter_context(Program("dask", *command))

        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not file.exists() or not file.read_text().strip().endswith("}"):
            assert scheduler.poll() is None, scheduler.stderr
            time.sleep(0.05)
        workers = [
            start("worker", "--nthreads", "1", "--no-nanny", "--local-directory", folder / str(number))
            for number in range(4)
        ]
        yield json.loads(file.read_text())["address"], workers


def slowly(number: int) -> tuple[int, int]:
    time.sleep(0.2)
    return number, os.getpid()


def slow_publishers(began: Path) -> Publishers:
    """What a task calls first: notes which process began one, and takes a second, in which it may be killed."""
    (began / str(os.getpid())).touch()
    time.sleep(1)
    return publishers()


def test_a_killed_worker_costs_only_time(cluster: Cluster) -> None:
    address, processes = cluster
    done, before = [], sum(process.poll() is not None for process in processes)
    for number, pid in run_each(slowly, range(12), address):
        done.append(number)
        if number == 2:
            os.kill(pid, signal.SIGKILL)
    assert done == list(range(12))
    assert sum(process.poll() is not None for process in processes) == before + 1


def test_a_rebuild_on_workers_gives_what_one_machine_gives(
    demo_archive: Path, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, forked_workers: None
) -> None:
    """Also when one of them is killed while it works on a stretch."""
    monkeypatch.setattr(rebuilding, "_STRETCH", 20)  # fetches: five tasks
    here, there = copy_of(demo_archive, tmp_path, "here"), copy_of(demo_archive, tmp_path, "there")
    rebuild(here, here.with_suffix(".warc"), publishers, cores=1)
    address, processes = cluster
    began, killed = tmp_path / "began", []
    began.mkdir()

    def kill() -> None:
        while not killed:
            killed.extend(each for each in processes if each.poll() is None and (began / str(each.pid)).exists())
            time.sleep(0.02)
        killed[0].kill()

    thread = threading.Thread(target=kill)
    thread.start()
    rebuild(there, there.with_suffix(".warc"), partial(slow_publishers, began), on=address)
    thread.join()
    assert killed[0].wait() == -signal.SIGKILL
    assert len(list(began.iterdir())) > 2, "no worker took the killed one's place"
    assert content(here) == content(there)


def test_a_crawl_on_workers_of_which_one_is_killed(tmp_path: Path, cluster: Cluster) -> None:
    db, (address, processes) = tmp_path / "archive.db", cluster
    folder = get_shards_folder(db)
    living = [process for process in processes if process.poll() is None]

    def kill() -> None:
        deadline = time.monotonic() + 60
        while not list(folder.glob("*.warc/*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        living[0].kill()

    with demo_site_on() as first, demo_site_on(day=2) as second:
        shards = [(folder / f"{name}.db", site) for name, site in (("one", first), ("two", second))]
        jobs = [Job(s.stem, s, (sys.executable, "-c", SLOW_CRAWL, str(s), site.address)) for s, site in shards]
        thread = threading.Thread(target=kill)
        thread.start()
        done = list(crawl_all(jobs, db, db.with_suffix(".warc"), address))
        thread.join()
    assert [each_done.exit_code for each_done in done] == [0, 0], done
    # The demo site under two addresses: the ids of its CMS join the articles.
    assert rows(db, "SELECT count(*), count(DISTINCT content_id) FROM articles")[0][0] >= 66
    for shard, _ in shards:
        there = set(rows(shard, "SELECT content_id FROM articles"))
        assert there
        assert there <= set(rows(db, "SELECT content_id FROM articles"))
    assert verify(db, db.with_suffix(".warc")).faults == []
    before = content(db, "articles_fts_data", "articles_fts_idx")
    assert archive("merge", *(job.shard for job in jobs), "--db", db).returncode == 0
    assert content(db, "articles_fts_data", "articles_fts_idx") == before


def test_no_scheduler(demo_archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers at this address"):
        list(run_each(slowly, [1], "tcp://127.0.0.1:9"))


def test_all_and_on_go_together() -> None:
    assert archive("crawl", "--on", "tcp://127.0.0.1:9", "xiongan").returncode == 2
    assert archive("crawl").returncode == 2
    assert archive("crawl", "--all", "xiongan").returncode == 2
    assert archive("crawl", "xiongan", "--except", "piyao").returncode == 2
    unknown = archive("crawl", "--all", "--except", "piyao,nowhere")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert "nowhere: no such site" in unknown.stderr
