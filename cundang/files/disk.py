"""How much room an archive takes on its disk, and how much is left."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

DAYS_OF_A_CENTURY = 36_500


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes: of the database, of the log beside it, of the folder of raw pages (None: in an object store, whose files
    are not counted), of the downloads; and how many are free on the fullest disk that the archive grows on.
    """

    db: int
    wal: int
    warc: int | None
    downloads: int
    free: int

    @property
    def growing(self) -> int:
        """The bytes of what grows by crawls."""
        return self.db + self.wal + (self.warc or 0)


def measure_disk(db_path: Path, warc: Path | None, downloads: Path) -> Disk:
    """Measure an archive; `warc` is None where the raw pages are in an object store. What is not there has no bytes."""
    folders = [folder for folder in (db_path.parent, warc) if folder is not None and folder.is_dir()]
    return Disk(
        _measure_file(db_path),
        _measure_file(db_path.with_name(f"{db_path.name}-wal")),
        None if warc is None else _measure_folder(warc),
        _measure_folder(downloads),
        min((shutil.disk_usage(folder).free for folder in folders), default=0),
    )


def count_days_left(free: int, growth_a_day: float) -> int | None:
    """For how many days the free bytes last; None where nothing grows, or they last for a century."""
    days = free / growth_a_day if growth_a_day > 0 else DAYS_OF_A_CENTURY
    return int(days) if days < DAYS_OF_A_CENTURY else None


def _measure_file(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _measure_folder(folder: Path) -> int:
    """The bytes of all files in a folder and those below it, symbolic links left out; 0 where it is not there."""
    found = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                found += os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118 - a folder may have 100,000 files
            except OSError:  # it was taken away meanwhile
                continue
    return found
