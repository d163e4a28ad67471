"""Open a file of rows as text, whatever program wrote it: gzipped or not, in UTF-8, UTF-16 or GB 18030."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from cundang.text.encoding import NoTextError, decode_bytes
from exchange.importer.items import DamageError

LONGEST_LINE = 16 << 20  # characters, as for a page
HEAD = 1 << 16  # bytes by which a file is recognised
READ_ERRORS = (OSError, EOFError, zlib.error)  # of a file that cannot be read, or that gzip cannot unpack
_GZIP = b"\x1f\x8b"
_BROKEN = re.compile("[\udc80-\udcff]")


def open_bytes(file: Path) -> BinaryIO:
    """Open a file, unpacked where gzip packed it."""
    opened = file.open("rb")
    if opened.read(2) == _GZIP:
        opened.close()
        return cast("BinaryIO", gzip.open(file))
    opened.seek(0)
    return opened


def read_head(file: Path) -> bytes:
    """Read the beginning of a file, unpacked where gzip packed it. What gzip cannot unpack comes as it is."""
    with file.open("rb") as opened:
        return unpack_head(opened.read(HEAD))


def unpack_head(head: bytes) -> bytes:
    """Unpack the beginning of a file, where gzip packed it and can unpack it."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
    except zlib.error:
        return head


def open_text(file: Path) -> TextIO:
    """Open a file as text, line ends as they are. Bytes that are none in its encoding become lone surrogates.

    `is_broken` finds those, in a line of 8-bit encodings; in UTF-16 they become U+FFFD.
    """
    encoding = find_encoding(file)
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    lines = io.TextIOWrapper(cast("io.BufferedReader", open_bytes(file)), encoding, errors=errors, newline="")
    rewind(lines)
    return lines


def rewind(lines: TextIO) -> None:
    """Go to the first character of a text, behind its byte order mark."""
    lines.seek(0)
    if lines.read(1) != "\ufeff":
        lines.seek(0)


def iterate_lines(lines: TextIO) -> Iterator[str]:
    """Yield the lines of a text, each with its end. Raises DamageError with the number of one that is far too long."""
    for number in count(1):
        line = lines.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            size = f"{LONGEST_LINE >> 20} MiB"
            raise DamageError(f"line {number} is longer than {size}, which no article is; no more was read")
        if not line:
            return
        yield line


def find_encoding(file: Path) -> str:
    """Find the encoding of a file by the first of its bytes that are not ASCII, as Excel in China writes GBK.

    Raises OSError, EOFError or zlib.error where it cannot be read.
    """
    with open_bytes(file) as opened:
        while piece := opened.read(HEAD):
            if not piece.isascii() or b"\0" in piece:
                return decode_head(piece)[1]
    return "utf-8"


def decode_head(head: bytes) -> tuple[str, str]:
    """Decode the beginning of a file, and name the encoding.

    It is UTF-8 where most lines that are not ASCII are valid in it, so that a damaged line does not decide for all, and
    where the beginning is in no encoding, or no text.
    """
    wide = [line for line in re.split(rb"[\r\n]", head) if not line.isascii()]
    if head.startswith(codecs.BOM_UTF8) or 2 * sum(map(_is_utf8, wide)) > len(wide):
        return head.decode("utf-8-sig", "surrogateescape"), "utf-8"
    try:
        decoded = decode_bytes(head)
    except NoTextError:
        return head.decode("utf-8", "surrogateescape"), "utf-8"
    return decoded.text, decoded.encoding


def _is_utf8(line: bytes) -> bool:
    """Whether a line is valid UTF-8; its last character may be cut off."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def is_broken(line: str) -> bool:
    """Whether a line had bytes that are none in the encoding of its file."""
    return _BROKEN.search(line) is not None
