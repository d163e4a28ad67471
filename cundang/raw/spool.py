"""Open the WARC file of a run: in the WARC folder, or if that is an object store, in a local spool folder."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.raw.pages import read_page
from cundang.raw.storage import is_remote, upload
from cundang.raw.warc import WarcWriter, truncate_torn_record


def open_writer(
    warc_folder: Path, spool_folder: Path, prefix: str, now: datetime, find_last_record: Callable[[str], int]
) -> WarcWriter:
    """Open the WARC file that a run appends to; `spool_folder` is only used if `warc_folder` is an object store."""
    if is_remote(warc_folder):
        return UploadingWriter(warc_folder, spool_folder, prefix, now, find_last_record)
    return WarcWriter(warc_folder, prefix, now, find_last_record)


class UploadingWriter(WarcWriter):
    """Writes WARC files in a spool folder and uploads each to an object store when it is full or the run ends.

    Nothing can be appended to an object, so every run begins a new WARC file. If a killed run left files, the next run
    with the same prefix cuts off a torn record and uploads them; only that run holds the lock.
    """

    def __init__(
        self,
        store_folder: Path,
        spool_folder: Path,
        prefix: str,
        now: datetime,
        find_last_record: Callable[[str], int],
    ) -> None:
        self._store_folder = store_folder
        unsent = _find_unsent(spool_folder, prefix)
        truncations = [truncate_torn_record(path, find_last_record) for path in unsent]
        for path in unsent:
            self._upload(path)
        super().__init__(spool_folder, prefix, now, find_last_record)
        self.truncation = "; ".join(filter(None, truncations)) or None
        self._size_at_start = self._file.tell()

    def may_append_to(self, path: Path) -> bool:
        """Whether no file has this name, here or in the store."""
        return not path.exists() and not (self._store_folder / path.name).exists()

    def _rotate(self) -> None:
        """Go on in another file, and upload the full one."""
        full = self.folder / self.name
        super()._rotate()
        self._size_at_start = self._file.tell()
        self._upload(full)

    def read(self, warc_file: str, warc_offset: int) -> Page:
        """Read a page from the store, or from the file that is not uploaded yet."""
        self._file.flush()
        return read_page(self._find_folder(warc_file), warc_file, warc_offset)

    def _find_folder(self, warc_file: str) -> Path:
        return self.folder if warc_file == self.name else self._store_folder

    def close(self) -> None:
        """Upload the file, unless it has no page. Raises ArchiveError; the file then stays for the next run."""
        size = self._file.tell()
        super().close()
        path = self.folder / self.name
        if size > self._size_at_start:
            self._upload(path)
        else:
            path.unlink(missing_ok=True)

    def _upload(self, path: Path) -> None:
        try:
            upload(path, self._store_folder / path.name)
        except ArchiveError as error:
            raise ArchiveError(f"{error}; {path} stays, and the next run uploads it") from error
        path.unlink()


def _find_unsent(spool_folder: Path, prefix: str) -> list[Path]:
    """Find the WARC files that earlier runs with a prefix did not upload."""
    if not spool_folder.is_dir():
        return []
    name = re.compile(re.escape(prefix) + r"-\d{8}(-\d+)?\.warc\.gz")
    return sorted(path for path in spool_folder.glob("*.warc.gz") if name.fullmatch(path.name))
