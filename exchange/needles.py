"""Find words of withdrawn articles in files of any of the formats that an archive is exported to, packed or not."""

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

import zstandard

_CHUNK = 1 << 20
_LEAST_TITLE, _LEAST_PHRASE = 6, 10  # characters in a row that are told from other words
_MOST_PHRASES = 60  # of a version: its longest
# What some format writes in another way: quotes, markup, the backslash, control characters.
_ESCAPED = re.compile(r"[\x00-\x1f\"'\\&<>\ufffd]+|_x")
_SENTENCE = re.compile(r"(?<=[。！？；.!?;])")
_DEEPEST = 3  # files packed in each other
_PACKED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"\x28\xb5\x2f\xfd": lambda file: zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile, ValueError)


class UnreadableError(Exception):
    """A file that cannot be looked into; the message says why."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What tells that a file holds an article: its addresses, its digests in hex, and phrases as they are written."""

    addresses: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    phrases: frozenset[str] = field(default=frozenset(), repr=False)

    def __or__(self, other: "Needles") -> "Needles":
        return Needles(self.addresses | other.addresses, self.digests | other.digests, self.phrases | other.phrases)


def make_needles(
    versions: Iterable[tuple[str, str]], addresses: Iterable[str] = (), digests: Iterable[str] = ()
) -> Needles:
    """Make the needles of an article of its versions, each a headline and a text.

    >>> sorted(make_needles([("青石镇的庙会开了", "短。河边的庙会从初一开到十五，\\"摊位\\"有一百二十个。")]).phrases)
    ['河边的庙会从初一开到十五，', '青石镇的庙会开了']
    """
    phrases: set[str] = set()
    for title, text in versions:
        phrases |= {piece for piece in _ESCAPED.split(title) if len(piece.strip()) >= _LEAST_TITLE}
        pieces = {piece.strip() for part in _ESCAPED.split(text) for piece in _SENTENCE.split(part)}
        told = sorted((piece for piece in pieces if len(piece) >= _LEAST_PHRASE), key=lambda each: (-len(each), each))
        phrases.update(told[:_MOST_PHRASES])
    return Needles(frozenset(addresses), frozenset(digests), frozenset(phrases))


def holds_any(path: Path, needles: Needles) -> bool:
    """Whether a file holds any of some needles, also packed (gzip, zstd, bzip2, xz, ZIP) or as Parquet.

    Reads it once, in bounded memory. Raises UnreadableError where it cannot be looked into.
    """
    wanted = [each.encode() for each in sorted(needles.addresses | needles.digests | needles.phrases) if each]
    if not wanted:
        return False
    try:
        with path.open("rb") as file:
            return any(_search(data, wanted) for data in _unpack(file, 0))
    except _ERRORS as error:
        raise UnreadableError(str(error) or type(error).__name__) from error


def _unpack(file: BinaryIO, depth: int) -> Iterator[IO[bytes]]:
    """What is to be searched of a file: itself, or what is packed in it."""
    peeking = io.BufferedReader(cast("io.RawIOBase", file), _CHUNK)
    head = peeking.peek(8)[:8]
    if head.startswith((_ZIP, _PARQUET)):
        seekable = _make_seekable(peeking)
        yield from _unpack_zip(seekable, depth) if head.startswith(_ZIP) else _read_parquet(seekable)
        return
    unpack = next((unpack for magic, unpack in _PACKED.items() if head.startswith(magic)), None)
    if unpack is None:
        yield peeking
    elif depth >= _DEEPEST:
        raise ValueError("packed too often")
    else:
        yield from _unpack(unpack(peeking), depth + 1)


def _make_seekable(file: io.BufferedReader) -> BinaryIO:
    if file.seekable():
        return file
    copy = TemporaryFile()  # noqa: SIM115 - has no name, and goes with the last who holds it
    while data := file.read(_CHUNK):
        copy.write(data)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _unpack_zip(file: BinaryIO, depth: int) -> Iterator[IO[bytes]]:
    if depth >= _DEEPEST:
        raise ValueError("packed too often")
    with zipfile.ZipFile(file) as packed:
        yield io.BytesIO("\n".join(packed.namelist()).encode())
        for name in packed.namelist():
            with packed.open(name) as member:
                yield from _unpack(cast("BinaryIO", member), depth + 1)


def _read_parquet(file: BinaryIO) -> Iterator[IO[bytes]]:
    """The texts of a Parquet file, a piece of its rows at a time."""
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - an extra, and slow to import
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        raise ValueError("pyarrow is not installed, which reads Parquet") from error
    try:
        for batch in ParquetFile(file).iter_batches(2000):
            values = (value for column in batch.columns for value in column.to_pylist() if isinstance(value, str))
            yield io.BytesIO("\n".join(values).encode("utf-8", "surrogatepass"))
    except ArrowException as error:
        raise ValueError(str(error)) from error


def _search(file: IO[bytes], wanted: list[bytes]) -> bool:
    """Whether a stream has one of some strings. What may be cut at the end of a piece is read again with the next."""
    overlap = max(map(len, wanted)) - 1
    kept = b""
    while data := file.read(_CHUNK):
        piece = kept + data
        if any(each in piece for each in wanted):
            return True
        kept = piece[-overlap:] if overlap else b""
    return False
