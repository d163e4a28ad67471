"""Change records of WARC files where they stand, without moving anything."""

import os
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cundang.model.errors import ArchiveError
from cundang.raw.reader import RawRecord
from cundang.raw.storage import explain_storage_errors, is_remote, upload


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes to be written at an offset of a file, over as many others."""

    offset: int
    data: bytes


def apply_patches(path: Path, patches: Iterable[Patch]) -> None:
    """Write patches into a file and sync it; in an object store a changed copy takes the file's place.

    A process that appends to the file meanwhile is not disturbed. Raises ArchiveError where it cannot be written.
    """
    if is_remote(path):
        with explain_storage_errors(path), tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            with path.open("rb") as file, copy.open("wb") as out:
                while data := file.read(1 << 20):
                    out.write(data)
            apply_patches(copy, patches)
            upload(copy, path)
        return
    try:
        with path.open("r+b") as file:
            for patch in patches:
                file.seek(patch.offset)
                file.write(patch.data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ArchiveError(
            f"{path}: cannot be written ({error.strerror}); make it writable and run again, all that is decided is kept"
        ) from error


def read_member(file: BinaryIO, record: RawRecord) -> bytes | None:
    """All that the gzip member of a record holds; None where it holds more than the record, or is none."""
    file.seek(record.offset)
    try:
        content = zlib.decompress(file.read(record.end - record.offset), zlib.MAX_WBITS | 16)
    except zlib.error:
        return None
    _, end, rest = content.partition(b"\r\n\r\n")
    return content if end and rest.rstrip(b"\r\n") == record.block.rstrip(b"\r\n") else None
