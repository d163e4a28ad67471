"""The file itself: made whole, brought up to date in one step, never touched where it is not ours."""

import sqlite3
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from cundang.model.errors import ArchiveError
from cundang.store import schema
from cundang.store.data_dictionary import SCHEMA
from cundang.store.migrations import Migration
from cundang.store.schema import VERSION, open_archive, open_readonly
from cundang.store.shape import digest_shape, read_shape

ADD_COLUMN = "ALTER TABLE sites ADD COLUMN motto TEXT;\n"


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _digest_with(statement: str) -> str:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA.read_text(encoding="utf-8") + statement)
        return digest_shape(read_shape(connection))


def _next_version(monkeypatch: pytest.MonkeyPatch, *scripts: str) -> None:
    """A software of the next version, which has a column more and is led to by migrations."""
    steps = tuple(Migration(f"step {number}", script) for number, script in enumerate(scripts))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    monkeypatch.setitem(schema.SCHEMAS, VERSION + 1, _digest_with(ADD_COLUMN))
    monkeypatch.setitem(schema.MIGRATIONS, schema.SCHEMAS[VERSION], steps)


def test_a_new_file_is_an_archive_in_wal_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(open_archive(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert {"articles", "revisions", "removed", "urls", "zh_fold", "articles_fts"} <= set(db.table_names())
        assert db.execute("SELECT t FROM zh_fold WHERE c = '區'").fetchone() == ("区",)
    assert _version(path) == VERSION


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    open_archive(path).close()
    _next_version(monkeypatch, ADD_COLUMN)
    with pytest.raises(ArchiveError, match="older version"):
        open_readonly(path)
    with closing(open_archive(path)) as db:
        assert "motto" in db.table("sites").columns_dict
    assert _version(path) == VERSION + 1
    open_archive(path).close()  # and once is enough


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    open_archive(path).close()
    with monkeypatch.context() as patch:
        _next_version(patch, ADD_COLUMN, "SELECT no_such_thing();\n")
        with pytest.raises(ArchiveError):
            open_archive(path)
    assert _version(path) == VERSION
    with closing(open_readonly(path)) as db:
        assert "motto" not in db.table("sites").columns_dict


def _open(path: Path) -> None:
    open_archive(path).close()


def test_eight_processes_make_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    processes = [get_context("spawn").Process(target=_open, args=(path,)) for _ in range(8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    with closing(open_readonly(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_reader_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_archive(path).close()
    with closing(open_readonly(path)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("INSERT INTO sites(name) VALUES ('x')")
