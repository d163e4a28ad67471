"""One run at a time: a lock that the kernel frees when its holder ends, however it ends."""

import fcntl
import os
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.exit_codes import ExitCode


class Lock:
    """Held from the moment it is made until `release`. Child processes do not inherit it (PEP 446)."""

    def __init__(self, path: Path, what: str) -> None:
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
                f"{what}: another run holds the lock (process {holder}); wait until it ends, then run again",
                ExitCode.LOCKED,
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let the next run begin."""
        fcntl.flock(self._file, fcntl.LOCK_UN)  # a child between fork and exec may have the file open for a moment yet
        self._file.close()
