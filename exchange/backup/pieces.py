"""Cut files in pieces that are named by their digests, and put them together again."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, TypeVar

import zstandard

from cundang.model.errors import ArchiveError
from exchange.backup.manifest import LARGEST_PIECE, File
from exchange.backup.places import Place

PIECES = "pieces/"
_LEVEL = 3
_THREADS = 4  # a store answers each in its own time; on a disk two would do
_AHEAD = 16  # pieces that are held at once
Item = TypeVar("Item")
Result = TypeVar("Result")


def name_piece(digest: str) -> str:
    """The name of a piece at the place of backups."""
    return f"{PIECES}{digest[:2]}/{digest}.zst"


class Sender:
    """Sends pieces to a place. `known` are the digests of those that are there; it grows."""

    def __init__(self, place: Place, known: set[str]) -> None:
        self._place = place
        self.known = known
        self.sent_pieces = self.sent_bytes = self.read_bytes = 0

    def send(self, file: BinaryIO, size: int, piece_bytes: int) -> tuple[str, ...]:
        """Send what is new of the first `size` bytes of a file; returns the digests of all its pieces."""
        return tuple(_run_each(self._send_piece, self._cut(file, size, piece_bytes)))

    def _cut(self, file: BinaryIO, size: int, piece_bytes: int) -> Iterator[bytes]:
        while size > 0:
            data = file.read(min(piece_bytes, size))
            if not data:
                raise ArchiveError(f"{getattr(file, 'name', 'a file')}: became shorter while it was read; run again")
            size -= len(data)
            self.read_bytes += len(data)
            yield data

    def _send_piece(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.known:
            packed = zstandard.ZstdCompressor(level=_LEVEL).compress(data)
            self._place.write(name_piece(digest), packed)
            self.known.add(digest)
            self.sent_pieces += 1
            self.sent_bytes += len(packed)
        return digest


def read_file(place: Place, file: File) -> Iterator[bytes]:
    """The pieces of a file of a backup, each checked against its digest.

    Raises ArchiveError where one is missing or damaged, and where the file has another size than its manifest says.
    """
    at = 0

    def read(digest: str) -> bytes:
        return read_piece(place, digest, file)

    for data in _run_each(read, file.pieces or ()):
        at += len(data)
        yield data
    if at != file.bytes:
        raise ArchiveError(
            f"{place.address}: the pieces of {file.name} have {at} bytes, its manifest says {file.bytes}; nothing was "
            "written, name another backup with --at"
        )


def read_piece(place: Place, digest: str, file: File) -> bytes:
    """A piece of a file of a backup, checked. Raises ArchiveError where it is missing or damaged."""
    try:
        return _unpack(place.read(name_piece(digest)), digest)
    except (OSError, ValueError, zstandard.ZstdError) as error:
        what = "is missing" if isinstance(error, FileNotFoundError) else "is damaged"
        raise ArchiveError(
            f"{place.address}: {name_piece(digest)} {what}, which holds a part of {file.name}; nothing was written, "
            "name another backup with --at (--list shows them)"
        ) from error


def _unpack(packed: bytes, digest: str) -> bytes:
    """Unpack a piece. Raises ValueError where it is not what its digest says, or larger than any piece."""
    if zstandard.frame_content_size(packed) > LARGEST_PIECE:
        raise ValueError("too large")
    data = zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_PIECE)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("another digest")
    return data


def _run_each(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The results for items, in their order, computed in threads that are a few items ahead."""
    with ThreadPoolExecutor(_THREADS) as threads:
        running: deque[Future[Result]] = deque()
        try:
            for item in items:
                running.append(threads.submit(function, item))
                if len(running) >= _AHEAD:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
