"""Make gzip members of records that have exactly the length of the ones whose place they take.

So all that stands behind them in the file stays where it is, and with it every row, revisit and index of others that
names an offset. What a member is short of is filled up within its header: a comment (RFC 1952, FCOMMENT), which every
reader passes over.
"""

import re
import struct
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

import brotli
import zstandard

from cundang.raw.checker import compute_digest
from cundang.raw.encodings import undo_encodings
from cundang.raw.http_message import parse_answer
from cundang.raw.reader import RawRecord

NOTE = "Cundang-Redacted"  # a field of our own on a record of which a decision changed something: its number
_HEAD = b"\x1f\x8b\x08%c\0\0\0\0\2\xff"  # deflate, no time, slowest, no operating system
_COMMENT = 0x10
_LENGTH = re.compile(rb"(?im)^(content-length[ \t]*:[ \t]*)\d+")


@dataclass(frozen=True, slots=True)
class Note:
    """What a record that takes the place of another one tells: the number of the decision, and its time (ISO 8601)."""

    number: int
    at: str


def make_member(content: bytes, length: int) -> bytes | None:
    """Pack bytes into a gzip member of a length; None where they need more."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    packed = packing.compress(content) + packing.flush()
    ending = struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    missing = length - 10 - len(packed) - len(ending)
    if missing < 0:
        return None
    comment = b" " * (missing - 1) + b"\0" if missing else b""
    return _HEAD % (_COMMENT if missing else 0) + comment + packed + ending


def make_tombstone(record: RawRecord, note: Note, is_packed: bool = True) -> bytes | None:
    """Make what stands in the place of a record that was taken out: a `metadata` record without any content.

    It has the address and the id of what stood there as far as there is room; None where there is not even room for a
    record. `is_packed`: in a gzip member; else bare, as in a file that is not packed.
    """
    length = record.end - record.offset
    told = f"withdrawn: by decision {note.number} of {note.at}\r\n".encode()
    fields = [
        b"WARC-Target-URI: " + record.url.encode(),
        b"WARC-Refers-To: " + record.header("warc-record-id").encode(),
        b"%s: %d" % (NOTE.encode(), note.number),
    ]
    for left in (fields, fields[1:], fields[2:], []):
        for block in (told, b""):
            made = _make_tombstone(left, block, note, length, is_packed)
            if made is not None:
                return made
    return None


def _make_tombstone(fields: list[bytes], block: bytes, note: Note, length: int, is_packed: bool) -> bytes | None:
    moment = datetime.fromisoformat(note.at).astimezone(UTC)
    head = [
        b"WARC/1.1",
        b"WARC-Type: metadata",
        b"WARC-Record-ID: <urn:uuid:%s>" % str(uuid.uuid4()).encode(),
        b"WARC-Date: " + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode(),
        *fields,
        b"Content-Type: application/warc-fields",
    ]
    if is_packed:
        return make_member(_join(head, block), length)
    for padding in range(length + 1):  # the digits of the length decide
        made = _join(head, block + b" " * (length - padding))
        if len(made) <= length:
            return made if len(made) == length else None
    return None


def _join(head: list[bytes], block: bytes) -> bytes:
    return b"\r\n".join([*head, b"Content-Length: %d" % len(block), b"", block, b"", b""])


def make_masked(record: RawRecord, content: bytes, body: bytes, note: Note) -> bytes | None:
    """Make the member of a record whose body was changed; None where it needs more room than there is.

    `content` is what the member holds; `body` is plain, and is packed as the old one was. Lengths and digests are made
    true of it; where there is no room for it, the digest of the block is left out.
    """
    is_http = record.header("content-type").lower().startswith("application/http")
    block = _make_block(record.block, body) if is_http else body
    if block is None:
        return None
    payload = block.partition(b"\r\n\r\n")[2] if is_http else block
    lines = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    for name, value in (
        (b"warc-block-digest", compute_digest(block)),
        (b"warc-payload-digest", compute_digest(payload)),
        (b"content-length", str(len(block))),
    ):
        lines = [_replace_value(line, name, value.encode()) for line in lines]
    lines = [line for line in lines if not _has_name(line, NOTE)]
    lines.append(b"%s: %d" % (NOTE.encode(), note.number))
    shorter = [line for line in lines if not _has_name(line, "WARC-Block-Digest")]  # which no record needs
    for head in (lines, shorter):
        made = make_member(b"\r\n".join([*head, b"", block, b"", b""]), record.end - record.offset)
        if made is not None:
            return made
    return None


def _has_name(line: bytes, name: str) -> bool:
    return line.partition(b":")[0].strip().lower() == name.lower().encode()


def _replace_value(line: bytes, name: bytes, value: bytes) -> bytes:
    found, colon, _ = line.partition(b":")
    return found + colon + b" " + value if colon and found.strip().lower() == name else line


def _make_block(block: bytes, body: bytes) -> bytes | None:
    """The block of an HTTP answer with another body, in its content encoding; None where that cannot be written."""
    answer = parse_answer(block)
    if not block.endswith(answer.body):
        return None
    head = block[: len(block) - len(answer.body)]
    packed = body
    for encoding in _list_encodings(answer.body, answer.headers):
        packed = _PACK[encoding](packed)
    return _LENGTH.sub(b"\\g<1>%d" % len(packed), head) + packed


def _list_encodings(body: bytes, headers: tuple[tuple[str, str], ...]) -> list[str]:
    """The content encodings that a body really has, in the order in which they were put on."""
    claimed = [
        word.strip()
        for name, value in headers
        if name.lower() == "content-encoding"
        for word in value.lower().split(",")
        if word.strip() in _PACK
    ]
    unpacked, fault = undo_encodings(body, headers)
    return [] if fault or unpacked == body else claimed


def _gzip(data: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16, 9)
    return packing.compress(data) + packing.flush()


_PACK = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": lambda data: zlib.compress(data, 9),
    "br": brotli.compress,
    "zstd": lambda data: zstandard.ZstdCompressor(level=19).compress(data),
}
