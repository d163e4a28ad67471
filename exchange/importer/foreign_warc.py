"""Read the pages in WARC and ARC files of other crawlers: Common Crawl, Browsertrix, wget, Heritrix, Archive Team."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cundang.model.errors import RefusedError
from cundang.model.page import PAGE_STATUSES, Page
from cundang.raw.arc import is_arc, read_arc_records
from cundang.raw.encodings import LARGEST_BODY
from cundang.raw.http_message import HttpAnswer
from cundang.raw.pages import find_reason_for_no_page, make_page, parse_record
from cundang.raw.reader import RawRecord, read_records
from cundang.raw.unpacked import is_packed, open_unpacked
from cundang.text.address import canonicalize, is_web, unwrap_wayback
from exchange.importer.items import DamageError, Item, Sighting, Skipped
from pipelines.extract import HEAD, is_html
from pipelines.extract.record import MEDIA_TYPE

_UNDONE = ("content-encoding", "transfer-encoding", "content-length")  # by make_page: no longer true of the body
_ENOUGH = 64  # bytes that tell WARC from ARC
_READ_AS_PAGES = ("response", "resource")
_NOT_PAGES = {
    "conversion": "conversion (made of a page, as the text in WET files)",
    "continuation": "continuation (a part of a record that is kept in segments)",
}


def is_warc(head: bytes) -> bool:
    """Whether the beginning of a file is that of a WARC or ARC file, compressed or not."""
    beginning = _unpack_beginning(head) if is_packed(head) else head[:_ENOUGH]
    return beginning.lstrip()[:5].upper() == b"WARC/" or is_arc(beginning) or head.startswith(b"\x5d\x2a\x4d\x18")


def _unpack_beginning(head: bytes) -> bytes:
    unpacked, beginning = open_unpacked(io.BytesIO(head)), b""
    while len(beginning) < _ENOUGH and unpacked.begin():
        while len(beginning) < _ENOUGH and (data := unpacked.read()):
            beginning += data
    return beginning[:_ENOUGH]


def read_warc_pages(file: Path) -> Iterator[Item]:
    """Read every record of a WARC or ARC file: a page, a sighting, or the reason why it is none."""
    with file.open("rb") as opened:
        yield from read_open_warc(opened)


def read_open_warc(opened: BinaryIO) -> Iterator[Item]:
    """Read every record of an open WARC or ARC file, which need not be seekable."""
    head = opened.read(1 << 10)
    opened.seek(0)
    records = read_arc_records if is_arc(_unpack_beginning(head) if is_packed(head) else head) else read_records
    try:
        for record in records(opened):
            yield _make_item(record)
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        raise DamageError(f"cannot be read as WARC ({error}); what comes after it was not read") from error


def _make_item(record: RawRecord) -> Item:
    url, _ = unwrap_wayback(record.url)
    if not record.is_readable:
        size = record.end - record.offset
        return DamageError(f"{url and f'{url}: '}damaged at byte {record.offset}: {record.fault} ({size} bytes)")
    if record.record_type == "revisit":
        return Sighting(canonicalize(url), record.date) if record.date and is_web(url) else Skipped("revisit")
    if record.record_type not in _READ_AS_PAGES:
        return Skipped(_NOT_PAGES.get(record.record_type) or record.record_type[:60] or "a record without a type")
    return _read_page(record, url)


def _read_page(record: RawRecord, url: str) -> Item:
    answer = parse_record(record)
    media_type = answer.header("content-type") if answer else record.header("content-type")
    if reason := _find_reason_to_skip(record, url, answer.status if answer else None, media_type.lower()):
        return Skipped(reason)
    if reason := find_reason_for_no_page(record) or _find_loss(record, answer):
        return RefusedError("import", f"{url}: {reason}")
    page = make_page(record)
    if len(page.body) > LARGEST_BODY:
        return RefusedError("import", f"{url}: larger than {LARGEST_BODY >> 20} MiB unpacked")
    is_row = answer is None and media_type.startswith(MEDIA_TYPE.partition(";")[0])
    if not page.fault and not is_row and "html" not in media_type.lower() and not _is_html(page, answer):
        return Skipped("no HTML")
    headers = page.headers
    if answer and not page.fault:
        headers = tuple((_rename(name) if name.lower() in _UNDONE else name, value) for name, value in headers)
    return replace(page, url=canonicalize(url) if is_web(url) else url, headers=headers)


def _rename(name: str) -> str:
    return f"X-Archive-Orig-{name}"


def _is_html(page: Page, answer: HttpAnswer | None) -> bool:
    """Whether a page without the type of HTML is HTML; text that was imported as a file may be plain."""
    is_file = answer is None and not is_web(page.url)
    return is_file or is_html(page.body[:HEAD].decode("utf-8", "replace"))


def _find_loss(record: RawRecord, answer: HttpAnswer | None) -> str | None:
    """The reason why a page is not whole: it is short in its record, or in segments."""
    if record.header("warc-segment-number"):
        return "its record is kept in segments, which are not joined"
    length = answer.header("content-length") if answer else ""
    if record.fault and length.isdigit() and len(length) < 16 and answer and len(answer.body) < int(length):
        return f"cut off: {record.fault}"
    return None


def _find_reason_to_skip(record: RawRecord, url: str, status: int | None, media_type: str) -> str | None:
    """The reason why a record is no page, by its headers; None if it may be one."""
    if record.header("warc-truncated") and not record.size:
        return "its body was not kept"
    is_own_file = record.record_type == "resource" and url.startswith("file:")
    if not is_web(url) and not is_own_file:
        return "not an address of the web"
    if status not in (None, *PAGE_STATUSES):
        return f"HTTP {status}"
    if url.endswith("/robots.txt"):
        return "robots.txt"
    is_own = is_own_file or media_type == MEDIA_TYPE
    if media_type and "html" not in media_type and not media_type.startswith("text/plain") and not is_own:
        return media_type.partition(";")[0].strip()[:60]
    return None
