"""The WARC file of a run: appended to in its folder, or where that is an object store, beside the archive, and sent at the end."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.raw.storage import is_remote, upload
from cundang.raw.warc import Warc, cut_torn_record, read_page


def open_warc(folder: Path, beside: Path, prefix: str, now: datetime, whole: Callable[[str], int]) -> Warc:
    """The WARC file that a run writes; `beside` is the folder for what is to be sent, if `folder` is an object store."""
    return SpooledWarc(folder, beside, prefix, now, whole) if is_remote(folder) else Warc(folder, prefix, now, whole)


class SpooledWarc(Warc):
    """A WARC file on its way to an object store, where nothing can be appended: each run sends a file of its own.

    What a killed run left is mended and sent by the next run of that name, which alone holds its lock.
    """

    def __init__(self, store: Path, beside: Path, prefix: str, now: datetime, whole: Callable[[str], int]) -> None:
        self._store = store
        torn = [cut_torn_record(path, whole) for path in _left(beside, prefix)]
        for path in _left(beside, prefix):
            self._send(path)
        super().__init__(beside, prefix, now, whole)
        self.cut = "; ".join(filter(None, torn)) or None
        self._begun = self._file.tell()

    def is_full(self, path: Path) -> bool:
        """A name that is taken is not used again."""
        return path.exists() or (self._store / path.name).exists()

    def _next(self) -> None:
        """A full file is sent while the run goes on in another."""
        full = self.folder / self.name
        super()._next()
        self._begun = self._file.tell()
        self._send(full)

    def read(self, warc_file: str, warc_offset: int) -> Page:
        """As `read_page`, also of the file that is not sent yet."""
        self._file.flush()
        return read_page(self.folder if warc_file == self.name else self._store, warc_file, warc_offset)

    def close(self) -> None:
        """Send the file, unless nothing was written. Raises ArchiveError; the file then stays for the next run."""
        size = self._file.tell()
        super().close()
        path = self.folder / self.name
        if size > self._begun:
            self._send(path)
        else:
            path.unlink(missing_ok=True)

    def _send(self, path: Path) -> None:
        try:
            upload(path, self._store / path.name)
        except ArchiveError as error:
            raise ArchiveError(f"{error}; {path} stays, and the next run sends it") from error
        path.unlink()


def _left(beside: Path, prefix: str) -> list[Path]:
    """The files that earlier runs of a name did not send."""
    ours = re.compile(re.escape(prefix) + r"-\d{8}(-\d+)?\.warc\.gz")
    return sorted(path for path in beside.glob("*.warc.gz") if ours.fullmatch(path.name)) if beside.is_dir() else []
