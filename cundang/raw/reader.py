"""Read the records of a WARC file, as any tool wrote them, nothing decoded, and as damaged as it may be.

Every record is a value of its own with what is wrong with it, so that a fault costs one record. Verify, rebuild and
import read by this module. (fastwarc and warcio call a truncated file good, and stop at the first damage.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import quote

from cundang.raw.unpacked import Unpacked, open_unpacked

LARGEST_BLOCK = 32 << 20  # bytes of a block that are held: a page has at most 16 MiB, and a film is passed over
_LONGEST_HEAD = 1 << 20  # bytes; what has no end of headers by then is no record
_BLANK = re.compile(rb"[\r\n \t\0]*")
_MOST_BLANKS = 1 << 16  # bytes of them that can be put back
_MOST_AGAIN = 256 << 20  # bytes of a file that are read again because a length led into the next record
_END_OF_HEAD = re.compile(rb"\n\r{0,9}\n")  # pywb's samples have a file with CR CR LF
_LINE = re.compile(rb"\r{0,9}\n")
_VERSION = re.compile(rb"WARC/\d", re.IGNORECASE)
_RECORD = re.compile(rb"\s*WARC/\d", re.IGNORECASE)
_NEXT = re.compile(rb"\n(?=WARC/\d\.\d{1,2}\r?\n)")
_OVERLAP = 16  # bytes: longer than what _NEXT finds
_LONGEST_NUMBER = 16  # digits
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.\d{1,9})?)?)?)?)?)? ?(?:Z|\+00:?00)?"
)
_YEARS = range(1990, 2101)  # no page of the web is older, and later ones are mistakes of a clock


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record: its place, its headers by their names in lower case, its block, and what is wrong with it.

    `offset` and `end` are those of its member, or of its bytes in a file that is not packed; only the first record of
    a member `is_addressable`. `block` holds at most LARGEST_BLOCK bytes of `size`. A `fault` that `is_readable` left
    the block as it stood in the file: shorter or longer than its header says. One that is not left no record.
    """

    offset: int
    end: int
    headers: dict[str, bytes]
    block: bytes
    size: int
    fault: str | None = None
    is_readable: bool = True
    is_addressable: bool = True

    def header(self, name: str) -> str:
        """A header's value, by its name in lower case; empty where there is none."""
        return self.headers.get(name, b"").decode("utf-8", "replace")

    @property
    def record_type(self) -> str:
        """WARC-Type: `response`, `request`, `resource` ..."""
        return self.header("warc-type").lower()

    @property
    def url(self) -> str:
        """WARC-Target-URI. Bytes that are no UTF-8 are percent-encoded, as browsers send them."""
        value = self.headers.get("warc-target-uri", b"").strip().removeprefix(b"<").removesuffix(b">")
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return quote(value, safe="".join(map(chr, range(0x21, 0x7F))))

    @property
    def date(self) -> datetime | None:
        """WARC-Date, of any precision that WARC 1.1 allows: its first moment, to the second. None where it is none."""
        return parse_date(self.header("warc-date"))


def parse_date(value: str) -> datetime | None:
    """Parse a W3C date of any precision, in UTC. None where it is none, or its year is absurd."""
    found = _DATE.fullmatch(value.strip())
    if found is None or int(found[1]) not in _YEARS:
        return None
    year, month, day, hour, minute, second = (int(part or low) for part, low in zip(found.groups(), _LOW, strict=True))
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)  # a leap second is :60
    except ValueError:
        return None


_NO_RECORD = "no WARC record: it does not begin with WARC/, or has no end of headers"
_LOW = (1, 1, 1, 0, 0, 0)


def read_records(file: BinaryIO, start: int = 0) -> Iterator[RawRecord]:
    """Read the records of a file from the one at `start`, in order, in memory bounded by LARGEST_BLOCK.

    What is damaged gives a record with a fault; after it, reading goes on with the next that can be found.
    """
    reading = _Reading(open_unpacked(file, start))
    while reading.begin():
        yield from reading.read_member()


class _Reading:
    """The state of reading a file: the bytes of the member that were unpacked and not yet read."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked
        self._buffer = bytearray()
        self._at = 0  # where the buffer begins within the member, unpacked
        self._has_begun = False  # the next member was begun to see how it begins
        self._skipped = b""  # the blanks that were passed over last
        self._again = 0  # bytes that were put back

    def begin(self) -> bool:
        """Go on to the next member; False at the end of the file."""
        if self._has_begun:
            self._has_begun = False
            return True
        self._buffer.clear()
        self._at = 0
        return self._unpacked.begin()

    def read_member(self) -> Iterator[RawRecord]:
        """Read the records of the member: one, as the standard asks for, or several; none where it is empty."""
        is_first = True
        while self._skip_blanks():
            yield self._read_record(is_first or not self._unpacked.is_packed)
            is_first = False
            if self._has_begun:
                return
        if self._unpacked.fault:
            yield self._end_damaged(self._unpacked.offset, {}, b"", 0, is_first)

    def _read_record(self, is_addressable: bool) -> RawRecord:
        offset = self._unpacked.offset + (0 if self._unpacked.is_packed else self._at)
        head = self._read_head()
        if head is None:
            rest = b"" if self._has_begun else self._scan()
            headers = _parse_headers(rest[:_LONGEST_HEAD]) if _VERSION.match(rest) else {}
            if self._unpacked.fault:
                return self._end_damaged(offset, headers, b"", len(rest), is_addressable)
            return RawRecord(offset, self._position(), headers, b"", len(rest), _NO_RECORD, False, is_addressable)
        headers = _parse_headers(head)
        fault: str | None = None
        length = headers.get("content-length", b"").strip()
        if length.isdigit() and len(length) < _LONGEST_NUMBER:
            block, size, fault = self._read_block(int(length))
        else:
            block, fault = self._scan(), "its header gives no length"
            size = len(block)
        if self._unpacked.fault and not self._has_begun:
            return self._end_damaged(offset, headers, block, size, is_addressable)
        return RawRecord(offset, self._position(), headers, block, size, fault, True, is_addressable)

    def _end_damaged(
        self, offset: int, headers: dict[str, bytes], block: bytes, size: int, is_addressable: bool
    ) -> RawRecord:
        """Make a record of a member that cannot be read any further, and go on to the next one."""
        fault = self._unpacked.fault
        self._buffer.clear()
        self._at = 0
        self._has_begun = self._unpacked.begin()
        return RawRecord(offset, self._position(), headers, block, size, fault, False, is_addressable)

    def _position(self) -> int:
        """The offset in the file of what comes next."""
        if not self._unpacked.is_packed:
            return self._unpacked.offset + self._at
        return self._unpacked.offset if self._has_begun else self._unpacked.end

    def _fill(self, size: int) -> bool:
        """Unpack on until `size` bytes are in the buffer; False where the member ends before."""
        while len(self._buffer) < size:
            data = self._unpacked.read()
            if not data:
                return False
            self._buffer += data
        return True

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._at += len(taken)
        return taken

    def _skip_blanks(self) -> bool:
        """Pass over blank lines; whether something follows in the member."""
        self._skipped = b""
        while self._fill(1):
            blanks = _BLANK.match(self._buffer)
            skipped = self._take(blanks.end() if blanks else 0)
            if len(self._skipped) < _MOST_BLANKS:
                self._skipped += skipped
            if self._buffer:
                return True
        return False

    def _read_head(self) -> bytes | None:
        """Read the version and the headers; None where there are none."""
        start = 0
        while not (end := _END_OF_HEAD.search(self._buffer, start)):
            start = max(0, len(self._buffer) - len(b"\n\r\r\r\r\r\r\r\r\r"))
            if len(self._buffer) > _LONGEST_HEAD or not self._fill_from_next(len(self._buffer) + 1):
                return None
        if not _VERSION.match(self._buffer):
            return None
        return self._take(end.end())

    def _fill_from_next(self, size: int) -> bool:
        """Unpack on as `_fill` does, in the next member too if a head goes on there."""
        return self._fill(size) or (_VERSION.match(self._buffer) is not None and self._continue_in_next_member())

    def _read_block(self, length: int) -> tuple[bytes, int, str | None]:
        """Read a block and what parts it from the next record: its bytes, their number, and what is wrong with it."""
        pieces, size = [], 0
        while size < length:
            if not self._fill(1) and not self._continue_in_next_member():
                break
            piece = self._take(min(length - size, len(self._buffer)))
            size += len(piece)
            if size <= LARGEST_BLOCK:
                pieces.append(piece)
        block = b"".join(pieces)
        if size == length:
            if self._has_begun or not self._skip_blanks() or _VERSION.match(self._peek(len(b"WARC/1"))):
                return block, size, None
        elif self._has_begun or self._unpacked.is_packed:
            block = block.removesuffix(b"\r\n\r\n") if self._has_begun else block
            return block, size, f"{length - size} bytes shorter than its header says"
        skipped = self._skipped if size == length else b""
        may_put_back = size == len(block) and self._again <= _MOST_AGAIN
        if may_put_back and (next_one := _NEXT.search(block)):  # the length leads into the next record
            left = block[next_one.end() :] + skipped
            self._buffer[:0] = left
            self._at -= len(left)
            self._again += len(left)
            own = block[: next_one.start()].rstrip(b"\r\n")
            return own, len(own), f"{length - len(own)} bytes shorter than its header says"
        if size < length:
            return block, size, f"the file ends within this record, {length - size} bytes before its end"
        more = skipped + self._scan()
        return block + more, size + len(more), "longer than its header says"

    def _peek(self, size: int) -> bytes:
        self._fill(size)
        return bytes(self._buffer[:size])

    def _continue_in_next_member(self) -> bool:
        """Go on in the next member, if it does not begin a record: some tools part a file where they please."""
        if self._has_begun or self._unpacked.fault or not self._unpacked.is_packed or not self._unpacked.begin():
            return False
        before = len(self._buffer)
        self._fill(before + len(b"WARC/1"))
        if _RECORD.match(self._buffer, before):
            del self._buffer[:before]
            self._has_begun, self._at = True, 0
        return len(self._buffer) > before and not self._has_begun

    def _scan(self) -> bytes:
        """Take all before the next record in the member, or before its end; at most LARGEST_BLOCK is returned."""
        pieces, size = [], 0
        while self._fill(_OVERLAP + 1) or self._buffer:
            found = _NEXT.search(self._buffer)
            is_last = not self._fill(len(self._buffer) + 1) if not found else True
            piece = self._take(found.end() if found else len(self._buffer) - (0 if is_last else _OVERLAP))
            size += len(piece)
            if size <= LARGEST_BLOCK:
                pieces.append(piece)
            if is_last:
                break
        return b"".join(pieces).rstrip(b"\r\n")


def _parse_headers(head: bytes) -> dict[str, bytes]:
    headers: dict[str, bytes] = {}
    name = ""
    for line in _LINE.split(head)[1:]:
        if line[:1] in (b" ", b"\t") and name:  # folded
            headers[name] += b" " + line.strip()
            continue
        name_bytes, colon, value = line.partition(b":")
        if colon:
            name = name_bytes.strip().lower().decode("latin-1")
            headers.setdefault(name, value.strip())
    return headers
