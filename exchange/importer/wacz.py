"""Read WACZ: a ZIP file with WARC files in archive/, as Browsertrix and ArchiveWeb.page write. Nothing goes to disk."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from exchange.importer.foreign_warc import read_open_warc

_WARC = re.compile(r"archive/[^/\\]+\.warc(?:\.gz)?")
_MOST_FILES = 100_000
_LARGEST_RATIO = 100  # a WARC file in a WACZ is stored as it is; text shrinks to a tenth


def is_wacz(head: bytes) -> bool:
    """Whether the beginning of a file is that of a ZIP file."""
    return head.startswith(b"PK\x03\x04")


def read_wacz_pages(file: Path) -> Iterator[Page | str | RefusedError]:
    """Read the pages of all WARC files in a WACZ. Raises RefusedError where it is none, or an attack."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            if len(entries) > _MOST_FILES:
                raise RefusedError("import", f"a ZIP file with {len(entries)} files, which no WACZ has")
            for entry in entries:
                if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
                    raise RefusedError(
                        "import", f"names a file outside of itself ({entry.filename[:100]!r}); nothing of it was read"
                    )
            warcs = [entry for entry in entries if _WARC.fullmatch(entry.filename)]
            if not warcs:
                raise RefusedError("import", "a ZIP file, but no WACZ: it has no WARC file in archive/")
            for entry in warcs:
                if entry.file_size > _LARGEST_RATIO * max(1, entry.compress_size):
                    raise RefusedError(
                        "import",
                        f"{entry.filename} unpacks to {entry.file_size} bytes from {entry.compress_size}: a bomb",
                    )
                with packed.open(entry) as opened:
                    for _, item in read_open_warc(opened):
                        yield item
                    while opened.read(1 << 16):  # to its end, where ZIP keeps a checksum
                        pass
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError("import", f"damaged, or no WACZ ({error})") from error
