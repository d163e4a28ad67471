"""Export an archive's pages as WACZ 1.1.1: their WARC records, an index, the list of pages, in one ZIP file.

The specification: https://specs.webrecorder.net/wacz/1.1.1/
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from cundang.files.atomic import atomic_write
from cundang.model.errors import UsageError
from cundang.raw.reader import RawRecord
from cundang.raw.warc import SOFTWARE
from cundang.search.fold import load_fold
from cundang.search.query import Query, parse_query
from cundang.store.schema import open_readonly
from exchange.dataset_cards import TITLE
from exchange.wacz.cdxj import INDEXED, SortedLines, make_line
from exchange.wacz.records import count_without_record, read_copied, select_records

ENDING = ".wacz"
_LINES = 1024  # of the index in a block that is unpacked to look an address up, as ArchiveWeb.page and py-wacz have it
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of each file in the ZIP, so that the same archive gives the same bytes
_MODE = 0o644 << 16
_DESCRIPTION, _DIGEST = "datapackage.json", "datapackage-digest.json"
_LARGE = 2_000_000_000  # bytes; ZIP64 is needed from 2^31 on, and no reader needs it before
# A field that stands in both headers of a large file (when it was changed: 1980-01-01). ReplayWeb.page 2.4 takes a file
# without a field in the ZIP's directory for one without a field at its beginning, where ZIP64 always puts one.
_EXTRA = struct.pack("<HHBI", 0x5455, 5, 1, 315_532_800)
_PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
_PAGE = "SELECT id, title, text FROM revisions WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Written:
    """What a WACZ holds: pages (versions of articles), WARC records; and versions whose raw page was not there."""

    pages: int
    records: int
    left_out: int


def export_wacz(db_path: Path, warc_folder: Path, output: Path, search: str | None = None) -> Written:
    """Write a WACZ of the articles that a search finds, or of everything that the WARC folder keeps for the archive.

    Raises UsageError where there is no page to write, ArchiveError where a record cannot be read; then `output` is as
    it was before. Reads one state of the archive, in constant memory. The same archive gives the same bytes.
    """
    if output.suffix != ENDING:
        raise UsageError(f"{output}: a WACZ must have the ending {ENDING}; name it so")
    connection = open_readonly(db_path).conn
    try:
        connection.execute("BEGIN")
        query = None
        if search is not None:
            query = parse_query(search, load_fold(connection), connection)
            if not query.is_searchable:
                raise UsageError(f"{search}: there is no word to search for; give at least one")
        with (
            atomic_write(output) as making,
            TemporaryFile(dir=output.parent) as pages,
            SortedLines(output.parent) as lines,
            zipfile.ZipFile(making, "w") as packed,
        ):
            package = _Package(packed)
            copying = _Copying(connection, package, lines, pages)
            copying.copy(warc_folder, query)
            if not copying.page_count:
                raise UsageError("no raw page of an article to write; a WACZ is made of raw pages")
            package.add_index(lines)
            package.add_pages(pages)
            package.add_description(search, copying.newest, copying.page_count)
        return Written(copying.page_count, copying.record_count, count_without_record(connection, query))
    finally:
        connection.close()


class _Copying:
    """Copies records into archive/, and collects the lines of index and pages.jsonl as it goes."""

    def __init__(self, connection: Connection, package: "_Package", lines: SortedLines, pages: BinaryIO) -> None:
        self._connection = connection
        self._package = package
        self._lines = lines
        self._pages = pages
        self.page_count = self.record_count = 0
        self.newest = datetime.min.replace(tzinfo=UTC)

    def copy(self, warc_folder: Path, query: Query | None) -> None:
        """Copy the records of the articles that a query finds, or all that rows name."""
        for warc_file, size, records in read_copied(warc_folder, select_records(self._connection, query)):
            with self._package.open(f"archive/{warc_file}", size, zipfile.ZIP_STORED) as file:
                for copied in records:
                    if copied.record.record_type in INDEXED:
                        self._lines.add(make_line(copied.record, file.size, warc_file))
                    for data in copied.read():
                        file.write(data)
                    for revision in copied.revisions:
                        self._list_page(copied.record, revision)
                    self.record_count += 1
                    self.newest = max(self.newest, copied.record.date or self.newest)

    def _list_page(self, record: RawRecord, revision: int) -> None:
        identifier, title, text = self._connection.execute(_PAGE, (revision,)).fetchone()
        page = {"id": str(identifier), "url": record.url, "ts": _format(record.date), "title": title, "text": text}
        self._pages.write(_dump(page) + b"\n")
        self.page_count += 1


class _File:
    """A file of the package while it is written: its size so far, in bytes, and its digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)
        self.size += len(data)
        self.digest.update(data)


class _Package:
    """The ZIP file, and the resources that its description lists."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._resources: list[dict[str, object]] = []

    @contextmanager
    def open(self, path: str, size: int, compression: int = zipfile.ZIP_DEFLATED) -> Iterator[_File]:
        """Open a file of at most `size` bytes for writing; it is listed as a resource, unless it describes them."""
        about = zipfile.ZipInfo(path, _EPOCH)
        about.compress_type, about.external_attr, about.create_system = compression, _MODE, 3
        is_large = size > _LARGE
        if is_large:
            about.extra = _EXTRA
        with self._packed.open(about, "w", force_zip64=is_large) as opened:
            file = _File(opened)
            yield file
        if path not in (_DESCRIPTION, _DIGEST):
            self._resources.append(
                {
                    "name": path.rpartition("/")[2].lower(),
                    "path": path,
                    "hash": f"sha256:{file.digest.hexdigest()}",
                    "bytes": file.size,
                }
            )

    def add_index(self, lines: SortedLines) -> None:
        """Add the index: its lines in blocks, each a gzip member, and the list of the blocks (ZipNum)."""
        header = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
        blocks = [b"!meta 0 " + _dump(header) + b"\n"]
        with self.open("indexes/index.cdx.gz", lines.size, zipfile.ZIP_STORED) as file:
            for block in _batch(lines):
                packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
                data = packing.compress(b"".join(block)) + packing.flush()
                digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
                about = {"offset": file.size, "length": len(data), "digest": digest}
                blocks.append(block[0].partition(b" {")[0] + b" " + _dump(about) + b"\n")
                file.write(data)
        with self.open("indexes/index.idx", lines.size) as file:
            for line in blocks:
                file.write(line)

    def add_pages(self, pages: BinaryIO) -> None:
        """Add the list of pages."""
        size = pages.tell()
        pages.seek(0)
        with self.open("pages/pages.jsonl", size) as file:
            file.write(_dump(_PAGES_HEADER) + b"\n")
            while data := pages.read(_CHUNK):
                file.write(data)

    def add_description(self, search: str | None, newest: datetime, page_count: int) -> None:
        """Add datapackage.json, and its digest. No clock is read: `created` is the time of the newest record."""
        what = "of the articles that a search found" if search is not None else "of all articles"
        about = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": TITLE if search is None else f"{TITLE}: {search}",
            "description": f"{page_count} pages: the versions {what}, with their WARC records as they were kept.",
            "software": SOFTWARE,
            "created": _format(newest),
            "resources": self._resources,
        }
        with self.open(_DESCRIPTION, 0) as file:
            file.write(json.dumps(about, ensure_ascii=False, indent=2).encode() + b"\n")
        digest = {"path": _DESCRIPTION, "hash": f"sha256:{file.digest.hexdigest()}"}
        with self.open(_DIGEST, 0) as file:
            file.write(json.dumps(digest, indent=2).encode() + b"\n")


def _batch(lines: SortedLines) -> Iterator[list[bytes]]:
    iterator = iter(lines)
    while block := list(islice(iterator, _LINES)):
        yield block


def _dump(value: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _format(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
