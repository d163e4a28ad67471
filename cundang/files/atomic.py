"""A file that appears whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cundang.model.errors import ArchiveError, UsageError


def temporary_path(path: Path) -> Path:
    """The name that a file or folder has while it is being made: hidden, beside its place."""
    return path.with_name(f".{path.name}.making")


def write_error(path: Path, error: OSError) -> ArchiveError:
    """What the disk says of a file or folder that was being made, as a line that its owner can act on."""
    why = error.strerror or error  # pyarrow's has no strerror
    return ArchiveError(f"{path}: cannot be written ({why}); nothing half-written stays, make room and run again")


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Gives the name to write to; puts it in its place at the end. After an error nothing is left, and `path` as it was.

    Raises UsageError where there is no such folder, ArchiveError where the disk is full or may not be written.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist; make it, or name another file")
    making = temporary_path(path)
    try:
        yield making
        with making.open("rb") as file:
            os.fsync(file.fileno())
        making.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        making.unlink(missing_ok=True)
