"""kill -9 at any instant, and the same command again: nothing lost, nothing twice. Runs, locks, signals."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.proof_kill import cycle, faults, undisturbed
from bench.site import Server
from pipelines.warc import end_of_records, read_page
from tests.conftest import ROOT, archive
from tests.hostile import article, crawl, listing, path, rows, serving


def test_a_crawl_that_is_killed_over_and_over_loses_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The short version of `make proof-kill`."""
    server = Server(60)
    try:
        whole = undisturbed(server, tmp_path_factory.mktemp("whole"))
        kills, found = cycle(server, tmp_path, random.Random(7), 4, whole)
    finally:
        server.stop()
    assert not found
    assert kills >= 1


def test_the_proof_finds_what_it_looks_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with serving({"/": listing([path(1), path(2)]), **{path(n): (200, {}, article(n)) for n in (1, 2)}}) as server:
        crawl(server, db)
        wanted = [path(1), path(2)]
        assert not faults(db, tmp_path / "a.warc", wanted, server.address)
        rows(db, "UPDATE articles SET url = url || 'x' WHERE url LIKE ?", f"%{path(1)}")
        rows(db, "UPDATE fetches SET sha256 = 'other' WHERE outcome = 'new'")
        found = faults(db, tmp_path / "a.warc", wanted, server.address)
    assert (found["lost"], found["wrong record"]) == (1, 2)


def test_a_torn_record_is_cut_off_and_told(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with serving({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, db)
        [warc] = (tmp_path / "a.warc").iterdir()
        whole = warc.stat().st_size
        offset = rows(db, "SELECT max(warc_offset) FROM fetches")[0][0]
        with warc.open("ab") as file:
            file.write(warc.read_bytes()[offset : offset + 100])
        assert end_of_records(warc) == whole
        server.answers["/"] = listing([path(1), path(2)])
        server.answers[path(2)] = (200, {}, article(2))
        crawl(server, db)
    told = rows(db, "SELECT reason FROM problems WHERE stage = 'keep'")
    assert told == [(f"{warc.name}: 100 bytes of a torn record cut off at {whole}",)]
    for url, offset in rows(db, "SELECT url, warc_offset FROM fetches WHERE status = 200"):
        assert read_page(warc.parent, warc.name, offset).url == url


def test_fifty_starts_and_one_runs(tmp_path: Path) -> None:
    """Starts are cheap here: the lock alone, in as many processes at once."""
    code = (
        "import sys, time; from pathlib import Path; from pipelines.lock import Lock; from pipelines.errors import ArchiveError\n"
        "try:\n  lock = Lock(Path(sys.argv[1]), 'demo'); print('runs', flush=True); sys.stdin.read()\n"
        "except ArchiveError as error:\n  print(error, file=sys.stderr); sys.exit(error.exit_code)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.lock")]
    pipe = subprocess.PIPE
    with_lock = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) for _ in range(50)]
    ended: list[int] = []
    until = time.monotonic() + 60
    while len(ended) < 49 and time.monotonic() < until:
        ended = [code for process in with_lock if (code := process.poll()) is not None]
        time.sleep(0.05)
    assert ended == [75] * 49
    [holder] = [process for process in with_lock if process.poll() is None]
    holder.kill()  # a lock left by a killed run frees itself
    for process in with_lock:
        process.communicate()
    again = subprocess.run(command, cwd=ROOT, input=b"", capture_output=True, check=False)
    assert again.stdout == b"runs\n"


def test_a_second_crawl_ends_with_75_and_a_signal_ends_the_first_cleanly(tmp_path: Path) -> None:
    db, many = tmp_path / "a.db", [path(n) for n in range(200)]

    def slow(handler: object) -> object:
        time.sleep(0.05)
        return 200, {}, article(int(handler.path[-8:-4]))  # type: ignore[attr-defined]

    with serving({"/": listing(many), **dict.fromkeys(many, slow)}) as server:
        command = [
            sys.executable,
            "-m",
            "archive",
            "crawl",
            server.address,
            "--allow-private",
            "--delay",
            "0",
            "--db",
            str(db),
        ]
        first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while len(server.asked) < 5:
            time.sleep(0.05)
        second = archive("crawl", server.address, "--allow-private", "--db", db)
        assert second.returncode == 75
        assert second.stderr.count("\n") == 1
        first.send_signal(signal.SIGTERM)
        _, told = first.communicate(timeout=30)
    assert first.returncode == 1
    assert "the same command goes on where it was" in told
    [(reason, ended)] = rows(db, "SELECT reason, ended_at FROM runs")
    assert reason == "shutdown"
    assert ended
    assert rows(db, "SELECT count(*) FROM urls WHERE state = 'pending'")[0][0] > 0


def test_no_child_inherits_the_lock(tmp_path: Path) -> None:
    from pipelines.lock import Lock

    lock = Lock(tmp_path / "a.lock", "demo")
    child = subprocess.Popen(["/bin/sleep", "5"], close_fds=False)
    lock.release()
    Lock(tmp_path / "a.lock", "demo").release()
    child.kill()
    child.wait()


def test_a_run_says_what_it_did(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with serving({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        crawl(server, db)
    [run] = rows(db, "SELECT command, site, reason, new, version, ended_at >= started_at, bytes > 0 FROM runs")
    assert run[:4] == ("crawl", "demo", "finished", 1)
    assert run[4:] == ("0.1.0", 1, 1)
