"""Undo the transfer and content encodings of an HTTP body (RFC 9110 8.4, RFC 9112 7), as servers and crawlers leave it.

What a header claims is often not so: the body was unpacked by whoever kept it, a server writes a charset where an
encoding belongs, bytes follow the end. What cannot be unpacked although it is packed is a fault, told with the body.
"""

import re
import zlib
from collections.abc import Callable, Iterable

import brotli
import zstandard

LARGEST_BODY = 16 << 20  # bytes, unpacked: far above any page of news
_LINE_END = re.compile(rb"\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_SMALL = 1 << 10  # bytes; zstd packs 128 kB into four of them, so more at once would take gigabytes


class UnpackError(ValueError):
    """A body is packed and cannot be unpacked: it is damaged, cut off, or too large."""


class _TooLargeError(UnpackError):
    def __init__(self, largest: int) -> None:
        super().__init__(f"it unpacks to more than {largest} bytes")


def undo_encodings(
    body: bytes, headers: Iterable[tuple[str, str]], largest: int = LARGEST_BODY
) -> tuple[bytes, str | None]:
    """Undo the encodings that headers name, in reverse order, the transfer encodings first.

    Returns the body and None; the body as it stood and the reason, where it is damaged, cut off, or unpacks to more
    than `largest` bytes. An encoding that is none (`utf-8`, `none`), or that the body does not have, is passed over.
    """
    claims = {"transfer-encoding": "", "content-encoding": ""}
    for name, value in headers:
        if name.lower() in claims:
            claims[name.lower()] += f",{value.lower()}"
    unpacked = body
    for claim in claims.values():
        for encoding in reversed(claim.split(",")):
            undo = _UNDO.get(encoding.strip())
            if undo is None:
                continue
            try:
                unpacked = undo(unpacked, largest)
            except UnpackError as error:
                if not _is_plain(unpacked):
                    return body, f"cannot be unpacked as {encoding.strip()}: {error}"
    return unpacked, None


def _is_plain(body: bytes) -> bool:
    """Whether a body begins as text does: without the control characters that packed bytes soon have."""
    return body.startswith((b"\xff\xfe", b"\xfe\xff")) or not re.search(rb"[\x00-\x08\x0e-\x1a\x7f]", body[:512])


def unchunk(body: bytes) -> bytes:
    """Join the chunks of a body; a body that is not in chunks comes back as it is, what follows the last is dropped."""
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length, at = int(size[1], 16), size.end()
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[at : at + length])
        at += length
        end = _LINE_END.match(body, at)
        if end is None:  # cut off within a chunk, or no chunks at all
            break
        at = end.end()
    return b"".join(pieces) or body if at >= len(body) else body


def _undo_chunks(body: bytes, _largest: int) -> bytes:
    return unchunk(body)


def _gunzip(body: bytes, largest: int) -> bytes:
    """Unpack gzip members one after another; what follows them and is none is dropped."""
    if not body.startswith(b"\x1f\x8b"):
        raise UnpackError("it does not begin as gzip")
    pieces: list[bytes] = []
    size = 0
    while body.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            pieces.append(_inflate(member, body, largest - size))
            size += len(pieces[-1])
        except _TooLargeError:
            raise
        except UnpackError:
            if pieces:  # bytes that follow the first member and only look like another
                break
            raise
        body = member.unused_data
    return b"".join(pieces)


def _undeflate(body: bytes, largest: int) -> bytes:
    """Unpack deflate: with zlib's header, as RFC 9110 says, or without, as some servers send it."""
    try:
        return _inflate(zlib.decompressobj(), body, largest)
    except _TooLargeError:
        raise
    except UnpackError:
        return _inflate(zlib.decompressobj(-zlib.MAX_WBITS), body, largest)


def _inflate(member: "zlib._Decompress", body: bytes, largest: int) -> bytes:
    try:
        unpacked = member.decompress(body, largest + 1)
    except zlib.error as error:
        raise UnpackError(str(error)) from error
    if len(unpacked) > largest:
        raise _TooLargeError(largest)
    if not member.eof:
        raise UnpackError("it is cut off")
    return unpacked


def _unbrotli(body: bytes, largest: int) -> bytes:
    unpacked, at, is_finished = _feed_brotli(body, largest, 0, _SMALL)
    if at < len(body) and not is_finished:  # damaged, or bytes follow the end within this piece: find where it is
        unpacked, at, is_finished = _feed_brotli(body[: at + _SMALL], largest, at, 1)
    if not is_finished:
        raise UnpackError("it is damaged" if at < len(body) else "it is cut off")
    return unpacked


def _feed_brotli(body: bytes, largest: int, start: int, piece: int) -> tuple[bytes, int, bool]:
    """Unpack the bytes up to `start` at once and then piece by piece, to the end or a piece that cannot be unpacked.

    Returns what was unpacked, the offset of that piece, and whether the end of the packed bytes was found.
    """
    decompressor, size, at = brotli.Decompressor(), 0, 0
    pieces: list[bytes] = []
    for at in (*([0] if start else ()), *range(start, len(body), piece)):
        data = body[at : start if at < start else at + piece]
        try:
            pieces.append(decompressor.process(data, output_buffer_limit=largest + 1))
        except brotli.error:
            return b"".join(pieces), at, False
        size += len(pieces[-1])
        if size > largest or not decompressor.can_accept_more_data():
            raise _TooLargeError(largest)
        if decompressor.is_finished():
            return b"".join(pieces), at, True
    return b"".join(pieces), len(body), False


def _unzstd(body: bytes, largest: int) -> bytes:
    """Unpack zstd frames one after another; what follows them and is none is dropped."""
    pieces: list[bytes] = []
    size = 0
    while body[:4] == b"\x28\xb5\x2f\xfd":
        frame, at = zstandard.ZstdDecompressor().decompressobj(), 0
        try:
            while not frame.eof and at < len(body):
                pieces.append(frame.decompress(body[at : at + _SMALL]))
                size, at = size + len(pieces[-1]), at + _SMALL
                if size > largest:
                    raise _TooLargeError(largest)
        except zstandard.ZstdError as error:
            raise UnpackError(str(error)) from error
        if not frame.eof:
            raise UnpackError("it is cut off")
        body = frame.unused_data + body[at:]
    if not pieces:
        raise UnpackError("it does not begin as zstd")
    return b"".join(pieces)


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {
    "chunked": _undo_chunks,
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
