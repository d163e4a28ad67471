"""What cannot be backed up or restored is told before anything is written: places, days, manifests that are none."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cundang.model.errors import ArchiveError, UsageError
from exchange.backup.listing import list_backups
from exchange.backup.places import open_place
from exchange.backup.restore import choose, restore
from exchange.backup.take import backup, read_manifests
from tests.helpers.databases import copy_of


@pytest.fixture
def db(demo_archive: Path, tmp_path: Path) -> Path:
    return copy_of(demo_archive, tmp_path)


def test_a_backup_is_chosen_by_day_and_time(db: Path) -> None:
    """What is no day is refused: compared as digits, 30 February restored the newest."""
    place = open_place(backup(db, db.with_suffix(".warc"), db.with_name("backups")).place)
    taken = [datetime(2026, 1, 31, 9, 30, 5, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]
    there = [replace(read_manifests(place)[0][0], taken_at=at) for at in taken]
    for at in ("2026-01-31", "2026-01-31T09:30", "2026-01-31 17:30+08:00", "20260131T093005Z", "2026-01-31T23:59:59"):
        assert choose(place, there, at).taken_at == taken[0], at
    for at in ("2026-02-30", "yesterday", "2026", "9999-12-31", ""):
        with pytest.raises(UsageError, match=r"--at .*: is no day or time"):
            choose(place, there, at)


def test_raw_pages_that_are_not_where_they_should_be_are_missed(db: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"not-mounted: has none of the 1 WARC files .* --no-warc"):
        backup(db, tmp_path / "not-mounted", db.with_name("backups"))
    assert not list((db.with_name("backups")).rglob("*.json"))
    with pytest.raises(UsageError, match="has no name"):
        backup(db, db.with_suffix(".warc"), "")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda files: files[0].update(pieces=[], bytes=0),
        lambda files: files[0].update(pieces=None),
        lambda files: files.append(files[1]),
    ],
    ids=["an empty archive", "a noted archive", "a file twice"],
)
def test_a_manifest_that_cannot_be_restored_is_none(db: Path, spoil: Callable[[list[object]], None]) -> None:
    backup(db, db.with_suffix(".warc"), db.with_name("backups"))
    (path,) = (db.with_name("backups") / "backups").iterdir()
    values = json.loads(path.read_text())
    spoil(values["files"])
    path.write_text(json.dumps(values))
    with pytest.raises(ArchiveError, match="no manifest of a backup"):
        restore(db.with_name("backups"), db.with_name("fresh.db"), db.with_name("fresh.warc"))
    path.write_text("[" * 100_000)
    assert "no manifest of a backup" in str(list_backups(db.with_name("backups"))[0])
    assert not [*db.parent.glob("fresh*")]
