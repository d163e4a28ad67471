"""Check the records of a WARC file, gzip member by gzip member: for damage that warcio and fastwarc do not report."""

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 20  # bytes; what has no end of headers by then is no record
_END = b"\r\n\r\n"


@dataclass(slots=True)
class Member:
    """One gzip member: the offsets of its beginning and end, the WARC headers of its record, and what is wrong with it.

    `is_last`: the file ends within it, or cannot be read after it.
    """

    offset: int
    end: int
    headers: dict[str, str] = field(default_factory=dict)
    fault: str | None = None
    is_last: bool = False

    @property
    def record_type(self) -> str:
        """WARC-Type: `response`, `request`, `resource` ..."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """WARC-Target-URI."""
        return self.headers.get("warc-target-uri", "").strip("<>")


def check_members(path: Path, start: int = 0) -> Iterator[Member]:
    """Check the members of a file in order, in constant memory. A member that cannot be read is the last."""
    with path.open("rb") as file:
        file.seek(start)
        offset, unread = start, b""
        while unread or (unread := file.read(_CHUNK)):
            member, unread = _read_member(file, offset, unread)
            yield member
            if member.is_last:
                return
            offset = member.end


_NO_GZIP = "no gzip member begins here"


def _read_member(file: BinaryIO, offset: int, unread: bytes) -> tuple[Member, bytes]:
    """Read the member that begins with the bytes `unread`; returns it and the bytes after it that were read."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    record, size = _Record(), 0
    while not unpacking.eof:
        if not unread and not (unread := file.read(_CHUNK)):
            return Member(offset, offset + size, record.headers, "the file ends within this record", is_last=True), b""
        try:
            # Bounded: a member of a few bytes may unpack to gigabytes.
            record.feed(unpacking.decompress(unread, _CHUNK))
        except zlib.error as error:
            why = f"its gzip member is damaged ({error})" if size or record.headers else _NO_GZIP
            return Member(offset, offset + size, record.headers, why, is_last=True), b""
        left = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
        size += len(unread) - len(left)
        unread = left
    return Member(offset, offset + size, record.headers, record.find_fault()), unread


class _Record:
    """A record while it is unpacked: its headers are parsed, its block is measured and digested."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self._head: bytes | None = b""
        self._remaining = 0  # bytes of the block that are still to come
        self._after = b""
        self._fault: str | None = None
        self._block = hashlib.sha1(usedforsecurity=False)
        self._payload = hashlib.sha1(usedforsecurity=False)
        self._http: bytes | None = None  # the head of an HTTP message, until its end is found

    def feed(self, data: bytes) -> None:
        """Take the next unpacked bytes."""
        if self._head is not None:
            self._head += data
            head, end, data = self._head.partition(_END)
            if not end:
                if len(self._head) > _LONGEST_HEADER:
                    self._fault, self._head = "no WARC record: it has no end of headers", None
                return
            self._head = None
            self._parse_header(head)
        block, after = data[: self._remaining], data[self._remaining :]
        self._remaining -= len(block)
        self._block.update(block)
        self._digest_payload(block)
        self._after = (self._after + after)[: len(_END) + 1]

    def _parse_header(self, head: bytes) -> None:
        version, *lines = head.decode("utf-8", "replace").split("\r\n")
        if not version.startswith("WARC/"):
            self._fault = "no WARC record: it does not begin with WARC/"
        for line in lines:
            name, colon, value = line.partition(":")
            if colon:
                self.headers[name.strip().lower()] = value.strip()
        length = self.headers.get("content-length", "")
        if not length.isdecimal():
            self._fault = self._fault or "its header gives no length"
        else:
            self._remaining = int(length)
        if self.headers.get("content-type", "").startswith("application/http"):
            self._http = b""

    def _digest_payload(self, block: bytes) -> None:
        if self._http is None:
            self._payload.update(block)
            return
        self._http += block
        _, end, body = self._http.partition(_END)
        if end or len(self._http) > _LONGEST_HEADER:
            self._http = None
            self._payload.update(body)

    def find_fault(self) -> str | None:
        """Say what is wrong with the record, after its member has ended; None if nothing is."""
        if self._head is not None:
            return "no WARC record: it has no end of headers"
        if self._fault:
            return self._fault
        if self._remaining:
            return f"{self._remaining} bytes shorter than its header says"
        if self._after != _END:
            return "longer than its header says" if len(self._after) > len(_END) else "it does not end as a record does"
        for name, digest in (("warc-block-digest", self._block), ("warc-payload-digest", self._payload)):
            expected = self.headers.get(name, "")
            is_revisit = name == "warc-payload-digest" and self.headers.get("warc-type") == "revisit"
            if (
                expected.startswith("sha1:")
                and not is_revisit
                and expected[5:] != base64.b32encode(digest.digest()).decode()
            ):
                return f"its bytes are not those of its {name.replace('warc-', '').replace('-', ' ')}"
        return None
