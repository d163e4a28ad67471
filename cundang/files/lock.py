"""A lock file for one run at a time. The kernel releases the lock when the process ends, also when it is killed."""

import fcntl
import os
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode


class Lock:
    """A lock that is held until `release`. Child processes do not inherit it (PEP 446).

    Raises ArchiveError with exit code HELD where another process holds it.
    """

    def __init__(self, path: Path, name: str) -> None:
        try:
            self._file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ArchiveError(f"{path}: cannot be made ({error.strerror}); check who owns the folder") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise ArchiveError(
                f"{name}: another run holds the lock (process {holder}); wait until it ends, then run again",
                ExitCode.LOCKED,
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Release the lock."""
        fcntl.flock(self._file, fcntl.LOCK_UN)  # a child between fork and exec may still have the file open
        self._file.close()
