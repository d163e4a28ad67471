"""Hold every lock of an archive, so that no run writes to it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cundang.files.lock import Lock


@contextmanager
def lock_all(db_path: Path, own_name: str) -> Iterator[None]:
    """Hold the lock of a command, and those of all runs that there ever were.

    Raises ArchiveError with exit code LOCKED where one of them is under way.
    """
    own_lock = db_path.with_name(f"{db_path.name}-{own_name}.lock")
    with ExitStack() as stack:
        for path in sorted({own_lock, *db_path.parent.glob(f"{db_path.name}-*.lock")}):
            name = path.name.removeprefix(f"{db_path.name}-").removesuffix(".lock")
            stack.callback(Lock(path, name).release)
        yield
