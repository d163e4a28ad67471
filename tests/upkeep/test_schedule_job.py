"""What a line of the crontab runs: it logs all, prints only what is wrong, and nothing of it is lost."""

import fcntl
import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import upkeep.schedule.job
from tests.helpers.paths import ROOT
from upkeep.schedule.job import run

WORDS = ["crawl", "xiongan", "--db", "/x/a.db"]


@pytest.fixture(autouse=True)
def signals() -> object:
    """The handlers of this process, put back."""
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def sh(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def logged(log: Path) -> list[str]:
    """The lines of a log that the job said."""
    return [line for line in log.read_text().splitlines() if not line.startswith("== ")]


@pytest.mark.parametrize(("code", "mailed"), [(0, ""), (75, ""), (124, ""), (1, "wrong\n"), (3, "wrong\n")])
def test_cron_mails_only_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int, mailed: str
) -> None:
    log = tmp_path / "a.log"
    assert run(sh(f"echo done; echo wrong >&2; exit {code}"), WORDS, log, 60) == code
    assert capsys.readouterr() == ("", mailed)
    assert logged(log) == ["done", "wrong"]
    assert log.read_text().splitlines()[0].endswith("+00:00 archive crawl xiongan --db /x/a.db")
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".held")] == ["a.log"]


def test_a_run_that_fails_in_silence_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As one that the kernel killed; and one that says what is wrong on standard output, as `archive check` does."""
    log = tmp_path / "a.log"
    assert run(sh("kill -9 $$"), WORDS, log, 60) == 128 + 9
    assert f"archive crawl xiongan: was ended by SIGKILL; {log} has" in capsys.readouterr().err
    assert run(sh("echo wilted; exit 3"), WORDS, log, 60) == 3
    assert capsys.readouterr().err == "wilted\n"
    assert run(sh("echo wilted; exit 3"), ["check", "--tell", "--db", "/x/a.db"], log, 60) == 3
    assert capsys.readouterr().err == "", "it was told, and goes on"
    assert run(sh("echo nobody answers >&2; exit 3"), ["check", "--tell", "--db", "/x/a.db"], log, 60) == 3
    assert capsys.readouterr().err == "nobody answers\n"
    assert run(sh("yes wrong | head -n 99999 >&2; exit 1"), WORDS, log, 60) == 1
    assert capsys.readouterr().err == "wrong\n" * 40
    assert len(logged(log)) == 3 + 99999


def test_the_time_limit_ends_a_run_politely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "a.log"
    polite = "trap 'echo bye; exit 0' INT; while :; do sleep 0.05; done"
    assert run(sh(polite), WORDS, log, 0.3) == 124
    assert capsys.readouterr().err == ""
    assert logged(log) == ["bye"]
    monkeypatch.setattr(upkeep.schedule.job, "_GRACE", 0.2)
    assert run(sh("trap '' INT; while :; do sleep 0.05; done"), WORDS, log, 0.3) == 128 + 9
    assert "was killed" in capsys.readouterr().err


def test_what_a_killed_run_said_is_taken_up(tmp_path: Path) -> None:
    """Killed with what watches over it. As long as one of both lives, the next run waits for another time."""
    log, seen = tmp_path / "a.log", tmp_path / "seen"
    script = f"echo half; echo torn >&2; touch {seen}; exec sleep 60"
    code = f"from pathlib import Path; from upkeep.schedule.job import run; run({sh(script)!r}, {WORDS!r}, Path({str(log)!r}), 0)"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as watcher:
        while not seen.exists():
            time.sleep(0.01)
        assert run(sh("echo again"), WORDS, log, 0) == 75
        child = int(Path(f"/proc/{watcher.pid}/task/{watcher.pid}/children").read_text())
        watcher.kill()
        watcher.wait()
        assert run(sh("echo again"), WORDS, log, 0) == 75, "the run itself goes on"
        os.kill(child, signal.SIGKILL)
    until = time.monotonic() + 10
    while run(sh("echo again"), WORDS, log, 0) == 75:
        assert time.monotonic() < until
    assert logged(log) == ["half", "torn", "again"]
    assert "== this run was ended from outside" in log.read_text()
    assert not [*tmp_path.glob("*.err"), *tmp_path.glob("*.out"), *tmp_path.glob("*.held")]


def test_jobs_of_other_sites_and_archives_do_not_wait(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    inner = [
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; from upkeep.schedule.job "
         f"import run; sys.exit(run(['true'], {words!r}, Path({str(log)!r}), 0))"]
        for words in (["crawl", "http://a.b/", "--db", "/x/a.db"], [*WORDS[:3], "/x/b.db"])
    ]  # fmt: skip
    assert run(inner[0], ["crawl", "http://a-b/", "--db", "/x/a.db"], log, 0) == 0
    assert run(inner[1], WORDS, log, 0) == 0


def test_a_lock_that_is_held_for_days_is_told_once_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, busy = tmp_path / "a.log", sh("echo 'lock: another run holds it' >&2; exit 75")
    assert run(busy, WORDS, log, 0) == 75
    (held,) = tmp_path.glob("*.held")
    held.write_text(f"{time.time() - 3 * 86400:.0f}")
    os.utime(held, (time.time() - 2 * 86400,) * 2)
    assert run(busy, WORDS, log, 0) == 75
    assert capsys.readouterr().err == "archive crawl xiongan: not run for 3 days: lock: another run holds it\n"
    assert run(busy, WORDS, log, 0) == 75
    assert capsys.readouterr().err == ""
    assert run(sh("exit 0"), WORDS, log, 0) == 0
    assert not held.exists()


def test_logs_are_rotated_and_no_line_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many sites write into one log at once, from processes of their own."""
    log = tmp_path / "a.log"
    each = 25  # runs of 4 sites, with 200 bytes or so each; more than 4 kB are in a log that is rotated
    code = (
        "import sys; from pathlib import Path; import upkeep.schedule.job as job; job._LARGEST = 4000\n"
        f"for n in range({each}): job.run(['echo', sys.argv[1] + ' ' + str(n)], ['crawl', sys.argv[1], '--db', 'a'], "
        f"Path({str(log)!r}), 0)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, f"s{n}"], cwd=ROOT) for n in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    older = sorted(tmp_path.glob("*.gz"))
    assert 1 <= len(older) <= 5
    kept = "".join([gzip.decompress(path.read_bytes()).decode() for path in older] + [log.read_text()])
    said = [line for line in kept.splitlines() if not line.startswith("== ")]
    assert sorted(said) == sorted(f"s{site} {n}" for site in range(4) for n in range(each))
    monkeypatch.setattr(upkeep.schedule.job, "_LARGEST", 0)
    for n in range(7):
        assert run(["echo", str(n)], WORDS, log, 0) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.log", *(f"a.log.{n}.gz" for n in range(1, 6))]
    assert "\n5\n" in gzip.decompress((tmp_path / "a.log.1.gz").read_bytes()).decode()


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The output of the run is mailed then; both of its files stay for the next run."""
    line = [
        sys.executable,
        "-m",
        "upkeep.schedule.job",
        "--log",
        str(tmp_path / "no" / "a.log"),
        "--",
        "verify",
        "--db",
        "x",
    ]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("archive verify: ")
    assert "make room, or check who owns the folder" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_variables_of_the_archive_reach_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And sendmail is found, which cron's PATH has not."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (tmp_path / "a.env").write_text("# passwords\nSECRET='a b=c'\n\nno variable\nOTHER = d\n")
    log = tmp_path / "a.log"
    assert run(sh('echo "$SECRET|$OTHER|$PATH"'), ["verify", "--db", str(tmp_path / "a.db")], log, 0) == 0
    assert logged(log) == ["a b=c|d|/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"]


def test_the_log_waits_for_who_has_it(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    with log.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        threading.Timer(0.2, lambda: fcntl.flock(file, fcntl.LOCK_UN)).start()
        assert run(["echo", "later"], WORDS, log, 0) == 0
    assert logged(log) == ["later"]
