"""The records of a WARC file, gzip member by gzip member, each checked: what warcio and fastwarc do not tell."""

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 20  # bytes; a record that has no end of headers by then is none
_END = b"\r\n\r\n"


@dataclass(slots=True)
class Member:
    """One gzip member: where it begins and ends, the WARC headers of its record, and what is wrong with it."""

    offset: int
    end: int
    headers: dict[str, str] = field(default_factory=dict)
    fault: str | None = None
    cut: bool = False  # the file ends within it

    @property
    def kind(self) -> str:
        """WARC-Type: `response`, `request`, `resource` ..."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """WARC-Target-URI."""
        return self.headers.get("warc-target-uri", "").strip("<>")


def check_members(path: Path, start: int = 0) -> Iterator[Member]:
    """The members of a file in order, in flat memory. After a member that cannot be read there is none."""
    with path.open("rb") as file:
        file.seek(start)
        offset, rest = start, b""
        while rest or (rest := file.read(_CHUNK)):
            member, rest = _member(file, offset, rest)
            yield member
            if member.cut or member.fault == _NO_GZIP:
                return
            offset = member.end


_NO_GZIP = "no gzip member begins here"


def _member(file: BinaryIO, offset: int, rest: bytes) -> tuple[Member, bytes]:
    """The member that begins with `rest`, and the bytes after it that were read."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    record, size = _Record(), 0
    while not unpacking.eof:
        if not rest and not (rest := file.read(_CHUNK)):
            return Member(offset, offset + size, record.headers, "the file ends within this record", cut=True), b""
        try:
            # Bounded: a member of a few bytes may unpack to gigabytes.
            record.feed(unpacking.decompress(rest, _CHUNK))
        except zlib.error as error:
            why = f"its gzip member is damaged ({error})" if size or record.headers else _NO_GZIP
            return Member(offset, offset + size, record.headers, why, cut=True), b""
        left = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
        size += len(rest) - len(left)
        rest = left
    return Member(offset, offset + size, record.headers, record.fault()), rest


class _Record:
    """A record as it is unpacked: its headers, then its block, measured and digested."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self._head: bytes | None = b""
        self._left = 0  # bytes of the block that are to come
        self._after = b""
        self._fault: str | None = None
        self._block = hashlib.sha1(usedforsecurity=False)
        self._payload = hashlib.sha1(usedforsecurity=False)
        self._http: bytes | None = None  # the head of an HTTP message, until its end is found

    def feed(self, data: bytes) -> None:
        if self._head is not None:
            self._head += data
            head, end, data = self._head.partition(_END)
            if not end:
                if len(self._head) > _LONGEST_HEADER:
                    self._fault, self._head = "no WARC record: it has no end of headers", None
                return
            self._head = None
            self._begin(head)
        block, after = data[: self._left], data[self._left :]
        self._left -= len(block)
        self._block.update(block)
        self._pay(block)
        self._after = (self._after + after)[: len(_END) + 1]

    def _begin(self, head: bytes) -> None:
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
            self._left = int(length)
        if self.headers.get("content-type", "").startswith("application/http"):
            self._http = b""

    def _pay(self, block: bytes) -> None:
        if self._http is None:
            self._payload.update(block)
            return
        self._http += block
        _, end, body = self._http.partition(_END)
        if end or len(self._http) > _LONGEST_HEADER:
            self._http = None
            self._payload.update(body)

    def fault(self) -> str | None:
        """What is wrong with the record, now that its member has ended."""
        if self._head is not None:
            return "no WARC record: it has no end of headers"
        if self._fault:
            return self._fault
        if self._left:
            return f"{self._left} bytes shorter than its header says"
        if self._after != _END:
            return "longer than its header says" if len(self._after) > len(_END) else "it does not end as a record does"
        for name, digest in (("warc-block-digest", self._block), ("warc-payload-digest", self._payload)):
            said = self.headers.get(name, "")
            revisit = name == "warc-payload-digest" and self.headers.get("warc-type") == "revisit"
            if said.startswith("sha1:") and not revisit and said[5:] != base64.b32encode(digest.digest()).decode():
                return f"its bytes are not those of its {name.replace('warc-', '').replace('-', ' ')}"
        return None
