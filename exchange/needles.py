"""Find words of withdrawn articles in files of any of the formats that an archive is exported to, packed or not."""

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

import zstandard

_CHUNK = 1 << 20
_LEAST_TITLE, _LEAST_PHRASE = 6, 8  # characters in a row that are told from other words
_LONGEST_PHRASE = 16  # characters of the beginning of a clause, so that one that an export cut short is found too
_MOST_PHRASES = 60  # of a version: so many first ones, and so many of the longest
_ENOUGH = 2  # different phrases: one alone may be everybody's
# What some format writes in another way: quotes, markup, the backslash, control characters.
_ESCAPED = re.compile(r"[\x00-\x1f\"'\\&<>\ufffd]|_x")
_CLAUSE = re.compile(r"[，。！？；：、,.!?;:]")
_DEEPEST = 3  # files packed in each other
_PACKED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
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
    """What tells that a file holds an article: any of its `names` (addresses, digests in hex, headlines as they are
    written), or several phrases of its text.
    """

    names: frozenset[str] = frozenset()
    phrases: frozenset[str] = field(default=frozenset(), repr=False)

    def __or__(self, other: "Needles") -> "Needles":
        return Needles(self.names | other.names, self.phrases | other.phrases)


def make_needles(versions: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> Needles:
    """Make the needles of an article of its versions, each a headline and a text, and of its other names.

    >>> sorted(make_needles([("青石镇的庙会开了", "短。河边的庙会从初一开到十五，\\"摊位\\"有一百二十个之多。")]).phrases)
    ['有一百二十个之多', '河边的庙会从初一开到十五']
    """
    told, phrases = set(names), set[str]()
    for title, text in versions:
        told |= {piece for piece in _ESCAPED.split(title) if len(piece.strip()) >= _LEAST_TITLE}
        clauses = [clause.strip() for part in _ESCAPED.split(text) for clause in _CLAUSE.split(part)]
        clauses = [clause for clause in clauses if len(clause) >= _LEAST_PHRASE]
        longest = sorted(clauses, key=lambda clause: (-len(clause), clause))
        phrases |= {clause[:_LONGEST_PHRASE] for clause in (*clauses[:_MOST_PHRASES], *longest[:_MOST_PHRASES])}
    return Needles(frozenset(filter(None, told)), frozenset(phrases))


def holds_any(path: Path, needles: Needles) -> bool:
    """Whether a file holds an article of some needles, also packed (gzip, zstd, bzip2, xz, ZIP) or as Parquet.

    Reads it once, in bounded memory. Raises UnreadableError where it cannot be looked into.
    """
    search = _Search(needles)
    try:
        with path.open("rb") as file, closing(_unpack(file, 0)) as found:
            return any(search.find_in(data) for data in found)
    except _ERRORS as error:
        raise UnreadableError(str(error) or type(error).__name__) from error


class _Search:
    """A search through the parts of one file."""

    def __init__(self, needles: Needles) -> None:
        self._names = [each.encode() for each in sorted(needles.names)]
        self._phrases = {each.encode() for each in needles.phrases}
        self._enough = min(_ENOUGH, len(self._phrases))
        self._found: set[bytes] = set()
        self._overlap = max(map(len, (*self._names, *self._phrases)), default=1) - 1

    def find_in(self, file: IO[bytes]) -> bool:
        """Whether this part, with those before it, tells that the file holds an article. What may be cut at the end of
        a piece is read again with the next.
        """
        kept = b""
        while data := file.read(_CHUNK):
            piece = kept + data
            if any(name in piece for name in self._names):
                return True
            self._found |= {phrase for phrase in self._phrases if phrase in piece}
            if self._enough and len(self._found) >= self._enough:
                return True
            kept = piece[-self._overlap :] if self._overlap else b""
        return False


def _unpack(file: BinaryIO, depth: int) -> Generator[IO[bytes]]:
    """What is to be searched of a file: itself, or what is packed in it."""
    with io.BufferedReader(cast("io.RawIOBase", file), _CHUNK) as peeking:
        head = peeking.peek(8)[:8]
        unpack = next((unpack for magic, unpack in _PACKED.items() if head.startswith(magic)), None)
        if depth >= _DEEPEST and (unpack or head.startswith(_ZIP)):
            raise ValueError("packed too often")
        if unpack:
            yield from _unpack(unpack(cast("BinaryIO", peeking)), depth + 1)
        elif head.startswith((_ZIP, _PARQUET)):
            with cast("BinaryIO", peeking) if file.seekable() else _copy(peeking) as seekable:
                yield from _unpack_zip(seekable, depth) if head.startswith(_ZIP) else _read_parquet(seekable)
        else:
            yield peeking


def _copy(file: IO[bytes]) -> BinaryIO:
    copy = TemporaryFile()  # noqa: SIM115 - has no name, and goes with the last who holds it
    while data := file.read(_CHUNK):
        copy.write(data)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _unpack_zip(file: BinaryIO, depth: int) -> Iterator[IO[bytes]]:
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
