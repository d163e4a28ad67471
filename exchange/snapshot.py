"""Make a snapshot: everything that a public mirror needs, in a new folder that appears when it is complete."""

import gzip
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from cundang.files.atomic import make_temporary_path, make_write_error
from cundang.files.lock import Lock
from cundang.files.settings import read_settings
from cundang.model.errors import UsageError
from cundang.model.settings import About
from cundang.store.copies import copy_archive, strip_index
from cundang.store.schema import open_readonly
from exchange.dataset_cards import make_croissant, make_datapackage, make_readme
from exchange.downloads import SUMS, compute_sha256, list_snapshots
from exchange.export import export
from exchange.recipes import SEARCH

NAME = "%Y%m%dT%H%M%SZ"  # of a snapshot's folder: its time, in UTC
_ZSTD_LEVEL = 9  # 25 MB of 55 in 3.6 s; level 3 gives 28 in 1.0 s, level 19 gives 23 in 83 s
_GZIP_LEVEL = 6
_CHUNK = 1 << 20


def snapshot(
    db_path: Path, folder: Path, now: datetime, keep: int = 7, report_progress: Callable[[str], None] = lambda _: None
) -> Path:
    """Make a snapshot in a folder, named by its time (UTC); returns its folder. Prunes old ones, see `prune`.

    It holds the archive with and without its search index, each for zstd and gzip, the articles as CSV and JSON lines,
    search.sql, which searches the archive in any program, SHA256SUMS, descriptions for machines (datapackage.json,
    croissant.json) and for people (README.md).
    Raises ArchiveError where the archive is damaged or the disk is full; no incomplete snapshot stays.
    """
    open_readonly(db_path).close()
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder / ".lock", f"{folder}: snapshot")
    place = folder / f"{now:{NAME}}"
    making = make_temporary_path(place)
    try:
        if place.exists():
            raise UsageError(f"{place}: a snapshot of this second exists; wait a second and run again")
        clear_remains(folder)
        making.mkdir()
        fill(db_path, making, now, read_settings(db_path).about.drop_open(), report_progress=report_progress)
        making.rename(place)
        _sync(folder)
        prune(folder, keep)
    except OSError as error:
        raise make_write_error(place, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
        lock.release()
    return place


def clear_remains(folder: Path) -> None:
    """Remove what runs that were killed left half made, and end an exchange of two snapshots that was begun.

    The caller holds the lock of the folder.
    """
    for replaced in folder.glob(".*.replaced"):
        place = folder / replaced.name.removeprefix(".").removesuffix(".replaced")
        if not place.exists():
            make_temporary_path(place).rename(place)
        shutil.rmtree(replaced)
    for abandoned in folder.glob(".*.making"):
        shutil.rmtree(abandoned) if abandoned.is_dir() else abandoned.unlink()


def remake(
    db_path: Path,
    place: Path,
    now: datetime,
    about: About,
    report_progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Make a snapshot anew, of an archive that was made of it, under its own name and time; its README says when.

    Where this is killed, `clear_remains` ends it: the old snapshot stands there, or the new one. The caller holds the
    lock of the folder.
    """
    making, replaced = make_temporary_path(place), place.with_name(f".{place.name}.replaced")
    made_at = datetime.strptime(place.name, NAME).replace(tzinfo=UTC)
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        fill(db_path, making, made_at, about, now, report_progress)
        place.rename(replaced)  # from here on the new one is complete, and the old one must not come back
        making.rename(place)
        _sync(place.parent)
        shutil.rmtree(replaced)
    except OSError as error:
        if place.exists():  # else the new one is complete, and is put there by the next run
            shutil.rmtree(making, ignore_errors=True)
        raise make_write_error(place, error) from error


def delete(place: Path) -> None:
    """Delete a snapshot. No reader sees a half-deleted one."""
    hidden = make_temporary_path(place)
    place.rename(hidden)
    shutil.rmtree(hidden)


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete old snapshots, except the newest `keep`, and the last of each of the last twelve months that have one."""
    found = list_snapshots(folder)
    of_month: dict[str, Path] = {}
    for path in found:
        of_month.setdefault(path.name[:6], path)
    kept = {*found[:keep], *list(of_month.values())[:12]}
    deleted = [path for path in found if path not in kept]
    for path in deleted:
        delete(path)
    return deleted


def fill(
    db_path: Path,
    making: Path,
    now: datetime,
    about: About,
    changed_at: datetime | None = None,
    report_progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Make all files of a snapshot in an empty folder. `changed_at`: when articles were taken out of it."""
    copy = making / "archive.db"
    report_progress("copying the archive")
    copy_archive(db_path, copy)
    counts = _count_rows(copy)
    report_progress("exporting the articles")
    for form, name in (("csv", "articles.csv"), ("jsonl", "articles.jsonl")):
        export(copy, making / name, form)
        _compress_gzip(making / name)
        (making / name).unlink()
    _compress(copy, report_progress)
    lite = making / "archive-lite.db"
    copy.rename(lite)
    strip_index(lite)
    _compress(lite, report_progress)
    lite.unlink()
    shutil.copyfile(SEARCH, making / SEARCH.name)
    files = sorted(path for path in making.iterdir() if path.is_file())
    digests = {path.name: compute_sha256(path) for path in files}
    sizes = {path.name: path.stat().st_size for path in files}
    for name, text in (
        ("README.md", make_readme(counts, sizes, now, about, changed_at)),
        ("datapackage.json", make_datapackage(digests, sizes, now, about)),
        ("croissant.json", make_croissant(digests, sizes, now, about)),
    ):
        (making / name).write_text(text, encoding="utf-8")
        digests[name] = compute_sha256(making / name)
    (making / SUMS).write_text(
        "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())), encoding="utf-8"
    )
    for path in making.iterdir():
        _sync(path)
    _sync(making)


def _count_rows(copy: Path) -> dict[str, int]:
    connection = sqlite3.connect(copy)
    counts = {}
    for name in ("articles", "revisions", "sites"):
        counts[name] = int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608
    connection.close()
    return counts


def _compress(path: Path, report_progress: Callable[[str], None]) -> None:
    report_progress(f"compressing {path.name}")
    with path.open("rb") as original, path.with_name(f"{path.name}.zst").open("wb") as out:
        zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).copy_stream(
            original, out, size=path.stat().st_size
        )
    _compress_gzip(path)


def _compress_gzip(path: Path) -> None:
    with (
        path.open("rb") as original,
        path.with_name(f"{path.name}.gz").open("wb") as out,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, out, mtime=0) as compressing,  # the same bytes for the same content
    ):
        shutil.copyfileobj(original, compressing, _CHUNK)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
