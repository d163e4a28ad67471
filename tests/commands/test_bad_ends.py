"""Runs that end badly: by a signal, by a limit, by a reader who goes. Each says so in a line, and its run is ended."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cundang.files.endings import SIGNALS, explain_shortage, listen
from cundang.model.errors import Interrupted
from cundang.model.publisher import Publishers
from cundang.store.session import Session
from tests.helpers.databases import rows
from tests.helpers.loopback import answering
from tests.helpers.pages import page
from tests.helpers.paths import ROOT
from tests.helpers.programs import Program, archive

RUNS = "SELECT command, reason, ended_at IS NOT NULL AS ended, new FROM runs ORDER BY id"


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Signals are heard in the tests as before."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = (
            f"清淀湖第{number}号渔船十一月二十日清晨出港，午后拉网，{number + 7}百斤鲢鱼和草鱼运到临澜码头，由渔业站过秤。"
            * 3
        )
        html = f"<title>第{number}号渔船开湖捕鱼</title><h1>第{number}号渔船开湖捕鱼</h1><p>2026-11-20 08:00</p><p>{text}</p>"
        (folder / f"{number:04}.html").write_text(f'<html lang="zh"><meta charset="utf-8">{html}', encoding="utf-8")
    return folder


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGXCPU"])
def test_an_import_that_a_signal_stops_keeps_what_it_did(tmp_path: Path, name: str) -> None:
    source, db = pages(tmp_path / "pages", 150), tmp_path / "a.db"
    with Program("archive", "import", source, "--json", "--db", db) as program:
        wait_until(lambda: program.stdout.count("\n") > 3)
        program.send_signal(signal.Signals[name])
        assert program.wait() == 1
        said, told = program.stdout.count('"new"'), program.stderr
    assert told == f"archive: interrupted by {name}; what was done stays, run the same command again to go on\n"
    [(command, reason, ended, new)] = rows(db, RUNS)
    assert (command, reason, ended) == ("import", f"interrupted by {name}", 1)
    assert 3 < new < 150
    assert rows(db, "SELECT count(*) FROM articles") == [(new,)]
    assert said <= new <= said + 1
    assert rows(db, "SELECT count(*) FROM fetches WHERE outcome = 'new'") == [(new,)]


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_crawl_that_a_signal_stops_says_which(tmp_path: Path, name: str) -> None:
    db = tmp_path / "a.db"
    listing = "".join(f'<a href="/2026/11/{n:02}/{n}.html">第{n}篇文章的标题在这里</a>' for n in range(1, 29))
    article = (
        '<meta charset="utf-8"><title>开湖</title><h1>开湖捕鱼的一天</h1><p>2026-11-20</p><p>' + "清淀湖开湖捕鱼。" * 30
    )
    answers = {f"/2026/11/{n:02}/{n}.html": (200, {}, article.encode()) for n in range(1, 29)}
    front = f'<meta charset="utf-8">{listing}'.encode()
    with answering({"/": (200, {}, front), **answers}) as server:
        words = ("crawl", server.address, "--allow-private", "--delay", "0.2", "--db", db)
        with Program("archive", *words) as program:
            wait_until(lambda: len(server.asked) > 3)
            program.send_signal(signal.Signals[name])
            assert program.wait() == 1
            told = program.stderr
    assert told.count("\n") == 1, told
    assert f"stopped (interrupted by {name}); run the same command again to continue" in told
    assert [(run.command, run.reason, run.ended) for run in rows(db, RUNS)] == [("crawl", f"interrupted by {name}", 1)]
    assert rows(db, "SELECT count(*) > 0 FROM fetches") == [(1,)]


def test_a_server_is_stopped_by_a_signal_without_a_word(demo_archive: Path) -> None:
    with Program("archive", "serve", "--port", "0", "--db", demo_archive) as server:
        with urllib.request.urlopen(server.first_line()):
            server.send_signal(signal.SIGHUP)
        assert server.wait() == 0
        assert server.stderr == ""


def test_a_step_is_done_before_a_signal_is_heard_but_not_before_a_second(tmp_path: Path) -> None:
    listen()
    one, db = page("一页"), tmp_path / "a.db"
    opened = Session(db, tmp_path / "a.warc", Publishers(), "import")
    with pytest.raises(Interrupted, match="interrupted by SIGTERM"), opened as session:
        with session.page_step():
            os.kill(os.getpid(), signal.SIGTERM)
            session.record_fetch(one, session.warc.write(one), 1)
        raise AssertionError("it is heard at the end of the step")
    assert rows(db, "SELECT reason, fetched FROM runs") == [("interrupted by SIGTERM", 1)]
    assert rows(db, "SELECT count(*) FROM fetches") == [(1,)]
    again = Session(db, tmp_path / "a.warc", Publishers(), "import")
    with pytest.raises(Interrupted), again as session, session.page_step():
        session.record_fetch(one, session.warc.write(one), 1)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
    assert rows(db, "SELECT reason FROM runs WHERE id = 2") == [("interrupted by SIGHUP",)]
    assert rows(db, "SELECT count(*) FROM fetches") == [(1,)]  # half a step is none


def test_what_the_parent_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    listen()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "failed: out of memory; nothing half-written stays, run again with more"),
        (BrokenPipeError(), "interrupted: nobody reads what it says (broken pipe)"),
        (ValueError("a\nb" * 9000), "failed: a ba ba b"),
    ],
    ids=repr,
)
def test_the_run_says_why_it_ended(tmp_path: Path, error: Exception, reason: str) -> None:
    db = tmp_path / "a.db"
    with pytest.raises(type(error)), Session(db, tmp_path / "a.warc", Publishers(), "import"):
        raise error
    [(told, ended)] = rows(db, "SELECT reason, ended_at FROM runs")
    assert told.startswith(reason)
    assert len(told) < 450
    assert ended


def test_the_next_run_of_the_kind_ends_one_that_was_killed(tmp_path: Path) -> None:
    db, warc = tmp_path / "a.db", tmp_path / "a.warc"
    Session(db, warc, Publishers(), "crawl", "demo").close()  # as a kill does
    Session(db, warc, Publishers(), "crawl", "other").close()
    Session(db, warc, Publishers(), "import").close()
    assert rows(db, "SELECT count(*) FROM runs WHERE ended_at IS NULL") == [(3,)]
    with Session(db, warc, Publishers(), "crawl", "demo") as session:
        session.end("finished")
    ended = rows(db, "SELECT id, reason FROM runs WHERE ended_at IS NOT NULL ORDER BY id")
    assert ended == [(1, "was killed"), (4, "finished")]
    assert rows(db, "SELECT ended_at = started_at FROM runs WHERE id = 1") == [(1,)]


@pytest.mark.parametrize("kilobytes", [60_000, 150_000])
def test_too_little_memory_is_told_in_a_line(tmp_path: Path, kilobytes: int) -> None:
    source, db = pages(tmp_path / "pages", 1), tmp_path / "a.db"
    words = f"{sys.executable} -m archive import {source} --db {db}"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -v {kilobytes}; {words}"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "memory" in done.stderr.lower()


def test_other_errors_of_libraries_that_need_memory_are_known() -> None:
    assert "out of memory" in explain_shortage(RuntimeError("can't start new thread"))
    assert "out of memory" in explain_shortage(ValueError("zstd compress error: Allocation error : not enough memory"))
    assert "too many open files" in explain_shortage(OSError(24, "Too many open files"))
    assert explain_shortage(ImportError("no such module")) == ""  # nothing limits the memory here


def test_a_reader_who_goes_ends_it_without_a_word(demo_archive: Path) -> None:
    words = f"{sys.executable} -m archive search 的 --db {demo_archive}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{words} | true"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_what_is_said_is_a_line_however_long(tmp_path: Path, demo_archive: Path) -> None:
    done = archive("status", "x" * 9000, "--db", demo_archive)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert len(done.stderr) < 1100
    assert done.stderr.endswith("`archive status` lists them\n")
    done = archive("status", "--db", tmp_path / "a\nb\x1b[1m.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "\x1b" not in done.stderr
