"""Read MHTML (RFC 2557): a page and its parts in one file, as Chromium and Internet Explorer save it (.mhtml, .mht)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from cundang.model.errors import RefusedError
from cundang.text.address import is_web

LARGEST = 64 << 20  # bytes of a file, most of them of pictures
_LARGEST_PAGE = 16 << 20
_MOST_NESTED = 100  # parts that have parts, of which a page has one
_MOST_PARTS = 20_000  # lines that may begin one
_MOST_LINES = 4_000_000  # 76 bytes each in base64
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
_HEADER = re.compile(rb"[A-Za-z][\w-]{1,60}:")
_TYPE = re.compile(rb"^Content-Type:\s*(multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(rb"^(?:Snapshot-)?Content-Location:", re.IGNORECASE | re.MULTILINE)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page in an MHTML file: its bytes, its Content-Type, its address (may be empty), and when it was saved."""

    body: bytes
    content_type: str
    url: str
    at: datetime | None


def is_mhtml(head: bytes) -> bool:
    """Whether the beginning of a file is that of MHTML: the headers of a message whose parts belong together.

    Of a message of one part, an HTML page, its header names the address.
    """
    head = head.lstrip(b"\r\n\xef\xbb\xbf")
    if not _HEADER.match(head):
        return False
    blank = _BLANK.search(head)
    headers = head[: blank.start()] if blank else head
    found = _TYPE.search(headers)
    return found is not None and (found[1].lower() != b"text/html" or _LOCATION.search(headers) is not None)


def read_snapshot(data: bytes) -> Snapshot:
    """Read the page of an MHTML file. Raises RefusedError where there is none, or it cannot be unpacked."""
    if sum(1 for _ in _MULTIPART.finditer(data)) > _MOST_NESTED:
        raise RefusedError("import", "an MHTML file with parts in parts in parts, which no page has")
    if data.count(b"\n--") > _MOST_PARTS or data.count(b"\n") > _MOST_LINES:
        raise RefusedError("import", f"an MHTML file of more than {_MOST_PARTS} parts or {_MOST_LINES} lines")
    try:
        message = message_from_bytes(data.lstrip(b"\r\n\xef\xbb\xbf"))
        page = _find_page(message)
        payload = page.get_payload(decode=True) if page else None
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        raise RefusedError("import", f"an MHTML file that cannot be unpacked ({type(error).__name__})") from error
    if page is None or not isinstance(payload, bytes) or not payload.strip():
        raise RefusedError("import", "an MHTML file without a page in it")
    if len(payload) > _LARGEST_PAGE:
        raise RefusedError("import", f"larger than {_LARGEST_PAGE >> 20} MiB, which no page is")
    addresses = (_header(message, "Snapshot-Content-Location"), _header(page, "Content-Location"))
    url = next(filter(is_web, (*addresses, _header(message, "Content-Location"))), "")
    content_type = _header(page, "Content-Type") or "text/html"
    return Snapshot(payload, content_type, url, _read_date(_header(message, "Date")))


def _find_page(message: Message) -> Message | None:
    """Find the part that is the page: at the address of the snapshot, or named as the start, or the first in HTML."""
    parts = [
        part for part in _iterate_parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    location, start = _header(message, "Snapshot-Content-Location"), str(message.get_param("start", ""))
    for part in parts:
        if location and _header(part, "Content-Location") == location:
            return part
    for part in parts:
        if start and _header(part, "Content-ID") == start:
            return part
    return parts[0] if parts else None


def _iterate_parts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _header(message: Message, name: str) -> str:
    """A header on one line; empty where there is none."""
    value = message.get(name)
    return "" if value is None else " ".join(str(value).split()).encode("utf-8", "replace").decode()


def _read_date(value: str) -> datetime | None:
    """Read the header Date. Without a zone, which Chromium writes as -0000, it is in UTC."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
