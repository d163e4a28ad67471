"""Read ARC files (version 1, of the Internet Archive until 2009), gzipped or not, by warcio's reader."""

from collections.abc import Iterator
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cundang.raw.reader import LARGEST_BLOCK, RawRecord


def is_arc(beginning: bytes) -> bool:
    """Whether the unpacked beginning of a file is that of an ARC file."""
    return beginning.startswith((b"filedesc://", b"filedesc:"))


def read_arc_records(file: BinaryIO) -> Iterator[RawRecord]:
    """Read the answers in an ARC file as the `response` records that they would be in WARC.

    Where it cannot be read any further, the last record says so.
    """
    reading = ArchiveIterator(file, arc2warc=True, no_record_parse=True)
    offset = 0
    try:
        for record in reading:
            headers = {name.lower(): value.encode("utf-8") for name, value in record.rec_headers.headers}
            block = record.raw_stream.read(LARGEST_BLOCK)
            size = len(block)
            while more := record.raw_stream.read(1 << 16):
                size += len(more)
            offset = reading.get_record_offset()  # reads the record to its end
            missing = int(record.rec_headers.get_header("Content-Length") or 0) - size
            fault = f"the file ends within this record, {missing} bytes before its end" if missing > 0 else None
            if record.rec_type != "warcinfo":
                yield RawRecord(offset, offset, headers, block, size, fault, is_readable=fault is None)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, TypeError, IndexError, KeyError) as error:
        fault = f"it cannot be read as ARC after this ({str(error).strip() or type(error).__name__})"
        yield RawRecord(offset, offset, {}, b"", 0, fault, is_readable=False)
