"""Merge archives with their raw pages: first copy the WARC files, then merge the rows that name them."""

import hashlib
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from cundang.files.atomic import atomic_write, make_temporary_path
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.publisher import Publishers
from cundang.raw.storage import is_remote, upload
from cundang.store.older import copy_brought_up, is_older
from cundang.store.rows import Rows
from cundang.store.schema import open_archive, open_readonly
from exchange.merge.rows import merge_into

_HEAD = 1 << 16  # bytes; the first member of a WARC file (warcinfo) has less

Others = Sequence[tuple[sqlite3.Connection, Mapping[str, str]]]  # each with its WARC files' names in the target


def merge(
    db_path: Path,
    warc_folder: Path,
    others: Sequence[tuple[Path, Path]],
    publishers: Publishers,
    report_progress: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Merge other archives, each with its WARC folder, into a target, which is created if it does not exist.

    Returns how many rows of each of the main tables the target has then. After an error the target is as before;
    copies of WARC files may stay, which no row names and the next merge uses.
    Raises ArchiveError where one of them is no archive, or another merge is under way.
    """
    if not db_path.parent.is_dir():
        raise UsageError(f"{db_path}: the folder {db_path.parent} does not exist; make it, or name another with --db")
    for other, _ in others:
        if db_path.exists() and other.exists() and other.samefile(db_path):
            raise UsageError(f"{other}: cannot be merged into itself; name another archive")
    with ExitStack() as held:
        older = [is_older(other) for other, _ in others]
        held.callback(Lock(db_path.with_name(f"{db_path.name}-merge.lock"), "merge").release)
        opened = [
            (held.enter_context(_open_other(other, _name_copy(db_path, place) if old else None)), folder)
            for place, ((other, folder), old) in enumerate(zip(others, older, strict=True))
        ]
        if db_path.exists():
            open_archive(db_path).close()
        with_names = [
            (connection, _copy_warc_files(connection, folder, warc_folder, report_progress))
            for connection, folder in opened
        ]
        merge_rows = _merge_rows if db_path.exists() else _merge_rows_into_new
        return merge_rows(db_path, with_names, publishers, report_progress)


def _name_copy(db_path: Path, place: int) -> Path:
    return make_temporary_path(db_path.with_name(f"{db_path.name}.other-{place}"))


@contextmanager
def _open_other(other: Path, copy: Path | None) -> Iterator[sqlite3.Connection]:
    """Open an archive that is only read; of one that an older version made a copy, which is brought up to date."""
    try:
        if copy:
            _remove(copy)  # of a merge that was killed
            copy_brought_up(other, copy)
        with closing(open_readonly(copy or other).conn) as connection:
            yield connection
    finally:
        if copy:
            _remove(copy)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _merge_rows_into_new(
    db_path: Path, others: Others, publishers: Publishers, report_progress: Callable[[str], None]
) -> dict[str, int]:
    """Merge into a new file, which appears under its name when it is complete."""
    making = make_temporary_path(db_path)
    try:
        counts = _merge_rows(making, others, publishers, report_progress)
        making.replace(db_path)
    finally:
        _remove(making)
    return counts


def _merge_rows(
    db_path: Path, others: Others, publishers: Publishers, report_progress: Callable[[str], None]
) -> dict[str, int]:
    report_progress("merging the rows")
    target = Rows(db_path, publishers)
    try:
        merge_into(target, others)
        return {name: _count_rows(target.connection, name) for name in ("articles", "revisions", "fetches")}
    finally:
        target.close(in_one_file=True)


def _count_rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of ours


def _copy_warc_files(
    connection: sqlite3.Connection, folder: Path, target_folder: Path, report_progress: Callable[[str], None]
) -> dict[str, str]:
    """Copy the WARC files that an archive names; returns the name of each in the target's folder.

    A file is identified by its first record, which has a unique id. If the target has the file under its name, the name
    stays; otherwise a part of the record's digest is added to it, so that the files of one day from two archives do not
    become one.
    """
    rows = connection.execute("SELECT warc_file FROM fetches UNION SELECT warc_file FROM revisions")
    names = {}
    for (name,) in rows.fetchall():
        if name is None:
            continue
        original = folder / name
        if not original.is_file():
            raise UsageError(
                f"{original}: a WARC file that the archive names is not there; name its folder with --other-warc"
            )
        try:
            target_folder.mkdir(parents=True, exist_ok=True)
            names[name] = _copy_warc_file(original, target_folder, report_progress)
        except OSError as error:
            raise ArchiveError(
                f"{target_folder}: cannot copy {original} here ({error.strerror or error}); make room and run again"
            ) from error
    return names


def _copy_warc_file(original: Path, target_folder: Path, report_progress: Callable[[str], None]) -> str:
    """Copy a WARC file unless the target has all of it; returns its name there."""
    digest = _digest_first_member(original)
    copy = target_folder / original.name
    if not (copy.is_file() and _digest_first_member(copy) == digest):
        stem = original.name.removesuffix(".warc.gz")
        copy = target_folder / (original.name if stem.endswith(f"-{digest}") else f"{stem}-{digest}.warc.gz")
    if not copy.is_file() or copy.stat().st_size < original.stat().st_size:
        report_progress(f"copying {original.name}")
        if is_remote(copy):
            upload(original, copy)
            return copy.name
        with atomic_write(copy) as making, original.open("rb") as file, making.open("wb") as out:
            shutil.copyfileobj(file, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
    return copy.name


def _digest_first_member(path: Path) -> str:
    """Eight hex digits of the SHA-256 of a file's first gzip member; of its first 64 KiB where it has none."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacking.decompress(head)
        head = head[: len(head) - len(unpacking.unused_data)]
    except zlib.error:
        pass
    return hashlib.sha256(head).hexdigest()[:8]
