"""The WARC folder: append pages to it (WARC 1.1, one gzip member a record), and read them back."""

import io
import os
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cundang.model.errors import ArchiveError
from cundang.model.page import Page, Record
from cundang.raw.storage import read_errors

SOFTWARE = "Cundang/0.1.0"
_LARGEST_FILE = 1 << 30  # bytes, the size that the WARC standard's annex recommends
_COMPRESSED = 1  # gzip level for bodies that came compressed, which hardly shrink any more
_UNCOMPRESSED = 6


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer as it came off the wire, with its request: what a page is made of before its encodings are undone."""

    method: str
    path: str
    request_headers: tuple[tuple[str, str], ...]
    protocol: str
    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Warc:
    """The WARC file that a run appends to: `<prefix>-<day>.warc.gz` in a folder, which is made if it is not there.

    When it is full, the run goes on in `<prefix>-<day>-2.warc.gz`. An answer and its request are in one file.
    """

    def __init__(self, folder: Path, prefix: str, now: datetime, whole: Callable[[str], int] = lambda name: 0) -> None:
        """`whole` tells an offset in a file up to which it is known to be whole."""
        self.folder = folder
        self._whole = whole
        self.cut: str | None = None  # what was torn at the end of the file, and is cut off
        self._prefix = f"{prefix}-{now:%Y%m%d}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as error:
            raise ArchiveError(
                f"{folder}: cannot keep raw pages here ({error.strerror}); make it writable, or name another with --warc"
            ) from error

    def _open(self) -> None:
        number = 1
        while True:
            self.name = f"{self._prefix}{'' if number == 1 else f'-{number}'}.warc.gz"
            path = self.folder / self.name
            if not self.is_full(path):
                break
            number += 1
        if path.exists():
            self.cut = cut_torn_record(path, self._whole)
        self._file = path.open("ab")
        self._file.seek(0, os.SEEK_END)
        if self._file.tell() == 0:
            info = {"software": SOFTWARE, "format": "WARC File Format 1.1", "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                    "description": "Header names as Scrapy gives them; transfer encoding undone, content encoding kept"}  # fmt: skip
            self._append([_BUILDER.create_warcinfo_record(self.name, info)], _UNCOMPRESSED)

    def is_full(self, path: Path) -> bool:
        """Whether a file takes no more, so that the run begins another."""
        return path.exists() and path.stat().st_size >= _LARGEST_FILE

    def _next(self) -> None:
        """Begin another file. This one is on the disk first: rows that name it may be committed when it is closed."""
        self.sync()
        self._file.close()
        self._open()

    def read(self, warc_file: str, warc_offset: int) -> Page:
        """A page that was kept, as `read_page`."""
        return read_page(self.folder, warc_file, warc_offset)

    def revisit(self, page: Page, exchange: Exchange, earlier: Page) -> Record:
        """Append the answer 304 as a revisit record of an earlier answer (WARC 1.1, server-not-modified)."""
        headers = StatusAndHeaders(exchange.status_line, list(exchange.headers), protocol=exchange.protocol)
        about = {
            "WARC-Date": _date(page.fetched_at),
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            "WARC-Refers-To-Target-URI": earlier.url,
            "WARC-Refers-To-Date": _date(earlier.fetched_at),
        }
        revisit = _BUILDER.create_warc_record(page.url, "revisit", http_headers=headers, warc_headers_dict=about)
        asked = StatusAndHeaders(
            f"{exchange.method} {exchange.path} {exchange.protocol}",
            list(exchange.request_headers),
            is_http_request=True,
        )
        concurrent = {
            "WARC-Date": _date(page.fetched_at),
            "WARC-Concurrent-To": revisit.rec_headers.get_header("WARC-Record-ID"),
        }
        request = _BUILDER.create_warc_record(page.url, "request", http_headers=asked, warc_headers_dict=concurrent)
        return Record(self.name, self._append([revisit, request], _UNCOMPRESSED))

    def write(self, page: Page, exchange: Exchange | None = None) -> Record:
        """Append a page, with its request where there was one; imported pages become `resource` records."""
        date = {"WARC-Date": _date(page.fetched_at)}
        if exchange:
            headers = StatusAndHeaders(exchange.status_line, list(exchange.headers), protocol=exchange.protocol)
            response = _BUILDER.create_warc_record(
                page.url,
                "response",
                io.BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=headers,
                warc_headers_dict=date,
            )
            records = [response]
            if exchange.path:  # of an answer that another crawler kept the request is not known
                request_line = f"{exchange.method} {exchange.path} {exchange.protocol}"
                asked = StatusAndHeaders(request_line, list(exchange.request_headers), is_http_request=True)
                concurrent = {**date, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
                request = _BUILDER.create_warc_record(
                    page.url, "request", http_headers=asked, warc_headers_dict=concurrent
                )
                records.append(request)
            level = _COMPRESSED if page.header("content-encoding") else _UNCOMPRESSED
            offset = self._append(records, level)
        else:
            media_type = page.header("content-type") or "application/octet-stream"
            resource = _BUILDER.create_warc_record(
                page.url,
                "resource",
                io.BytesIO(page.body),
                length=len(page.body),
                warc_content_type=media_type,
                warc_headers_dict=date,
            )
            offset = self._append([resource], _UNCOMPRESSED)
        return Record(self.name, offset)

    def _append(self, records: Iterable[object], level: int) -> int:
        try:
            if self._file.tell() >= _LARGEST_FILE:
                self._next()
            offset = self._file.tell()
            for record in records:
                buffer = io.BytesIO()
                WARCWriter(buffer, gzip=False, warc_version="1.1").write_record(record)
                member = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
                self._file.write(member.compress(buffer.getvalue()) + member.flush())
        except OSError as error:
            raise ArchiveError(
                f"{self.folder / self.name}: cannot be written ({error.strerror}); make room and run again"
            ) from error
        return offset

    def sync(self) -> None:
        """Bring everything kept so far to the disk: called before rows that name it are committed."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ArchiveError(
                f"{self.folder / self.name}: cannot be written ({error.strerror}); make room and run again"
            ) from error

    def close(self) -> None:
        self._file.close()


_BUILDER = RecordBuilder(warc_version="1.1")
_PAGES = WarcRecordType.response | WarcRecordType.resource


def find_end_of_records(path: Path, start: int = 0) -> int:
    """The offset behind the last whole gzip member of a file, read from the member at `start`."""
    end, at = start, start
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(1 << 16):
            at += len(piece)
            while piece:
                try:
                    member.decompress(piece)
                except zlib.error:
                    return end
                if not member.eof:
                    break
                piece = member.unused_data
                end = at - len(piece)
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return end


def cut_torn_record(path: Path, whole: Callable[[str], int]) -> str | None:
    """Cut off the record that a killed run left half-written; says what was cut off. `whole` as in Warc."""
    end, size = find_end_of_records(path, whole(path.name)), path.stat().st_size
    if end == size:
        return None
    os.truncate(path, end)
    return f"{path.name}: {size - end} bytes of a torn record cut off at {end}"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_page(folder: Path, warc_file: str, warc_offset: int) -> Page:
    """The page at an offset of a WARC file, its content encoding undone. Raises ArchiveError where there is none."""
    if not re.fullmatch(r"[\w.-]+", warc_file):
        raise ArchiveError(f"{warc_file}: not the name of a WARC file of ours")
    try:
        with (folder / warc_file).open("rb") as file:
            file.seek(warc_offset)
            for record in ArchiveIterator(file, record_types=_PAGES, auto_decode="content"):
                return page_from_record(record)
    except read_errors(folder) as error:
        raise ArchiveError(
            f"{folder / warc_file}: cannot be read at {warc_offset} ({error}); check that --warc names the archive's folder"
        ) from error
    raise ArchiveError(f"{folder / warc_file}: no page at {warc_offset}; run `archive verify`")


def page_from_record(record: WarcRecord) -> Page:
    """A record as a page, its content encoding undone if the iterator undid it."""
    headers = record.http_headers if record.is_http else None
    return Page(
        url=record.headers["WARC-Target-URI"],
        fetched_at=record.record_date,
        status=headers.status_code or 0 if headers else 0,
        headers=tuple(headers.items()) if headers else (("Content-Type", record.headers["Content-Type"]),),
        body=record.reader.read(),
    )
