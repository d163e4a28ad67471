"""Name the type of a file by its content, where it is no text."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class FileType(NamedTuple):
    """A type of files: its name in a sentence, and whether such a file may hold the text of an article."""

    name: str
    is_document: bool


# What files begin with: the place of the mark, the mark, the type. From the `file` command's and PRONOM's signatures.
_DOCUMENTS = (
    (0, b"%PDF", "a PDF"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office file"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"Founder CEB", "a CEB document"),
    (0, b"CEBX", "a CEB document"),
    (0, b"CAJ\0", "a CAJ document"),
    (0, b"HN\0\0", "a CAJ document"),
    (0, b"KDH ", "a CAJ document"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"ITSF", "a Windows help file (CHM)"),
    (0, b"bplist00", "a property list, as Safari saves pages (webarchive)"),
    (0, b"PK\x03\x04", "a ZIP file"),
    (0, b"PK\x05\x06", "an empty ZIP file"),
    (0, b"Rar!", "a RAR file"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (0, b"\x1f\x8b", "a gzip file"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\0", "an xz file"),
    (257, b"ustar", "a tar file"),
    (0, b"SQLite format 3", "an SQLite file"),
    (0, b"\0\x01\0\0Standard ", "an Access database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"ARROW1", "an Arrow file"),
    (0, b"Obj\x01", "an Avro file"),
)
_OTHERS = (
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (0, b"8BPS", "a Photoshop picture"),
    (0, b"\0\0\x01\0", "an icon"),
    (6, b"\0\0\0\0", "a BMP picture"),  # behind BM and the size, see below
    (0, b"RIFF", "a RIFF file"),
    (4, b"ftyp", "a media file"),
    (0, b"ID3", "an audio file"),
    (0, b"\xff\xfb", "an audio file"),
    (0, b"OggS", "an audio file"),
    (0, b"fLaC", "an audio file"),
    (0, b"FLV\x01", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"FWS", "a Flash film"),
    (0, b"CWS", "a Flash film"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"OTTO", "a font"),
    (0, b"\0\x01\0\0", "a font"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"L\0\0\0\x01\x14\x02\0", "a Windows shortcut"),
    (0, b"\0\0\0", "a media file"),
)
_MARKS = tuple(
    (place, mark, FileType(name, is_document))
    for marks, is_document in ((_DOCUMENTS, True), (_OTHERS, False))
    for place, mark, name in marks
)
# A mark of letters and digits counts where such a byte is near: a text may begin with CWS or ID3.
_CONTROL = re.compile(rb"[\0-\x08]")
_LONG_ENOUGH = (b"GIF8", b"RIFF", b"bplist00")
# The streams of an old Office file, whose names are in UTF-16.
_STREAMS = (("WordDocument", "a Word or WPS document (.doc, .wps)"), ("Workbook", "an Excel workbook (.xls)"))
# The files in a ZIP file of a kind, by their beginning.
_PACKED = (
    ("OFD.xml", "an OFD document"),
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint file (.pptx)"),
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
)


def find_file_type(head: bytes) -> FileType | None:
    """Find the type of a file by its beginning; None where it is text, or of no type that we know.

    >>> find_file_type(b"%PDF-1.7").name
    'a PDF'
    """
    for place, mark, found in _MARKS:
        if (
            head.startswith(mark, place)
            and (place != 6 or head.startswith(b"BM"))
            and (not mark.strip().isalnum() or mark in _LONG_ENOUGH or _CONTROL.search(head, 0, 512))
        ):
            return _name_streams(head) if mark == b"\xd0\xcf\x11\xe0" else found
    return None


def _name_streams(head: bytes) -> FileType:
    names = (name for stream, name in _STREAMS if stream.encode("utf-16-le") in head)
    return FileType(next(names, "an old Office file"), is_document=True)


def name_packed(names: Iterable[str]) -> str | None:
    """Name the kind of document that a ZIP file is, by the names of the files in it; None where it is none."""
    names = list(names)
    return next((kind for part, kind in _PACKED if any(name.startswith(part) for name in names)), None)
