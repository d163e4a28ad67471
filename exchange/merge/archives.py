"""Merge archives with their raw pages: the WARC files come first, then the rows that name them."""

import hashlib
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from cundang.files.atomic import atomic_write, temporary_path
from cundang.files.lock import Lock
from cundang.model.errors import ArchiveError, UsageError
from cundang.model.publisher import Publishers
from cundang.raw.storage import is_remote, upload
from cundang.store.rows import Rows
from cundang.store.schema import open_archive, open_readonly
from exchange.merge.rows import merge_into

_HEAD = 1 << 16  # bytes; the first member of a WARC file (warcinfo) has less


def merge(
    db_path: Path,
    warc: Path,
    others: Sequence[tuple[Path, Path]],
    publishers: Publishers,
    told: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Merge other archives, each with its WARC folder, into one, which is made if it is not there.

    Returns how many rows of each of the main tables the result has. All or nothing: after an error the archive is as
    before (copies of WARC files may stay; no row names them, and the next merge uses them).
    Raises ArchiveError where one of them is no archive, or another merge is under way.
    """
    if not db_path.parent.is_dir():
        raise UsageError(f"{db_path}: the folder {db_path.parent} does not exist; make it, or name another with --db")
    for other, _ in others:
        if db_path.exists() and other.exists() and other.samefile(db_path):
            raise UsageError(f"{other}: cannot be merged into itself")
    with ExitStack() as held:
        opened = [(held.enter_context(closing(open_readonly(other))).conn, folder) for other, folder in others]
        held.callback(Lock(db_path.with_name(f"{db_path.name}-merge.lock"), "merge").release)
        if db_path.exists():
            open_archive(db_path).close()
        gathered = [(connection, _gather(connection, folder, warc, told)) for connection, folder in opened]
        if not db_path.exists():
            return _anew(db_path, gathered, publishers, told)
        return _merged(db_path, gathered, publishers, told)


def _anew(
    db_path: Path,
    gathered: Sequence[tuple[sqlite3.Connection, dict[str, str]]],
    publishers: Publishers,
    told: Callable[[str], None],
) -> dict[str, int]:
    """Into a file that appears when all is in it."""
    making = temporary_path(db_path)
    try:
        counts = _merged(making, gathered, publishers, told)
        making.replace(db_path)
    finally:
        for ending in ("", "-wal", "-shm"):
            making.with_name(making.name + ending).unlink(missing_ok=True)
    return counts


def _merged(
    db_path: Path,
    gathered: Sequence[tuple[sqlite3.Connection, dict[str, str]]],
    publishers: Publishers,
    told: Callable[[str], None],
) -> dict[str, int]:
    told("merging the rows")
    target = Rows(db_path, publishers)
    try:
        merge_into(target, gathered)
        tables = ("articles", "revisions", "fetches")
        return {name: int(target.connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables}  # noqa: S608
    finally:
        target.close(in_one_file=True)


def _gather(connection: sqlite3.Connection, folder: Path, warc: Path, told: Callable[[str], None]) -> dict[str, str]:
    """Copy the WARC files that an archive names; returns what each is called here.

    A file is known by its first record, which has an id of its own. One that is here under its name keeps it; any other
    gets a part of that record's digest into its name, so that two days of two shards do not become one file.
    """
    rows = connection.execute("SELECT warc_file FROM fetches UNION SELECT warc_file FROM revisions")
    names = {}
    for (name,) in rows.fetchall():
        if name is None:
            continue
        source = folder / name
        if not source.is_file():
            raise UsageError(
                f"{source}: a WARC file that the archive names is not there; name its folder with --other-warc"
            )
        try:
            warc.mkdir(parents=True, exist_ok=True)
            names[name] = _placed(source, warc, told)
        except OSError as error:
            raise ArchiveError(
                f"{warc}: cannot copy {source} here ({error.strerror or error}); make room and run again"
            ) from error
    return names


def _placed(source: Path, warc: Path, told: Callable[[str], None]) -> str:
    identity = _identity(source)
    same = warc / source.name
    if same.is_file() and _identity(same) == identity:
        place = same
    else:
        stem = source.name.removesuffix(".warc.gz")
        place = warc / (source.name if stem.endswith(f"-{identity}") else f"{stem}-{identity}.warc.gz")
    if not place.is_file() or place.stat().st_size < source.stat().st_size:
        told(f"copying {source.name}")
        if is_remote(place):
            upload(source, place)
            return place.name
        with atomic_write(place) as making, source.open("rb") as file, making.open("wb") as out:
            shutil.copyfileobj(file, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
    return place.name


def _identity(path: Path) -> str:
    """Eight digits of the digest of a file's first gzip member: of all of its first bytes where it has none."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacking.decompress(head)
        head = head[: len(head) - len(unpacking.unused_data)]
    except zlib.error:
        pass
    return hashlib.sha256(head).hexdigest()[:8]
