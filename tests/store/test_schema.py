"""The file itself: made whole, brought up to date in one step, never touched where it is not ours."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from cundang.model.errors import ArchiveError
from cundang.store import schema
from cundang.store.schema import VERSION, open_archive, open_readonly
from tests.helpers.programs import FORKS


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _add_column(db: Database) -> None:
    db.execute("ALTER TABLE sites ADD COLUMN motto TEXT")


def _add_column_and_fail(db: Database) -> None:
    _add_column(db)
    raise sqlite3.OperationalError("no such thing")


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
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {VERSION: _add_column})
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
        patch.setattr(schema, "VERSION", VERSION + 1)
        patch.setattr(schema, "MIGRATIONS", {VERSION: _add_column_and_fail})
        with pytest.raises(ArchiveError):
            open_archive(path)
    assert _version(path) == VERSION
    with closing(open_readonly(path)) as db:
        assert "motto" not in db.table("sites").columns_dict


def _open(path: Path) -> None:
    open_archive(path).close()


def test_eight_processes_make_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    processes = [FORKS.Process(target=_open, args=(path,)) for _ in range(8)]
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
