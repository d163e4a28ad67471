"""`archive backup` and `archive restore`: what comes back is what was, only what is new is sent, and nothing by halves."""

import gzip
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.drill import drill
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.exit_codes import ExitCode
from cundang.model.publisher import Publishers
from cundang.store import clock, copies
from demo.second_day import second_day
from exchange.backup import claims, places, take
from exchange.backup.listing import list_backups
from exchange.backup.manifest import Manifest, choose_kept
from exchange.backup.restore import restore
from exchange.backup.take import Report, backup
from scrapers.sites import publishers
from tests.helpers.databases import change, content, copy_of, only_warc, rows
from tests.helpers.programs import archive
from upkeep.redact import Decision, apply_pending, find_subjects, lift, redact
from upkeep.redact_backups import redact_backups
from upkeep.verify import verify


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    return copy_of(demo_archive, tmp_path)


@pytest.fixture(autouse=True)
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which a minute passes at each look, so that no two backups are of one second."""
    moments = iter(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(100_000))
    monkeypatch.setattr(clock, "_clock", lambda: next(moments))


def back_up(db: Path, place: Path | str | None = None, **options: Any) -> Report:
    return backup(db, db.with_suffix(".warc"), place or db.with_name("backups"), **options)


def put_back(db: Path, fresh: Path, **options: Any) -> Any:
    return restore(db.with_name("backups"), fresh, fresh.with_suffix(".warc"), **options)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*") if path.name != ".lock"]


def test_what_comes_back_is_what_was(db: Path, tmp_path: Path) -> None:
    db.with_suffix(".toml").write_text('[about]\ntitle = "News"\n', encoding="utf-8")
    waiting = db.with_suffix(".outgoing") / "demo-20260101.warc.gz"
    waiting.parent.mkdir()
    waiting.write_bytes(gzip.compress(b"WARC/1.1\r\n"))
    done = back_up(db)
    fresh = tmp_path / "other" / "fresh.db"
    fresh.parent.mkdir()
    told = put_back(db, fresh)
    assert told.manifest == done.manifest
    assert content(fresh) == content(db, "tasks") | {"tasks": []}  # the backup is noted when it is done
    assert only_warc(fresh).read_bytes() == only_warc(db).read_bytes()
    assert fresh.with_suffix(".toml").read_text(encoding="utf-8") == '[about]\ntitle = "News"\n'
    assert (fresh.with_suffix(".outgoing") / waiting.name).read_bytes() == waiting.read_bytes()
    assert rows(db, "SELECT task, result FROM tasks")[0].result.startswith(f"{done.manifest.time}, 66 ")
    assert hidden(tmp_path) == []


def test_only_what_is_new_is_sent_and_an_unchanged_file_is_not_read(db: Path) -> None:
    first = back_up(db)
    assert first.sent_pieces == len(first.manifest.list_pieces())
    path = only_warc(db)
    about = path.stat()
    path.write_bytes(b"x" * about.st_size)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    again = back_up(db)
    assert again.sent_pieces == 1  # the first page of the database, which counts the changes
    assert again.manifest.files[1] == first.manifest.files[1]
    read = back_up(db, verify_all=True)
    assert read.manifest.files[1].pieces != first.manifest.files[1].pieces


def test_a_record_that_a_crawl_is_just_writing_is_left_out(db: Path, tmp_path: Path) -> None:
    path = only_warc(db)
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(gzip.compress(os.urandom(300_000))[:100_000])
    assert back_up(db).manifest.files[1].bytes == whole
    put_back(db, tmp_path / "fresh.db")
    assert verify(tmp_path / "fresh.db", tmp_path / "fresh.warc").faults == []
    path.write_bytes(path.read_bytes()[:whole] + b"no gzip at all")  # damaged, not torn: verify tells of it
    assert back_up(db).manifest.files[1].bytes == whole + 14


def test_a_crawl_may_write_meanwhile(db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM keywords")
        with pytest.MonkeyPatch.context() as patch:  # the identity is there already, as after a first backup
            patch.setattr(take, "make_identity", lambda _: "a" * 32)
            patch.setattr(take, "note_task", lambda *_: None)
            back_up(db)
        writer.execute("ROLLBACK")
    put_back(db, tmp_path / "fresh.db")
    assert rows(tmp_path / "fresh.db", "SELECT count(*) FROM keywords") == rows(db, "SELECT count(*) FROM keywords")


def spoil_manifest(place: Path, **values: object) -> None:
    (path,) = (place / "backups").iterdir()
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def piece_of_the_archive(place: Path) -> Path:
    """A piece of archive.db: those of WARC files that are there as they were are not read."""
    (path,) = (place / "backups").iterdir()
    digest = json.loads(path.read_text())["files"][0]["pieces"][0]
    return next((place / "pieces").rglob(f"{digest}.zst"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda place: spoil_manifest(place, schema=99), "made by a newer version"),
        (lambda place: spoil_manifest(place, format=2), "made by a newer version"),
        (lambda place: spoil_manifest(place, uuid="b" * 32), "another archive"),
        (lambda place: next((place / "backups").iterdir()).unlink(), "of one that was cut short"),
        (lambda place: piece_of_the_archive(place).unlink(), "are missing or empty"),
        (lambda place: piece_of_the_archive(place).write_bytes(b"\0" * 99), "is damaged, which holds a part of"),
    ],
)  # fmt: skip
def test_a_backup_that_cannot_be_restored_is_named_and_nothing_is_written(
    db: Path, spoil: Callable[[Path], None], said: str
) -> None:
    back_up(db)
    spoil(db.with_name("backups"))
    before = files_of(db.parent)
    with pytest.raises(ArchiveError, match=said) as caught:
        put_back(db, db, replace=True)
    assert "\n" not in str(caught.value)
    after = files_of(db.parent)
    assert {name: data for name, data in after.items() if not name.endswith((".lock", "-shm", "-wal"))} == {
        name: data for name, data in before.items() if not name.endswith((".lock", "-shm", "-wal"))
    }


@pytest.mark.parametrize(
    ("values", "said"), [({"schema": 99}, "newer version"), ({"uuid": "b" * 32}, "another archive")]
)
def test_a_place_of_other_backups_stays_as_it_is(db: Path, values: dict[str, object], said: str) -> None:
    back_up(db)
    spoil_manifest(db.with_name("backups"), **values)
    before = files_of(db.with_name("backups"))
    with pytest.raises(ArchiveError, match=said):
        back_up(db)
    assert files_of(db.with_name("backups")) == before


@pytest.mark.parametrize("name", ["../../x", "a/b", ".x", "x\0", ""])
def test_a_name_in_a_manifest_is_no_path(db: Path, name: str) -> None:
    back_up(db)
    (path,) = (db.with_name("backups") / "backups").iterdir()
    values = json.loads(path.read_text())
    values["files"][1]["name"] = name
    path.write_text(json.dumps(values))
    assert "no manifest of a backup" in str(list_backups(db.with_name("backups"))[0])
    with pytest.raises(ArchiveError, match="no manifest of a backup"):
        put_back(db, db.with_name("fresh.db"))


def test_an_archive_that_holds_articles_is_replaced_only_by_choice(db: Path) -> None:
    back_up(db)
    before = content(db)
    change(db, "UPDATE articles SET author = 'Later'")
    with only_warc(db).open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"))
    longer = only_warc(db).read_bytes()
    done = archive("restore", db.with_name("backups"), "--db", db)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "holds 66 articles; --replace" in done.stderr
    told = put_back(db, db, replace=True)
    assert content(db, "tasks") == {name: table for name, table in before.items() if name != "tasks"}
    assert told.longer == [only_warc(db).name]
    assert only_warc(db).read_bytes() == longer  # raw pages are never fewer than before
    change(db, "UPDATE identity SET uuid = 'another'")
    with pytest.raises(ArchiveError, match="another archive"):
        put_back(db, db, replace=True)


def test_what_is_not_there_is_not_made(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(db)
    with pytest.raises(UsageError, match="no backup was taken by then"):
        put_back(db, db.with_name("fresh.db"), at="2025-01-01")
    with pytest.raises(UsageError, match="no such folder"):
        restore(db.with_name("nothing"), db.with_name("fresh.db"), db.with_name("fresh.warc"))
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(ArchiveError, match="no room for the backup"):
        put_back(db, db.with_name("fresh.db"))
    with pytest.raises(ArchiveError, match="no room for a copy of the archive"):
        back_up(db)
    assert not db.with_name("fresh.db").exists()


def test_two_at_once_one_runs(db: Path) -> None:
    back_up(db)
    lock = Lock(db.with_name("backups") / ".lock", "backup")
    done = archive("backup", db.with_name("backups"), "--db", db)
    lock.release()
    assert (done.returncode, done.stderr.count("\n")) == (ExitCode.LOCKED, 1)


def test_a_claim_in_a_store_that_is_no_longer_renewed_does_not_count(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_PATIENCE_SECONDS", 0)
    place = places.open_place("memory://claimed")
    with place.hold() as require, pytest.raises(ArchiveError, match="another backup to this place runs") as caught:
        require()
        back_up(db, "memory://claimed")
    assert caught.value.exit_code == ExitCode.LOCKED
    old = {"at": (datetime.now(UTC) - timedelta(minutes=11)).isoformat(), "by": "process 1 on another"}
    place.write("locks/0.json", json.dumps(old).encode())
    done = back_up(db, "memory://claimed")
    assert place.list_sizes("locks/") == {}
    restore("memory://claimed", db.with_name("fresh.db"), db.with_name("fresh.warc"))
    assert done.manifest.articles == rows(db.with_name("fresh.db"), "SELECT count(*) AS n FROM articles")[0].n


def test_which_backups_stay() -> None:
    def of(*days: str) -> list[Manifest]:
        return [Manifest("", datetime.fromisoformat(f"{day}T00:00:00+00:00"), 6, 0, "", ()) for day in days]

    every = of("2026-01-01", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03")
    assert choose_kept(every, 2) == of("2026-01-31", "2026-02-02", "2026-02-03")


def test_old_backups_go_with_their_pieces_and_so_does_what_was_cut_short(db: Path) -> None:
    place = db.with_name("backups")
    back_up(db, keep=1)
    left = place / "pieces" / "ab" / f"{'ab' * 32}.zst"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"of a backup that was cut short")
    (left.parent / ".x.zst.making").write_bytes(b"half")
    assert "1 pieces of a backup that was cut short" in str(list_backups(place)[-1]).replace("2 pieces", "1 pieces")
    change(db, "UPDATE articles SET author = 'Later'")
    done = back_up(db, keep=1)
    assert len(done.deleted) == 1
    there = {path.name.removesuffix(".zst") for path in (place / "pieces").rglob("*") if path.is_file()}
    assert there == done.manifest.list_pieces()
    assert [line.manifest.time for line in list_backups(place) if line.manifest] == [done.manifest.time]


def test_a_piece_that_a_power_cut_left_empty_is_sent_again(db: Path) -> None:
    done = back_up(db)
    digest = done.manifest.files[1].pieces[0]  # type: ignore[index]
    piece = db.with_name("backups") / f"pieces/{digest[:2]}/{digest}.zst"
    piece.write_bytes(b"")
    assert [line.missing for line in list_backups(db.with_name("backups"))] == [1]
    back_up(db)
    assert [line.missing for line in list_backups(db.with_name("backups"))] == [0, 0]
    piece.write_bytes(b"x" * 100)
    assert "was missing or damaged" in back_up(db, verify_all=True).notes[0]
    put_back(db, db.with_name("fresh.db"))


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours handles it."""


def test_killed_at_any_moment_a_backup_is_whole_or_not_there(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = db.with_name("backups")
    back_up(db)
    true_write = places._Folder.write
    for last in range(4):
        change(db, "UPDATE articles SET author = coalesce(author, '') || 'x'")
        written = []

        def write(self: Any, name: str, data: bytes, last: int = last, written: list[str] = written) -> None:
            if len(written) >= last:
                raise Killed
            written.append(name)
            true_write(self, name, data)

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(places._Folder, "write", write)
            back_up(db)
        assert {line.missing for line in list_backups(place)} == {0}
        assert len([line for line in list_backups(place) if line.manifest]) == 1
    back_up(db, keep=1)
    put_back(db, db.with_name("fresh.db"))
    assert content(db.with_name("fresh.db"), "tasks") == content(db, "tasks")
    assert hidden(db.parent) == []


def test_killed_at_any_moment_a_restore_leaves_the_old_or_the_new(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(db)
    fresh = tmp_path / "fresh.db"
    true_replace, moves = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if len(moves) >= most:
            raise Killed
        moves.append(target)
        return true_replace(self, target)

    for most in range(3):
        moves.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            if most < 2:
                with pytest.raises(Killed):
                    put_back(db, fresh)
                assert not fresh.exists()
            else:
                put_back(db, fresh)
    assert len(moves) == 1  # the WARC file was there from the time before
    assert content(fresh, "tasks") == content(db, "tasks")
    assert hidden(tmp_path) == []


def withdrawn(db: Path, level: str, article_id: int = 5) -> str:
    with closing(sqlite3.connect(db)) as connection:
        subjects = find_subjects(connection, [str(article_id)])
    redact(db, db.with_suffix(".warc"), subjects, Decision(level, "asked for"), publishers=publishers)
    return subjects[0].url


def test_what_was_withdrawn_does_not_come_back_with_an_older_backup(db: Path, tmp_path: Path) -> None:
    first = back_up(db).manifest.time
    (title,) = rows(db, "SELECT title FROM articles WHERE id = 5")[0]
    url = withdrawn(db, "erased")
    other = withdrawn(db, "hidden", 7)
    put_back(db, db, replace=True, at=first, finish=lambda new, warc: apply_pending(new, warc, publishers))
    assert rows(db, "SELECT url FROM articles WHERE url IN (?, ?)", url, other) == []
    assert title.encode() not in db.read_bytes()
    back_up(db)  # now a newer backup knows of it
    fresh = tmp_path / "fresh.db"
    told = put_back(db, fresh, at=first, finish=lambda new, warc: apply_pending(new, warc, publishers))
    assert told.decisions == 2
    assert rows(fresh, "SELECT url FROM articles WHERE url IN (?, ?)", url, other) == []
    assert verify(fresh, fresh.with_suffix(".warc")).faults == []


def test_what_was_lifted_since_a_backup_comes_back_with_it(db: Path) -> None:
    withdrawn(db, "hidden", 7)
    first = back_up(db).manifest.time
    lift(db, db.with_suffix(".warc"), [1])
    before = rows(db, "SELECT id, url, sha256 FROM articles WHERE id = 7")
    put_back(db, db, replace=True, at=first, finish=lambda new, warc: apply_pending(new, warc, publishers))
    assert before == rows(db, "SELECT id, url, sha256 FROM articles WHERE id = 7") != []
    assert rows(db, "SELECT state FROM urls WHERE url = ?", before[0][1]) == [("done",)]
    withdrawn(db, "erased", 7)
    assert apply_pending(db, db.with_suffix(".warc"), publishers).decisions == []
    assert rows(db, "SELECT id FROM articles WHERE id = 7") == []


def test_backups_from_before_a_decision_are_reached(db: Path, tmp_path: Path) -> None:
    place = db.with_name("backups")
    first = back_up(db).manifest
    withdrawn(db, "erased")
    back_up(db)
    reached = redact_backups(db, place, publishers)
    assert (reached.times, reached.left) == ([first.time], [])
    assert not any((place / f"pieces/{digest[:2]}/{digest}.zst").exists() for digest in first.files[1].pieces or ())
    fresh = tmp_path / "fresh.db"
    put_back(db, fresh, at=first.time)  # without any decision applied
    assert rows(fresh, "SELECT id FROM articles WHERE id = 5") == []
    assert redact_backups(db, place, Publishers).times == []
    assert hidden(db.parent) == []


def test_the_drill(db: Path, tmp_path: Path) -> None:
    (url,) = rows(db, "SELECT url FROM articles LIMIT 1")[0]
    address, warc = "/".join(url.split("/")[:3]) + "/", db.with_suffix(".warc")
    (tmp_path / "drill").mkdir()
    told = drill(db, warc, tmp_path / "drill", lambda: second_day(db, warc, address))
    assert "2 backups restored, 9 files the same byte by byte, 70 articles" in told
