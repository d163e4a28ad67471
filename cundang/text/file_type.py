"""Name the type of a file by its content, where it is no text."""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cundang.text.address import path_of


class FileType(NamedTuple):
    """A type of files: its name in a sentence, its media type, and whether such a file may hold an article."""

    name: str
    media_type: str
    is_document: bool = True


# What files begin with: the place of the mark, the mark, the type. From the `file` command's and PRONOM's signatures.
_DOCUMENTS = (
    (0, b"%PDF", "a PDF", "application/pdf"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office file", "application/x-ole-storage"),
    (0, b"{\\rtf", "an RTF document", "application/rtf"),
    (0, b"Founder CEB", "a CEB document", "application/x-ceb"),
    (0, b"CEBX", "a CEB document", "application/x-ceb"),
    (0, b"CAJ\0", "a CAJ document", "application/x-caj"),
    (0, b"HN\0\0", "a CAJ document", "application/x-caj"),
    (0, b"KDH ", "a CAJ document", "application/x-caj"),
    (0, b"AT&TFORM", "a DjVu document", "image/vnd.djvu"),
    (0, b"ITSF", "a Windows help file (CHM)", "application/vnd.ms-htmlhelp"),
    (0, b"bplist00", "a property list, as Safari saves pages (webarchive)", "application/x-webarchive"),
    (0, b"PK\x03\x04", "a ZIP file", "application/zip"),
    (0, b"PK\x05\x06", "an empty ZIP file", "application/zip"),
    (0, b"Rar!", "a RAR file", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z file", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "a gzip file", "application/gzip"),
    (0, b"BZh", "a bzip2 file", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "an xz file", "application/x-xz"),
    (257, b"ustar", "a tar file", "application/x-tar"),
    (0, b"SQLite format 3", "an SQLite file", "application/vnd.sqlite3"),
    (0, b"\0\x01\0\0Standard ", "an Access database", "application/vnd.ms-access"),
    (0, b"PAR1", "a Parquet file", "application/vnd.apache.parquet"),
    (0, b"ARROW1", "an Arrow file", "application/vnd.apache.arrow.file"),
    (0, b"Obj\x01", "an Avro file", "application/avro"),
)
_OTHERS = (
    (0, b"\x89PNG", "a PNG picture", "image/png"),
    (0, b"\xff\xd8\xff", "a JPEG picture", "image/jpeg"),
    (0, b"GIF8", "a GIF picture", "image/gif"),
    (8, b"WEBP", "a WebP picture", "image/webp"),
    (0, b"II*\0", "a TIFF picture", "image/tiff"),
    (0, b"MM\0*", "a TIFF picture", "image/tiff"),
    (0, b"8BPS", "a Photoshop picture", "image/vnd.adobe.photoshop"),
    (0, b"\0\0\x01\0", "an icon", "image/vnd.microsoft.icon"),
    (6, b"\0\0\0\0", "a BMP picture", "image/bmp"),  # behind BM and the size, see below
    (0, b"RIFF", "a RIFF file", "application/x-riff"),
    (4, b"ftypavif", "an AVIF picture", "image/avif"),
    (4, b"ftypheic", "a HEIC picture", "image/heic"),
    (4, b"ftyp", "a media file", "video/mp4"),
    (0, b"ID3", "an audio file", "audio/mpeg"),
    (0, b"\xff\xfb", "an audio file", "audio/mpeg"),
    (0, b"OggS", "an audio file", "audio/ogg"),
    (0, b"fLaC", "an audio file", "audio/flac"),
    (0, b"FLV\x01", "a video", "video/x-flv"),
    (0, b"\x1aE\xdf\xa3", "a video", "video/webm"),
    (0, b"FWS", "a Flash film", "application/vnd.adobe.flash.movie"),
    (0, b"CWS", "a Flash film", "application/vnd.adobe.flash.movie"),
    (0, b"wOFF", "a font", "font/woff"),
    (0, b"wOF2", "a font", "font/woff2"),
    (0, b"OTTO", "a font", "font/otf"),
    (0, b"\0\x01\0\0", "a font", "font/ttf"),
    (0, b"\x7fELF", "a program", "application/x-executable"),
    (0, b"MZ\x90\0", "a program", "application/x-executable"),
    (0, b"\0asm", "a program", "application/x-executable"),
    (0, b"L\0\0\0\x01\x14\x02\0", "a Windows shortcut", "application/x-ms-shortcut"),
    (0, b"\0\0\0", "a media file", "application/octet-stream"),
)
_MARKS = tuple(
    (place, mark, FileType(name, media_type, is_document))
    for marks, is_document in ((_DOCUMENTS, True), (_OTHERS, False))
    for place, mark, name, media_type in marks
)
# A mark of letters and digits counts where such a byte is near: a text may begin with CWS or ID3.
_CONTROL = re.compile(rb"[\0-\x08]")
_LONG_ENOUGH = (b"GIF8", b"RIFF", b"bplist00")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z]{1,40}")
# The streams of an old Office file, whose names are in UTF-16. A Word file may hold a table, and a presentation both.
_STREAMS = (
    ("PowerPoint Document", FileType("a PowerPoint file (.ppt)", "application/vnd.ms-powerpoint")),
    ("WordDocument", FileType("a Word or WPS document (.doc, .wps)", "application/msword")),
    ("Workbook", FileType("an Excel workbook (.xls)", "application/vnd.ms-excel")),
)
# WPS Office writes the same, under endings of its own: only the declared type or the address tells.
_OF_WPS = (
    (re.compile(r"wps-office\.wps|kswps|vnd\.ms-works"), ".wps", "a WPS document (.wps)", "wps"),
    (re.compile(r"wps-office\.et|kset"), ".et", "a WPS table (.et)", "et"),
    (re.compile(r"wps-office\.dps|ksdps"), ".dps", "a WPS presentation (.dps)", "dps"),
)
# The files in a ZIP file of a kind, by their beginning. OFD (GB/T 33190) is what official notices come in.
_PACKED = (
    ("OFD.xml", FileType("an OFD document", "application/ofd")),
    ("word/", FileType("a Word document (.docx)", f"{_OFFICE}.wordprocessingml.document")),
    ("xl/", FileType("an Excel workbook (.xlsx)", f"{_OFFICE}.spreadsheetml.sheet")),
    ("ppt/", FileType("a PowerPoint file (.pptx)", f"{_OFFICE}.presentationml.presentation")),
    ("META-INF/container.xml", FileType("an EPUB book", "application/epub+zip")),
    ("META-INF/manifest.xml", FileType("an OpenDocument file", "application/vnd.oasis.opendocument.text")),
)
_SVG = FileType("an SVG picture", "image/svg+xml", is_document=False)
_SVG_BEGINS = re.compile(
    rb"[\s\xef\xbb\xbf]{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s{0,64}){0,4}"
    rb"(?:<!DOCTYPE\s{1,9}svg\b|<svg\b)",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)
_ZIP_ENTRY, _ZIP_END = struct.Struct("<4s24xHHH12x"), struct.Struct("<4s12xI2x")  # of its directory
_MOST_ENTRIES = 1000


def find_file_type(body: bytes, declared: str = "", address: str = "") -> FileType | None:
    """Find the type of a file by its bytes; None where it is text, or of no type that we know.

    The beginning serves too, but of a ZIP file and an old Office file it may not tell which kind they are. The declared
    type and the address only tell files of WPS Office from those of Microsoft Office.

    >>> find_file_type(b"%PDF-1.7").name
    'a PDF'
    """
    for place, mark, found in _MARKS:
        if (
            body.startswith(mark, place)
            and (place != 6 or body.startswith(b"BM"))
            and (not mark.strip().isalnum() or mark in _LONG_ENOUGH or _CONTROL.search(body, 0, 512))
        ):
            if mark == b"\xd0\xcf\x11\xe0":
                return _name_wps(declared.lower(), path_of(address).lower()) or _name_streams(body) or found
            return (_name_zip(body) if mark.startswith(b"PK") else None) or found
    if body[:80].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF"):
        return _MARKS[0][2]
    return _SVG if _SVG_BEGINS.match(body) and not _PAGE.search(body) else None  # pages begin with drawings, too


def _name_streams(body: bytes) -> FileType | None:
    return next((found for stream, found in _STREAMS if stream.encode("utf-16-le") in body), None)


def _name_wps(declared: str, path: str) -> FileType | None:
    kinds = (kind for kind in _OF_WPS if kind[0].search(declared) or path.endswith(kind[1]))
    return next((FileType(name, f"application/wps-office.{kind}") for _, _, name, kind in kinds), None)


def _name_zip(body: bytes) -> FileType | None:
    if body[30:38] == b"mimetype" and (kind := _OPEN_DOCUMENT.match(body, 38)):
        return FileType("an OpenDocument file", kind[0].decode("ascii"))
    return find_packed_type(_iterate_names(body))


def _iterate_names(body: bytes) -> Iterator[str]:
    """The names in the directory at the end of a ZIP file; of one that is cut off, the first name alone."""
    end = body.rfind(b"PK\5\6")
    if end < 0 or end + _ZIP_END.size > len(body):
        yield body[30 : 30 + int.from_bytes(body[26:28], "little")].decode("utf-8", "replace")
        return
    _, place = _ZIP_END.unpack_from(body, end)
    for _ in range(_MOST_ENTRIES):
        if place + _ZIP_ENTRY.size > end or body[place : place + 4] != b"PK\1\2":
            return
        _, name, extra, comment = _ZIP_ENTRY.unpack_from(body, place)
        yield body[place + _ZIP_ENTRY.size : place + _ZIP_ENTRY.size + name].decode("utf-8", "replace")
        place += _ZIP_ENTRY.size + name + extra + comment


def find_packed_type(names: Iterable[str]) -> FileType | None:
    """Find the kind of document that a ZIP file is, by the names of the files in it; None where it is none."""
    names = list(names)
    return next((kind for part, kind in _PACKED if any(name.startswith(part) for name in names)), None)
