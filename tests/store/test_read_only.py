"""An archive is read where it lies: where nothing may be written, in every state in which its files may be."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cundang.model.errors import ArchiveError
from cundang.store import read_only
from cundang.store.read_only import Reader, connect_to_read
from cundang.store.schema import VERSION, open_archive, open_readonly
from cundang.store.tasks import note_task
from tests.helpers.databases import change, rows
from tests.helpers.paths import ROOT
from tests.helpers.programs import FORKS

NOBODY = 65534
TOLD = "INSERT INTO sites(name) VALUES (?)"
READ = "SELECT group_concat(name) FROM (SELECT name FROM sites ORDER BY name)"
# `archive` where the rights of files hold for root too.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def _write_and_die(db: Path) -> None:
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute(TOLD, ("killed",))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "a #1?.db"  # signs that mean something in an address
    with closing(open_archive(path)) as archive:
        archive.execute(TOLD, ("closed",))
    return path


@contextmanager
def in_state(db: Path, state: str) -> Iterator[str]:
    """The files as they are after a clean end, after a kill, without what a copy left out, while somebody writes."""
    if state == "live":
        with closing(sqlite3.connect(db, isolation_level=None)) as writer:
            writer.execute(TOLD, ("live",))
            yield "closed,live"
        return
    if state.startswith("killed"):
        process = FORKS.Process(target=_write_and_die, args=(db,))
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
    if state == "killed, copied":
        db.with_name(f"{db.name}-shm").unlink()
    if state == "closed, copied":
        db.with_name(f"{db.name}-wal").touch()
    yield "closed,killed" if state.startswith("killed") else "closed"


def read_as_another(db: Path) -> str:
    """What another user reads, who may write neither the file nor the folder."""
    db.parent.chmod(0o555)
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.chdir(db.parent)
            if os.geteuid() == 0:
                for parent in (*db.parents,)[:-2]:
                    parent.chmod(parent.stat().st_mode | 0o555)
                os.setresuid(NOBODY, NOBODY, NOBODY)
            with closing(open_readonly(Path(db.name))) as archive:
                os.write(into, str(archive.execute(READ).fetchone()[0]).encode())
        except BaseException as error:
            os.write(into, repr(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(into)
    with os.fdopen(out, "rb") as answer:
        return answer.read().decode()


@pytest.mark.parametrize("state", ["closed", "closed, copied", "killed", "killed, copied", "live"])
def test_another_user_reads_all_that_is_there(db: Path, state: str) -> None:
    with in_state(db, state) as expected:
        there = sorted(path.name for path in db.parent.iterdir())
        assert read_as_another(db) == expected
        assert sorted(path.name for path in db.parent.iterdir()) == there


def test_what_cannot_be_read_is_told(db: Path) -> None:
    with in_state(db, "live"):
        for ending in ("-wal", "-shm"):
            db.with_name(db.name + ending).chmod(0o600 if os.geteuid() == 0 else 0)
        assert "check who owns the file and its folder" in read_as_another(db)


@pytest.fixture
def still(db: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that SQLite cannot open in the usual way, as where it may make no file."""
    connect = read_only._connect

    def refuse(path: Path, way: str, **named: object) -> Reader:
        if way == "mode=ro":
            with closing(sqlite3.connect(path.parent)) as nothing:
                nothing.execute("PRAGMA user_version")
        return connect(path, way, **named)

    monkeypatch.setattr(read_only, "_connect", refuse)
    return db


def test_a_change_while_a_file_is_read_without_locks_is_told(still: Path) -> None:
    connection = connect_to_read(still)
    assert connection.is_still
    with closing(sqlite3.connect(still, isolation_level=None)) as writer:
        writer.execute(TOLD, ("later",))
        assert connection.is_behind()
        assert not connection.has_changed()  # what it reads is whole: that is beside the file
        assert connection.execute(READ).fetchone() == ("closed",)
    assert connection.has_changed()
    with pytest.raises(ArchiveError, match="was written to while it was read; run again"):
        connection.close()


@pytest.fixture
def locked(demo_archive: Path, tmp_path: Path) -> Iterator[Path]:
    """The archive of the demo site in a folder of another, where nothing may be written."""
    if AS_ANYBODY and not shutil.which("setpriv"):
        pytest.skip("setpriv is not at hand, without which root may write everywhere")
    folder = tmp_path / "theirs"
    shutil.copytree(demo_archive.parent, folder, ignore=shutil.ignore_patterns("*.lock"))
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        if AS_ANYBODY:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder / demo_archive.name
    for path in paths:
        path.chmod(0o755)


def test_commands_read_what_they_may_not_write_without_a_home_or_temporary_files(locked: Path) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from click.testing import CliRunner
from archive import main
os.chdir({str(locked.parent)!r})
for words in (["search", "清"], ["check"], ["verify"], ["status"], ["show", "1"], ["reindex", "--check"],
              ["recluster", "--check"], ["export", "--output", "new.csv"], ["reindex"]):
    done = CliRunner().invoke(main, [*words, *([] if words[0] == "show" else ["--db", {str(locked)!r}])])
    print(words[0], done.exit_code, done.output.strip().splitlines()[-1:], sep="\\t")
"""
    environment = {"PATH": os.environ["PATH"], "TMPDIR": "/nowhere"}
    done = subprocess.run(
        [*AS_ANYBODY, sys.executable, "-B", "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    told = {line.split("\t")[0]: line.split("\t")[1:] for line in done.stdout.splitlines()[:8]}
    assert done.stderr == ""
    assert {name for name, (code, _) in told.items() if code == "0"} >= {"search", "check", "verify", "status"}, told
    assert told["verify"][1].endswith("no faults']")
    assert "new.csv: cannot be written (Permission denied); check who owns the folder" in told["export"][1]
    assert "reindex\t1" in done.stdout.splitlines()[-1]
    assert "check who owns the file and its folder" in done.stdout.splitlines()[-1]


def test_pages_follow_a_writer_who_comes_later(locked: Path) -> None:
    command = [*AS_ANYBODY, sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(locked)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().strip()

            def count() -> str:
                query = "archive.json?sql=select+count(*)+from+problems&_shape=arrayfirst"
                with urllib.request.urlopen(f"{address}{query}") as answer:
                    return str(answer.read().decode())

            before = int(count().strip("[]"))
            locked.parent.chmod(0o755)
            locked.chmod(0o644)
            new = "INSERT INTO problems(run_id, at, url, stage, reason) VALUES (1, '', 'x', 'keep', '')"
            with closing(sqlite3.connect(locked, isolation_level=None)) as writer:
                writer.execute(new)
                assert count() == f"[{before + 1}]"
                writer.execute(new)
                assert count() == f"[{before + 2}]"
            assert count() == f"[{before + 2}]"
            assert rows(locked, "SELECT count(*) FROM problems") == [(before + 2,)]
        finally:
            server.terminate()


def test_what_was_done_is_not_noted_where_nothing_can_be_written(db: Path) -> None:
    change(db, "PRAGMA user_version = 5")  # that a newer software reads, and does not bring up
    note_task(db, "verify", "2026-11-28T00:00:00+00:00", "no faults")
    assert rows(db, "PRAGMA user_version") == [(5,)]
    change(db, f"PRAGMA user_version = {VERSION}")
    with closing(sqlite3.connect(db, isolation_level=None)) as writer, pytest.MonkeyPatch.context() as patch:
        writer.execute("BEGIN IMMEDIATE")
        patch.setattr("cundang.store.schema.BUSY_TIMEOUT_SECONDS", 0)
        note_task(db, "verify", "2026-11-28T00:00:00+00:00", "no faults")
    assert rows(db, "SELECT task FROM tasks") == []
    note_task(db, "verify", "2026-11-28T00:00:00+00:00", "no faults")
    assert rows(db, "SELECT task FROM tasks") == [("verify",)]
