"""Read WACZ: a ZIP file with WARC files, as Browsertrix and ArchiveWeb.page write it, or with several WACZ files."""

import lzma
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from cundang.model.errors import RefusedError
from cundang.text.file_type import find_packed_type
from exchange.importer.foreign_warc import read_open_warc
from exchange.importer.items import DamageError, Item

_WARC = re.compile(r"\.w?arc(?:\.gz|\.zst)?\Z", re.IGNORECASE)
_WACZ = re.compile(r"\.wacz\Z", re.IGNORECASE)
_MOST_FILES = 100_000
_LARGEST_RATIO = 100  # a WARC file in a WACZ is stored as it is; text shrinks to a tenth
# ValueError: names that are no UTF-8, and others; LZMAError: ZIP may pack with LZMA.
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError
)  # fmt: skip


def is_wacz(head: bytes) -> bool:
    """Whether the beginning of a file is that of a ZIP file."""
    return head.startswith(b"PK\x03\x04")


def read_wacz_pages(file: Path) -> Iterator[Item]:
    """Read every record of all WARC files in a WACZ, in any folder of it, and in the WACZ files of a multi-WACZ.

    Raises RefusedError where it is none, or an attack. A file in it that cannot be read costs itself.
    """
    with file.open("rb") as opened:
        yield from _read_zip(opened, "", is_outer=True)


def _read_zip(opened: BinaryIO, within: str, is_outer: bool) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(opened) as packed:
            for entry in _find_entries(packed, is_outer):
                name = f"{within}{entry.filename}"
                try:
                    yield from _read_entry(packed, entry, name)
                except RefusedError as refusal:
                    yield DamageError(f"{name}: {refusal.reason}")
                except _ZIP_ERRORS as error:
                    yield DamageError(f"{name}: damaged ({error}); what comes after it in this file was not read")
    except _ZIP_ERRORS as error:
        raise DamageError(f"damaged, or no WACZ ({error})") from error


def _find_entries(packed: zipfile.ZipFile, is_outer: bool) -> list[zipfile.ZipInfo]:
    """Find the WARC files in a ZIP file, and in an outer one the WACZ files. Raises RefusedError without any."""
    entries = packed.infolist()
    if len(entries) > _MOST_FILES:
        raise RefusedError("import", f"a ZIP file with {len(entries)} files, which no WACZ has")
    for entry in entries:
        if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
            raise RefusedError(
                "import", f"names a file outside of itself ({entry.filename[:100]!r}); nothing of it was read"
            )
    wanted = [e for e in entries if _WARC.search(e.filename) or (is_outer and _WACZ.search(e.filename))]
    if not wanted:
        if document := find_packed_type(entry.filename for entry in entries):
            raise RefusedError("import", f"{document.name}, and no page")
        raise RefusedError("import", "a ZIP file, but no WACZ: it has no WARC file; unpack it and import the folder")
    return wanted


def _read_entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[Item]:
    if entry.file_size > _LARGEST_RATIO * max(1, entry.compress_size):
        raise RefusedError("import", f"unpacks to {entry.file_size} bytes from {entry.compress_size}: a bomb")
    with packed.open(entry) as opened:
        if _WACZ.search(entry.filename):
            with TemporaryFile() as copy:  # ZIP is read from its end, which would unpack this one again for each file
                shutil.copyfileobj(opened, copy)
                yield from _read_zip(copy, f"{name}/", is_outer=False)
            return
        yield from read_open_warc(opened)  # type: ignore[arg-type]  # it reads and seeks as a file does
        while opened.read(1 << 16):  # to its end, where ZIP keeps a checksum
            pass
