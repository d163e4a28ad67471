"""The WARC folder: append pages to it (WARC 1.1, one gzip member a record)."""

import io
import os
import re
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cundang.model.errors import ArchiveError
from cundang.model.page import Page, Record
from cundang.raw.exchange import Exchange
from cundang.raw.members import Note, make_tombstone
from cundang.raw.pages import UNDATED, read_page
from cundang.raw.patches import Patch, apply_patches
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.revisits import IDENTICAL_PAYLOAD, NOT_MODIFIED, find_original, read_record

SOFTWARE = "Cundang/0.1.0"
_LARGEST_FILE = 1 << 30  # bytes, the size that the WARC standard's annex recommends
_DAY_AND_NUMBER = re.compile(r"\d{8}(?:-\d+)?\.warc\.gz")  # in the name of a file, behind its prefix
_COMPRESSED = 1  # gzip level for bodies that came compressed, which hardly shrink any more
_UNCOMPRESSED = 6
_WARCINFO = {
    "software": SOFTWARE,
    "format": "WARC File Format 1.1",
    # What py-wacz goes by: with it `wacz create --detect-pages` takes every page of HTML as one, and not only those
    # that are the Referer of another request, as lists are and articles are not.
    "json-metadata": '{"type": "recording"}',
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "description": "Heads as they arrived, bodies with their content encoding; chunks are joined, and X-Archive-Orig- "
    "stands before a header that is then untrue",
}


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """The head of an HTTP message as bytes, which warcio would percent-encode where they are no ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [])
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Leave the bytes as they are."""

    def __bool__(self) -> bool:
        return True


class WarcWriter:
    """The WARC file that a run appends to: `<prefix>-<day>.warc.gz` in a folder, which is made if it is not there.

    When it is full, the run goes on in `<prefix>-<day>-2.warc.gz`. An answer and its request are in one file.
    """

    def __init__(
        self, folder: Path, prefix: str, now: datetime, find_last_record: Callable[[str], int] = lambda name: 0
    ) -> None:
        """`find_last_record` returns, for a file's name, the offset of a record that is known to be complete.

        The search for a torn record at the end of the file starts there; 0 reads the whole file.
        """
        self.folder = folder
        self._find_last_record = find_last_record
        self.truncation: str | None = None  # what was cut off the end of the file, if a killed run left a torn record
        self._prefix = f"{prefix}-{now:%Y%m%d}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._mend_last_file(prefix)
            self._open_file()
        except OSError as error:
            raise ArchiveError(
                f"{folder}: cannot keep raw pages here ({error.strerror}); "
                "make it writable, or name another folder with --warc"
            ) from error

    def _mend_last_file(self, prefix: str) -> None:
        """Cut off what a killed run left at the end of the file that was written to last: it may be of another day."""
        start = f"{prefix}-"
        files = (path for path in self.folder.glob("*.warc.gz") if path.name.startswith(start))
        written = [path for path in files if _DAY_AND_NUMBER.fullmatch(path.name.removeprefix(start))]
        if written:
            last = max(written, key=lambda path: path.stat().st_mtime_ns)
            self.truncation = truncate_torn_record(last, self._find_last_record)

    def _open_file(self) -> None:
        """Open the first file of the run's day that may be appended to; a new one begins with a warcinfo record."""
        number = 1
        while True:
            self.name = f"{self._prefix}{'' if number == 1 else f'-{number}'}.warc.gz"
            path = self.folder / self.name
            if self.may_append_to(path):
                break
            number += 1
        if path.exists():
            self.truncation = truncate_torn_record(path, self._find_last_record) or self.truncation
        self._file = path.open("ab")
        self._file.seek(0, os.SEEK_END)
        if self._file.tell() == 0:
            self._append([_BUILDER.create_warcinfo_record(self.name, _WARCINFO)], _UNCOMPRESSED)

    def may_append_to(self, path: Path) -> bool:
        """Whether a file does not exist yet or is not full."""
        return not path.exists() or path.stat().st_size < _LARGEST_FILE

    def _rotate(self) -> None:
        """Go on in another file. The full one is synced first: rows that name it may be committed later."""
        self.sync()
        self._file.close()
        self._open_file()

    def read(self, warc_file: str, warc_offset: int) -> Page:
        """Read a page from the folder, as `read_page`; one that was just written too."""
        self._file.flush()
        return read_page(self.folder, warc_file, warc_offset)

    def find_response(self, record: Record) -> tuple[Record, RawRecord] | None:
        """Find the response at a place, or the one that a revisit there names; None where it is not in the folder."""
        self._file.flush()
        found = read_record(self._find_folder(record.warc_file), record)
        if found and found.record_type == "revisit":
            named = found.header("warc-refers-to-filename")
            return find_original(self._find_folder(named), found, record.warc_file)
        return (record, found) if found and found.record_type == "response" else None

    def _find_folder(self, warc_file: str) -> Path:
        """The folder that has a file."""
        return self.folder

    def write_revisit(self, page: Page, exchange: Exchange, original: tuple[Record, RawRecord]) -> Record:
        """Append an answer as a `revisit` of the response that has its body: a 304, or a body that came again.

        What is replayed is decided by the HTTP head in the block: with a 304 there, readers show an empty page. So a
        304 has no block, and its headers are in a `metadata` record beside it.
        """
        place, response = original
        is_not_modified = page.status == HTTPStatus.NOT_MODIFIED
        about = {
            "WARC-Date": _format_date(page.fetched_at),
            "WARC-Profile": NOT_MODIFIED if is_not_modified else IDENTICAL_PAYLOAD,
            "WARC-Refers-To": response.header("warc-record-id"),
            "WARC-Refers-To-Target-URI": response.url,
            "WARC-Refers-To-Date": response.header("warc-date"),
            "WARC-Refers-To-Filename": place.warc_file,
            "WARC-Refers-To-File-Offset": str(place.warc_offset),
            "WARC-Payload-Digest": response.header("warc-payload-digest"),
        }
        head = None if is_not_modified else _Head(exchange.head)
        revisit = _BUILDER.create_warc_record(page.url, "revisit", http_headers=head, warc_headers_dict=about)
        records = [revisit, *_make_request(page, exchange, revisit)]
        if is_not_modified:
            fields = b"http-status-line: " + exchange.head.removesuffix(b"\r\n")
            records.append(
                _BUILDER.create_warc_record(
                    page.url,
                    "metadata",
                    io.BytesIO(fields),
                    length=len(fields),
                    warc_headers_dict=_name_concurrent(page, revisit),
                )
            )
        return Record(self.name, self._append(records, _UNCOMPRESSED))

    def write(self, page: Page, exchange: Exchange | None = None) -> Record:
        """Append a page as a `response` record with its `request`, or without an exchange as a `resource` record."""
        date = {"WARC-Date": _format_date(page.fetched_at)}
        if not page.is_sighting:
            date[UNDATED[0]] = UNDATED[1]
        if exchange:
            response = _BUILDER.create_warc_record(
                page.url,
                "response",
                io.BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=_Head(exchange.head),
                warc_headers_dict=date,
            )
            level = _COMPRESSED if page.header("content-encoding") else _UNCOMPRESSED
            offset = self._append([response, *_make_request(page, exchange, response)], level)
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
                self._rotate()
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

    def erase(self, record: Record, note: Note) -> None:
        """Put tombstones in the place of a record that was written, and of those that go with it (its request)."""
        self.sync()
        path, record_id = self._find_folder(record.warc_file) / record.warc_file, ""
        patches = []
        with path.open("rb") as file:
            for each in read_records(file, record.warc_offset):
                if record_id and each.header("warc-concurrent-to") != record_id:
                    break
                record_id = record_id or each.header("warc-record-id")
                if made := make_tombstone(each, note):
                    patches.append(Patch(each.offset, made))
        apply_patches(path, patches)

    def sync(self) -> None:
        """Sync what was written to the disk. Call it before rows that name the records are committed."""
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


def _make_request(page: Page, exchange: Exchange, answer: ArcWarcRecord) -> list[ArcWarcRecord]:
    """The request of an answer; none where another crawler kept the answer without it."""
    if not exchange.request:
        return []
    head, end, posted = exchange.request.partition(b"\r\n\r\n")
    request = _BUILDER.create_warc_record(
        page.url,
        "request",
        io.BytesIO(posted),
        length=len(posted),
        http_headers=_Head(head + end),
        warc_headers_dict=_name_concurrent(page, answer),
    )
    return [request]


def _name_concurrent(page: Page, answer: ArcWarcRecord) -> dict[str, str]:
    record_id = answer.rec_headers.get_header("WARC-Record-ID")
    return {"WARC-Date": _format_date(page.fetched_at), "WARC-Concurrent-To": record_id}


def find_end_of_records(path: Path, start: int = 0) -> int:
    """Find the offset after the last complete gzip member of a file, read from the member at `start`."""
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


def truncate_torn_record(path: Path, find_last_record: Callable[[str], int]) -> str | None:
    """Cut off the record that a killed run left incomplete; returns what was cut off. See WarcWriter for the search.

    A record that is known to have been complete is never cut off: if it cannot be read, it was damaged since.
    """
    known = find_last_record(path.name)
    end, size = find_end_of_records(path, known), path.stat().st_size
    if end == size or (known and end == known):
        return None
    os.truncate(path, end)
    return f"{path.name}: {size - end} bytes of a torn record cut off at {end}"


def _format_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
