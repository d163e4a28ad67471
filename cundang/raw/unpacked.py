"""Unpack a WARC file member by member: gzip members, zstd frames with or without a dictionary, or plain bytes.

A damaged member costs itself: reading goes on at the next one that begins a record.
"""

import re
import struct
import zlib
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import BinaryIO

import zstandard

_CHUNK = 1 << 16
_SMALL = 1 << 10  # bytes of zstd at once: four may unpack to 128 kB
_TINY = 1 << 4
_LARGEST_BLOCK = (128 << 10) + 18  # bytes of the first block of a zstd frame, packed, and what is before it
_MOST_KEPT = 32 << 20  # packed bytes of a member that are kept to look for the next one in, if it is damaged
_MOST_AGAIN = 256 << 20  # bytes of a file that are looked through again: a bound for files made of false beginnings
_FRAME = b"\x28\xb5\x2f\xfd"
_GZIP = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_ZSTD = re.compile(re.escape(_FRAME))
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_LARGEST_DICTIONARY = 16 << 20
_RECORD = re.compile(rb"\s*WARC/", re.IGNORECASE)


def is_packed(head: bytes) -> bool:
    """Whether a file begins as gzip or zstd."""
    return head.startswith((b"\x1f\x8b", _FRAME)) or _SKIPPABLE.match(head) is not None


class Unpacked(ABC):
    """The unpacked bytes of a file, member by member.

    `offset` is where the member begins, from the beginning of the file; `end` where it ends, once it was read;
    `fault` why it cannot be read any further. A file that is not packed is one member.
    """

    is_packed = True

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file = file
        if start:
            file.seek(start)
        self.offset = self.end = start
        self.fault: str | None = None

    @abstractmethod
    def begin(self) -> bool:
        """Go on to the next member; False at the end of the file. The last one must have been read to its end."""

    @abstractmethod
    def read(self) -> bytes:
        """The next bytes of the member, some 64 kB; none at its end, and where it cannot be read any further."""


def open_unpacked(file: BinaryIO, start: int = 0) -> Unpacked:
    """Open a file of records, recognised by its beginning (or by what is at `start`).

    A beginning that is neither packed nor a record may be that of a damaged member, so members are searched.
    """
    if start:
        file.seek(start)
    head = file.read(64)
    return _Plain(file, start, head) if _RECORD.match(head) else _Members(file, start, head)


class _Plain(Unpacked):
    """A file that is not packed: one member."""

    is_packed = False

    def __init__(self, file: BinaryIO, start: int, head: bytes) -> None:
        super().__init__(file)
        self.offset = self.end = start
        self._head = head
        self._has_begun = False

    def begin(self) -> bool:
        has_begun, self._has_begun = self._has_begun, True
        return not has_begun and bool(self._head)

    def read(self) -> bytes:
        data = self._head or self._file.read(_CHUNK)
        self._head = b""
        self.end += len(data)
        return data


class _Members(Unpacked):
    """A file of gzip members or zstd frames."""

    def __init__(self, file: BinaryIO, start: int, head: bytes) -> None:
        super().__init__(file)
        self.offset = self.end = start
        self._beginning = _GZIP  # of its members
        self._unread = head  # bytes of the file that were read and not unpacked
        self._kept: list[bytes] = []  # the packed bytes of this member
        self._kept_size = self._again = 0
        self._unpacking: _Gzip | _Zstd | None = None
        self._dictionary: zstandard.ZstdCompressionDict | None = None

    def begin(self) -> bool:
        if self.fault:
            self._find_next()
        self.fault = self._unpacking = None
        while True:
            self.offset = self.end
            self._fill(4)
            if not self._unread:
                return False
            if not _SKIPPABLE.match(self._unread):
                break
            self._skip_frame()
        self._kept, self._kept_size = [], 0
        self._beginning = next((kind for kind in (_GZIP, _ZSTD) if kind.match(self._unread)), self._beginning)
        self._unpacking = self._make_unpacking()
        return True

    def read(self) -> bytes:
        unpacking = self._unpacking
        while unpacking and not unpacking.eof:
            if not self._unread and not self._fill(1):
                self.fault = "the file ends within this record"
                return b""
            try:
                unpacked, left = unpacking.unpack(self._unread)
            except (zlib.error, zstandard.ZstdError) as error:
                is_none = self.end == self.offset and not self._beginning.match(self._unread)
                kind = "gzip member" if self._beginning is _GZIP else "zstd frame"
                self.fault = f"no {kind} begins here" if is_none else f"its {kind} is damaged ({error})"
                self._unpacking = None
                return self._salvage() if self.end == self.offset else b""
            self._keep(self._unread[: len(self._unread) - len(left)])
            self._unread = left
            if unpacked:
                return unpacked
        return b""

    def _salvage(self) -> bytes:
        """What can be unpacked of a member whose damage comes within the first bytes: its head says what is lost."""
        unpacking, salvaged = self._make_unpacking(), b""
        with suppress(zlib.error, zstandard.ZstdError):
            for at in range(0, _SMALL, _TINY):
                salvaged += unpacking.unpack(self._unread[at : at + _TINY])[0]
        return salvaged

    def _keep(self, packed: bytes) -> None:
        self.end += len(packed)
        self._kept.append(packed)
        self._kept_size += len(packed)
        while self._kept_size > _MOST_KEPT and len(self._kept) > 1:
            self._kept_size -= len(self._kept.pop(0))

    def _fill(self, size: int) -> bool:
        """Read on until `size` bytes are there; False at the end of the file."""
        while len(self._unread) < size:
            data = self._file.read(_CHUNK)
            if not data:
                return False
            self._unread += data
        return True

    def _find_next(self) -> None:
        """Set `end` to the next member of which the beginning is that of a record, or to the end of the file."""
        first = 1 if self.end == self.offset else 0
        if self._again + self._kept_size <= _MOST_AGAIN:
            self._again += self._kept_size
            self._unread = b"".join(self._kept) + self._unread
            self.end -= self._kept_size
            first = 1
        while True:
            for found in self._beginning.finditer(self._unread, first):
                if found.start() + self._enough > len(self._unread):
                    self._drop(found.start())
                    self._fill(self._enough)
                    break
                if self._begins_record(self._unread[found.start() : found.start() + self._enough]):
                    self._drop(found.start())
                    return
            else:
                self._drop(max(0, len(self._unread) - 3))
                if not self._fill(4):
                    self._drop(len(self._unread))
                    return
                first = 0
                continue
            if self._begins_record(self._unread[: self._enough]):
                return
            first = 1

    @property
    def _enough(self) -> int:
        """Bytes of a member that tell whether it begins a record: zstd unpacks nothing before a whole block."""
        return _SMALL if self._beginning is _GZIP else _LARGEST_BLOCK

    def _drop(self, count: int) -> None:
        self._unread = self._unread[count:]
        self.end += count

    def _begins_record(self, packed: bytes) -> bool:
        unpacking, unpacked = self._make_unpacking(), b""
        try:
            for at in range(0, len(packed), _SMALL):
                unpacked += unpacking.unpack(packed[at : at + _SMALL])[0]
                if len(unpacked) >= len(b"WARC/") or unpacking.eof:
                    break
        except (zlib.error, zstandard.ZstdError):
            return False
        return _RECORD.match(unpacked) is not None

    def _make_unpacking(self) -> "_Gzip | _Zstd":
        return _Gzip() if self._beginning is _GZIP else _Zstd(self._dictionary)

    def _skip_frame(self) -> None:
        """Pass over a skippable frame; the first may hold the dictionary (the .warc.zst proposal of the IIPC)."""
        self._fill(8)
        (size,) = struct.unpack("<I", self._unread[4:8].ljust(4, b"\0"))
        is_dictionary = self.end == 0 and self._unread[:1] == b"\x5d" and size <= _LARGEST_DICTIONARY
        self._drop(8)
        if is_dictionary:
            self._fill(size)
            self._dictionary = _load_dictionary(self._unread[:size])
        while size > len(self._unread):
            size -= len(self._unread)
            self._drop(len(self._unread))
            if not self._fill(1):
                return
        self._drop(size)


class _Gzip:
    """Unpacks one gzip member."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._member.eof

    def unpack(self, packed: bytes) -> tuple[bytes, bytes]:
        """Unpack some bytes, bounded: a member of a few may hold gigabytes. Returns also the bytes that are left."""
        unpacked = self._member.decompress(packed, _CHUNK)
        return unpacked, self._member.unused_data if self._member.eof else self._member.unconsumed_tail


class _Zstd:
    """Unpacks one zstd frame."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        self._frame = zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()

    @property
    def eof(self) -> bool:
        return self._frame.eof

    def unpack(self, packed: bytes) -> tuple[bytes, bytes]:
        """Unpack some bytes, few at once. Returns also the bytes that are left."""
        unpacked = self._frame.decompress(packed[:_SMALL])
        return unpacked, self._frame.unused_data + packed[_SMALL:]


def _load_dictionary(data: bytes) -> zstandard.ZstdCompressionDict | None:
    """The dictionary of a .warc.zst, which may itself be packed; None where it is damaged."""
    try:
        if data.startswith(_FRAME):
            with zstandard.ZstdDecompressor().stream_reader(data) as reader:  # whatever size its head claims
                data = reader.read(_LARGEST_DICTIONARY)
        dictionary = zstandard.ZstdCompressionDict(data)
        zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()
    except zstandard.ZstdError:
        return None
    return dictionary
