"""Write a file that appears under its name when it is complete, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cundang.model.errors import ArchiveError, UsageError


def make_temporary_path(path: Path) -> Path:
    """The path of a file or folder while it is being made: hidden, in the same folder."""
    return path.with_name(f".{path.name}.making")


def make_write_error(path: Path, error: OSError) -> ArchiveError:
    """Turn the error of a file or folder that was being made into one line that says what to do."""
    why = error.strerror or error  # the errors of pyarrow have no strerror
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ArchiveError(f"{path}: cannot be written ({why}); check who owns the folder, or name another place")
    return ArchiveError(f"{path}: cannot be written ({why}); nothing half-written stays, make room and run again")


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Yield a temporary path to write to, and rename it to `path` at the end. After an error `path` is as before.

    Raises UsageError where the folder does not exist, ArchiveError where the disk is full or not writable.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist; make it, or name another file")
    making = make_temporary_path(path)
    try:
        yield making
        with making.open("rb") as file:
            os.fsync(file.fileno())
        making.replace(path)
    except OSError as error:
        raise make_write_error(path, error) from error
    finally:
        making.unlink(missing_ok=True)
