"""Before an archive is brought up to a newer version, it is copied as it is, to `archive.db.before-6` beside it."""

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from glob import escape
from pathlib import Path

from cundang.files.atomic import make_temporary_path, make_write_error
from cundang.model.errors import ArchiveError
from cundang.store.read_only import connect_to_read

WITHOUT = "ARCHIVE_UPGRADE_WITHOUT_COPY"  # set in the environment: no copy is made
_PAGES = 4096  # that are copied at a time; between them a signal is heard
_MARGIN = 1 << 20  # bytes that are left over


def name_copy(path: Path, version: int) -> Path:
    """Where the copy of an archive is that was made before it was brought up to a version."""
    return path.with_name(f"{path.name}.before-{version}")


def list_copies(path: Path) -> list[Path]:
    """List the copies that were made before upgrades; they hold all that the archive held then."""
    found = path.parent.glob(f"{escape(path.name)}.before-*")
    return sorted(copy for copy in found if copy.name.rpartition("-")[2].isdigit())


def keep_copy(path: Path, version: int) -> Path | None:
    """Copy an archive, page by page, before it is brought up to a version; one of before is replaced. The caller holds
    its lock for writing. The copy appears whole, and on disk, or not at all. None where the environment says so.

    Raises ArchiveError where there is no room for it.
    """
    if os.environ.get(WITHOUT):
        return None
    copy = name_copy(path, version)
    making = make_temporary_path(copy)
    try:
        making.unlink(missing_ok=True)  # of one that was killed
        copy_pages(path, making)
        making.replace(copy)
        _sync_folder(copy.parent)
    except OSError as error:
        raise make_write_error(copy, error) from error
    finally:
        with contextlib.suppress(OSError):
            making.unlink(missing_ok=True)
    return copy


def copy_pages(path: Path, copy: Path) -> None:
    """Copy one state of an archive, page by page, into a file that is made with the rights of the archive, and sync it.

    Raises ArchiveError where there is no room, OSError where the file cannot be made, sqlite3.Error for either file.
    """
    with closing(connect_to_read(path)) as source:
        source.execute("BEGIN")
        pages = source.execute("SELECT page_count FROM pragma_page_count").fetchone()[0]
        needed = pages * source.execute("PRAGMA page_size").fetchone()[0] + _MARGIN
        if (free := shutil.disk_usage(copy.parent).free) < needed:
            raise ArchiveError(
                f"{path}: an older version made it, and there is no room for a copy of it before it is brought up to "
                f"date ({_megabytes(needed)} are needed in {copy.parent}, {_megabytes(free)} are free); make room, or "
                f"back it up elsewhere and set {WITHOUT}=1"
            )
        about = path.stat()
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, about.st_mode & 0o777))
        with contextlib.suppress(PermissionError):
            os.chown(copy, about.st_uid, about.st_gid)
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            target.execute("PRAGMA synchronous = off")
            source.backup(target, pages=_PAGES, sleep=0)
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _megabytes(count: int) -> str:
    return f"{-(-count // 1_000_000)} MB"


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
