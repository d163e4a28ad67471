"""A file that an older version made is copied before it is brought up; what may go wrong meanwhile leaves either state."""

import random
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from bench.upgrades import one_round, read_rows
from cundang.model.errors import ArchiveError
from cundang.store import schema, upgrade
from cundang.store.migrations import Migration
from cundang.store.redactions import read_redactions
from cundang.store.schema import VERSION, open_archive, open_readonly
from cundang.store.upgrade import WITHOUT, list_copies, name_copy
from tests.helpers.databases import change, content, rows
from tests.helpers.programs import archive
from tests.store.test_schema import ADD_COLUMN, _next_version
from tests.store.versions import FIRST, of_version, older

NEWER = f"PRAGMA user_version = {VERSION + 1}"


def test_the_file_as_it_was_stays_beside_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    db = of_version(tmp_path, 1)
    db.chmod(0o600)
    before = content(db)
    open_archive(db).close()
    copy = name_copy(db, VERSION)
    assert copy.name == f"1.db.before-{VERSION}"
    assert content(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert caplog.messages == [
        f"{db}: brought up from schema 1 to {VERSION}; as it was before it stays in {copy}, which you may delete"
    ]
    written = copy.stat().st_mtime_ns
    open_archive(db).close()
    assert copy.stat().st_mtime_ns == written  # once
    assert list_copies(db) == [copy]
    shutil.move(copy, db)
    assert archive("search", "清淀", "--db", db).returncode == 1  # old again
    done = archive("reindex", "--db", db)
    assert (done.returncode, done.stderr.count("\n"), list_copies(db)) == (0, 1, [copy])


def test_one_copy_a_version_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = of_version(tmp_path, VERSION - 1)
    open_archive(db).close()
    decision = (
        "INSERT INTO redactions(url, level, reason, decided_at) VALUES ('http://example.org/1', 'erased', 'x', '')"
    )
    change(db, decision)
    decided = rows(db, "SELECT * FROM redactions")
    with monkeypatch.context() as patch:
        _next_version(patch, ADD_COLUMN)
        with closing(open_archive(db)) as now:
            assert [each.url for each in read_redactions(now.conn)] == ["http://example.org/1"]
    assert rows(db, "SELECT * FROM redactions") == decided
    assert [copy.name for copy in list_copies(db)] == [f"{db.name}.before-{VERSION}", f"{db.name}.before-{VERSION + 1}"]


def test_without_room_nothing_is_done_unless_one_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = older(tmp_path, FIRST)
    before = content(db)
    usage = namedtuple("usage", "total used free")(0, 0, 1000)
    monkeypatch.setattr(upgrade.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ArchiveError, match=f"there is no room for a copy of it .* set {WITHOUT}=1"):
        open_archive(db)
    assert (content(db), list_copies(db)) == (before, [])
    monkeypatch.setenv(WITHOUT, "1")
    open_archive(db).close()
    open_readonly(db).close()
    assert list_copies(db) == []


def test_a_disk_that_is_full_leaves_the_file_alone(tmp_path: Path) -> None:
    db = of_version(tmp_path, 5)
    before = content(db)
    done = archive("reindex", "--db", db, largest_file=db.stat().st_size // 2)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no space left or a disk error" in done.stderr
    assert content(db) == before
    assert not [path for path in tmp_path.iterdir() if "before" in path.name]


def test_a_migration_that_fails_takes_its_copy_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = of_version(tmp_path, 5)
    with closing(open_archive(of_version(tmp_path, 6))):
        pass
    fail = Migration("fail", "INSERT INTO nowhere VALUES (1);")
    monkeypatch.setitem(schema.MIGRATIONS, schema.SCHEMAS[5], (fail,))
    with pytest.raises(ArchiveError, match="nowhere"):
        open_archive(db)
    assert list_copies(db) == []


def test_kills_leave_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(6)
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        one_round(folder, chance)


@pytest.mark.parametrize(
    "command",
    [
        ["search", "清淀"], ["verify"], ["export", "--output", "out.csv"], ["serve", "--port", "0"],
        ["import", "page.html"], ["reindex"], ["rebuild"], ["rebuild", "--dry-run"], ["merge", "other.db"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_newer_file_is_refused_and_not_touched(tmp_path: Path, command: list[str]) -> None:
    db = of_version(tmp_path, VERSION)
    change(db, NEWER)
    with closing(sqlite3.connect(db, isolation_level=None)) as kept_open:
        kept_open.execute("PRAGMA journal_mode = wal")
        kept_open.execute("DELETE FROM problems")  # stays in -wal
        shutil.copytree(tmp_path, tmp_path / "copy")
    copy = tmp_path / "copy" / db.name

    def read_files() -> dict[Path, bytes]:
        """But locks, and `-shm`, where readers note that they read."""
        there = (path for path in copy.parent.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in there if not path.name.endswith((".lock", "-shm"))}

    before = read_files()
    (tmp_path / "page.html").write_text("<p>一页</p>", encoding="utf-8")
    open_archive(tmp_path / "other.db").close()
    words = [str(tmp_path / word) if "." in word else word for word in command]
    done = archive(*words, "--db", copy)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"made by a newer version (schema {VERSION + 1}, this one knows {VERSION})" in done.stderr
    assert read_files() == before


@pytest.mark.parametrize("version", ["1", "5", FIRST])
def test_a_merge_takes_over_an_older_archive_and_leaves_it_alone(tmp_path: Path, version: str) -> None:
    other = older(tmp_path, version) if version == FIRST else of_version(tmp_path, int(version))
    before = other.read_bytes()
    target = tmp_path / "target.db"
    done = archive("merge", other, "--db", target)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert other.read_bytes() == before
    assert rows(target, "SELECT count(*) FROM articles") == rows(other, "SELECT count(*) FROM articles")
    names = {path.name for path in tmp_path.iterdir()} - {other.name, f"{other.stem}.warc", "target.db", "target.warc"}
    assert not {name for name in names if not name.endswith(".lock")}


def test_a_dry_run_of_a_rebuild_leaves_an_older_archive_alone(tmp_path: Path) -> None:
    db = of_version(tmp_path, 4)
    before = read_rows(db), db.read_bytes()
    done = archive("rebuild", "--dry-run", "--cores", "1", "--db", db)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "articles would be there" in done.stdout
    assert (read_rows(db), db.read_bytes()) == before
    assert list_copies(db) == []
