"""kill -9 at any instant, and the same command again: nothing lost, nothing twice. Runs, locks, signals."""

import os
import random
import signal
import threading
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from bench.proof_kill import crawl_undisturbed, find_faults, run_cycle
from bench.site import Server
from cundang.raw.pages import read_page
from cundang.raw.warc import find_end_of_records
from tests.helpers.databases import change, rows
from tests.helpers.loopback import answering, article, crawl, crawling_slowly, listing, path
from tests.helpers.programs import FORKS, archive


def test_a_crawl_that_is_killed_over_and_over_loses_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The short version of `make proof-kill`: lists are empty once the first article that they name was asked for."""
    server = Server(60)
    try:
        whole = crawl_undisturbed(server, tmp_path_factory.mktemp("whole"))
        cycle = run_cycle(server, tmp_path, random.Random(7), 4, whole)
    finally:
        server.stop()
    assert not cycle.faults
    assert cycle.kills >= 1


@pytest.mark.parametrize("kind", ["Listing", "Links"])
def test_what_a_list_names_is_on_disk_before_it_is_asked_for(tmp_path: Path, kind: str) -> None:
    db, held = tmp_path / "a.db", []

    def note(handler: Any) -> object:
        held.append({row[0] for row in rows(db, "SELECT url FROM urls")})
        return 200, {}, article(int(handler.path[-8:-4]))

    named = [path(1), path(2)]
    with answering({"/": listing(named), **dict.fromkeys(named, note)}) as server:
        assert crawl(server, db, kind=kind)["counts"]["new"] == 2
        assert [{server.address[:-1] + each for each in named} <= urls for urls in held] == [True, True]


def test_the_proof_finds_what_it_looks_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1), path(2)]), **{path(n): (200, {}, article(n)) for n in (1, 2)}}) as server:
        crawl(server, db)
        wanted = [path(1), path(2)]
        assert not find_faults(db, tmp_path / "a.warc", wanted, server.address)
        change(db, "UPDATE articles SET url = url || 'x' WHERE url LIKE ?", f"%{path(1)}")
        change(db, "UPDATE fetches SET sha256 = 'other' WHERE outcome = 'new'")
        found = find_faults(db, tmp_path / "a.warc", wanted, server.address)
    assert (found["lost"], found["wrong record"]) == (1, 2)


def test_a_torn_record_is_cut_off_and_told(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, db)
        [warc] = (tmp_path / "a.warc").iterdir()
        whole = warc.stat().st_size
        offset = rows(db, "SELECT max(warc_offset) FROM fetches")[0][0]
        with warc.open("ab") as file:
            file.write(warc.read_bytes()[offset : offset + 100])
        assert find_end_of_records(warc) == whole
        server.answers["/"] = listing([path(1), path(2)])
        server.answers[path(2)] = (200, {}, article(2))
        crawl(server, db)
    told = rows(db, "SELECT reason FROM problems WHERE stage = 'keep'")
    assert told == [(f"{warc.name}: 100 bytes of a torn record cut off at {whole}",)]
    for url, offset in rows(db, "SELECT url, warc_offset FROM fetches WHERE status = 200"):
        assert read_page(warc.parent, warc.name, offset).url == url


def _command(ready: Barrier, stderr: str, *arguments: str) -> None:
    """`archive` in a forked process: the command itself, without the second that loading Scrapy takes."""
    from archive import main

    with Path(stderr).open("wb") as file:
        os.dup2(file.fileno(), 2)
    ready.wait(60)
    main(list(arguments), prog_name="archive")


def test_many_starts_and_one_runs(tmp_path: Path) -> None:
    """Processes go through the command at once; the first to hold the lock crawls, and killed, leaves no lock.

    Twelve here, since each costs a second; `make proof-starts` starts fifty.
    """
    count = int(os.environ.get("STARTS", "12"))
    db, open_again = tmp_path / "a.db", threading.Event()

    def held(_: object) -> object:
        open_again.wait(60)
        return 200, {}, article(1)

    with answering({"/": listing([path(1)]), "/robots.txt": held, path(1): (200, {}, article(1))}) as server:
        arguments = ("crawl", server.address, "--allow-private", "--delay", "0", "--db", str(db))
        ready = FORKS.Barrier(count)
        said = [tmp_path / f"{n}.err" for n in range(count)]
        starts = [FORKS.Process(target=_command, args=(ready, str(file), *arguments)) for file in said]
        for start in starts:
            start.start()
        until = time.monotonic() + 90
        while sum(start.exitcode is not None for start in starts) < count - 1 and time.monotonic() < until:
            time.sleep(0.05)
        while not server.asked and time.monotonic() < until:
            time.sleep(0.05)
        ended = [start.exitcode for start in starts]
        [runs] = [start for start in starts if start.exitcode is None]
        runs.kill()
        runs.join()
        open_again.set()
        assert sorted(code for code in ended if code is not None) == [75] * (count - 1)
        lines = {file.read_text() for file, code in zip(said, ended, strict=True) if code == 75}
        assert all(line.count("\n") == 1 and "another run holds the lock" in line for line in lines), lines
        assert archive(*arguments).returncode == 0
    assert rows(db, "SELECT count(*) FROM runs") == [(2,)]


def test_a_second_crawl_ends_with_75_and_a_signal_ends_the_first_cleanly(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with crawling_slowly(db, 200) as (server, first):
        while len(server.asked) < 5:
            time.sleep(0.05)
        second = archive("crawl", server.address, "--allow-private", "--db", db)
        assert second.returncode == 75
        assert second.stderr.count("\n") == 1
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 1
        assert "run the same command again to continue" in first.stderr
    [(reason, ended)] = rows(db, "SELECT reason, ended_at FROM runs")
    assert reason == "interrupted by SIGTERM"
    assert ended
    assert rows(db, "SELECT count(*) FROM urls WHERE state = 'pending'")[0][0] > 0


def test_a_run_says_what_it_did(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, db)
    [run] = rows(db, "SELECT command, site, reason, new, version, ended_at >= started_at, bytes > 0 FROM runs")
    assert run[:4] == ("crawl", "demo", "finished", 1)
    assert run[4:] == ("0.1.0", 1, 1)
