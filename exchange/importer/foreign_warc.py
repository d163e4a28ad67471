"""Read WARC files of other crawlers: Common Crawl's news crawl, Browsertrix, wget, Heritrix; gzip, zstd or plain."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.raw.checker import check_members
from cundang.text.address import canonicalize, is_web, unwrap_wayback
from pipelines.extract import HEAD, is_html

_LARGEST_PAGE = 16 << 20  # bytes, unpacked: as for a page that is fetched
_PAGES = WarcRecordType.response | WarcRecordType.resource
_ENCODED = ("content-encoding", "transfer-encoding")  # undone here


def is_warc(head: bytes) -> bool:
    """Whether the beginning of a file is that of a WARC file, compressed or not."""
    if head.startswith(b"\x1f\x8b"):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 64).startswith(b"WARC/")
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"))


def read_warc_pages(file: Path) -> Iterator[Page | str | RefusedError]:
    """Read the pages of a WARC file. Raises RefusedError where it is truncated, which fastwarc does not report."""
    last, pending = 0, None
    with file.open("rb") as opened:
        for offset, item in read_open_warc(opened):
            if pending is not None:
                yield pending
            last, pending = offset, item  # the last record may be truncated
    with file.open("rb") as opened:
        compressed = opened.read(2) == b"\x1f\x8b"
    for member in check_members(file, last) if compressed else ():
        if member.is_last:
            if pending is not None and member.offset > last:
                yield pending
            raise RefusedError(
                "import", f"damaged at byte {member.offset}: {member.fault}; what comes after it was not read"
            )
    if pending is not None:
        yield pending


def read_open_warc(opened: BinaryIO | Any) -> Iterator[tuple[int, Page | str | RefusedError]]:
    """Read the records of an open WARC file: each offset with the page, or the reason why the record is skipped."""
    try:
        for record in ArchiveIterator(opened, record_types=_PAGES, auto_decode="all"):
            yield record.stream_pos, _make_page(record)
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        raise RefusedError("import", f"cannot be read as WARC ({error})") from error


def _make_page(record: WarcRecord) -> Page | str | RefusedError:
    url, _ = unwrap_wayback((record.headers.get("WARC-Target-URI") or "").strip("<>"))
    http = record.http_headers if record.is_http else None
    media_type = (http.get("Content-Type") if http else record.headers.get("Content-Type")) or ""
    if reason := _find_reason_to_skip(url, http.status_code if http else None, media_type.lower()):
        return reason
    try:
        body = record.reader.read(_LARGEST_PAGE + 1)
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        return RefusedError("import", f"{url}: cannot be unpacked ({error})")
    if len(body) > _LARGEST_PAGE or record.record_date is None:
        why = (
            "its record has no date"
            if record.record_date is None
            else f"larger than {_LARGEST_PAGE >> 20} MiB unpacked"
        )
        return RefusedError("import", f"{url}: {why}")
    if "html" not in media_type.lower() and not is_html(body[:HEAD].decode("utf-8", "replace")):
        return "no HTML"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", media_type or "text/html"),)
    if http:
        headers = tuple(
            (f"X-Archive-Orig-{name}" if name.lower() in _ENCODED else name, value) for name, value in http.items()
        )
    return Page(canonicalize(url), record.record_date, http.status_code or 0 if http else 0, headers, body)


def _find_reason_to_skip(url: str, status: int | None, media_type: str) -> str | None:
    """The reason why a record is no page, by its headers; None if it may be one."""
    if not is_web(url):
        return "not an address of the web"
    if status not in (None, 200):
        return f"HTTP {status}"
    if url.endswith("/robots.txt"):
        return "robots.txt"
    if media_type and "html" not in media_type and not media_type.startswith("text/plain"):
        return media_type.partition(";")[0].strip()[:60]
    return None
