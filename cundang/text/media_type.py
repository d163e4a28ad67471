"""Tell the media type of a file by its bytes: documents, archives, pictures, films, fonts; None for text and the rest."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cundang.text.address import path_of


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type, such as `application/pdf`, and what readers call such a file: `a PDF file`."""

    name: str
    called: str

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a browser shows it as a picture."""
        return self.name.startswith("image/")


_ZIP = MediaType("application/zip", "a ZIP file")
_OLE = MediaType("application/x-ole-storage", "an old Office file")
_SVG = MediaType("image/svg+xml", "an SVG picture")
# How files begin. Where two letters alone would begin texts too, the pattern asks for more.
_BEGINNINGS = tuple(
    (re.compile(pattern, re.DOTALL), MediaType(name, called))
    for pattern, name, called in (
        (rb"[\s\xef\xbb\xbf]{0,64}%PDF", "application/pdf", "a PDF file"),
        (rb"\x89PNG\r\n", "image/png", "a PNG picture"),
        (rb"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
        (rb"GIF8[79]a", "image/gif", "a GIF picture"),
        (rb"RIFF.{4}WEBP", "image/webp", "a WebP picture"),
        (rb"\0\0\0.ftypavif", "image/avif", "an AVIF picture"),
        (rb"\0\0\0.ftyphei[cx]", "image/heic", "a HEIC picture"),
        (rb"II\*\0|MM\0\*", "image/tiff", "a TIFF picture"),
        (rb"BM.{4}\0{4}", "image/bmp", "a BMP picture"),
        (rb"\0\0\x01\0", "image/vnd.microsoft.icon", "an icon"),
        (rb"Founder CEB", "application/x-ceb", "a CEB file"),  # 方正 Apabi, of official notices
        (rb"\{\\rtf", "application/rtf", "an RTF file"),
        (rb"Rar!\x1a\x07", "application/vnd.rar", "a RAR file"),
        (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7z file"),
        (rb"\x1f\x8b", "application/gzip", "a gzip file"),
        (rb"BZh[1-9]1AY&SY", "application/x-bzip2", "a bzip2 file"),
        (rb"\xfd7zXZ\0", "application/x-xz", "an xz file"),
        (rb"\x28\xb5\x2f\xfd", "application/zstd", "a zstd file"),
        (rb".{257}ustar", "application/x-tar", "a tar file"),
        (rb"SQLite format 3\0", "application/vnd.sqlite3", "an SQLite file"),
        (rb"\0\0\0.ftyp", "video/mp4", "an MP4 film"),
        (rb"FLV\x01", "video/x-flv", "a Flash film"),
        (rb"\x1a\x45\xdf\xa3", "video/webm", "a WebM or Matroska film"),
        (rb"RIFF.{4}AVI ", "video/vnd.avi", "an AVI film"),
        (rb"RIFF.{4}WAVE", "audio/vnd.wave", "a WAVE file"),
        (rb"ID3[\x02-\x04]", "audio/mpeg", "an MP3 file"),
        (rb"OggS\0", "audio/ogg", "an Ogg file"),
        (rb"wOFF", "font/woff", "a font"),
        (rb"wOF2", "font/woff2", "a font"),
        (rb"\0\x01\0\0\0", "font/ttf", "a font"),
        (rb"OTTO\0", "font/otf", "a font"),
        (rb"MZ.{0,62}?\0\0", "application/vnd.microsoft.portable-executable", "a program for Windows"),
    )
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Of ZIP files that are documents: what the name of one of their files begins with.
_IN_ZIP = (
    (b"OFD.xml", MediaType("application/ofd", "an OFD file")),  # GB/T 33190, of official notices and invoices
    (b"word/", MediaType(f"{_OFFICE}.wordprocessingml.document", "a Word file")),
    (b"xl/", MediaType(f"{_OFFICE}.spreadsheetml.sheet", "an Excel file")),
    (b"ppt/", MediaType(f"{_OFFICE}.presentationml.presentation", "a PowerPoint file")),
)
# Of old Office files: the name of one of their streams. A Word file may hold a table, and a presentation both.
_IN_OLE = (
    ("PowerPoint Document", MediaType("application/vnd.ms-powerpoint", "a PowerPoint file")),
    ("WordDocument", MediaType("application/msword", "a Word file")),
    ("Workbook", MediaType("application/vnd.ms-excel", "an Excel file")),
    ("Book", MediaType("application/vnd.ms-excel", "an Excel file")),
)
# WPS Office writes the formats of Microsoft's under names of its own, so only the declared type or the name tells.
_WPS = (
    (re.compile(r"\bapplication/(?:wps-office\.wps|kswps|vnd\.ms-works)\b"), ".wps", "wps", "a WPS file"),
    (re.compile(r"\bapplication/(?:wps-office\.et|kset)\b"), ".et", "et", "a WPS table"),
    (re.compile(r"\bapplication/(?:wps-office\.dps|ksdps)\b"), ".dps", "dps", "a WPS presentation"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_ENTRY, _ZIP_END = struct.Struct("<4s24xHHH12x"), struct.Struct("<4s12xI2x")  # of its directory
_MOST_ENTRIES = 1000  # of a ZIP file, that are looked at
_BEFORE_SVG = re.compile(
    rb"[\s\xef\xbb\xbf]{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s{0,64}){0,4}"
    rb"(?:<!DOCTYPE\s{1,9}svg\b|<svg\b)",
    re.IGNORECASE,
)
_HTML = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)


def identify_type(body: bytes, declared: str = "", address: str = "") -> MediaType | None:
    """Identify the type of a file by its bytes; None where they are text (a page, a style sheet) or not known.

    The declared type and the address only tell files of WPS Office from those of Microsoft Office, which have the same
    bytes. The beginning alone serves too, but of ZIP and old Office files it tells no more than that.
    """
    if body.startswith((b"PK\3\4", b"PK\5\6")):
        return _identify_zip(body)
    if body.startswith(_OLE_MAGIC):
        return _identify_wps(declared.lower(), address) or _identify_ole(body)
    if _BEFORE_SVG.match(body) and not _HTML.search(body):  # pages begin with pictures, too
        return _SVG
    return next((found for beginning, found in _BEGINNINGS if beginning.match(body)), None)


def _identify_zip(body: bytes) -> MediaType:
    if body[30:38] == b"mimetype" and (named := re.match(rb"application/[\w.+-]{1,80}", body[38:130])):
        name = named[0].partition(b"PK")[0].decode("ascii")
        return MediaType(name, "an OpenDocument file" if "opendocument" in name else "an EPUB file")
    for entry in _iterate_zip_names(body):
        for beginning, found in _IN_ZIP:
            if entry.startswith(beginning):
                return found
    return _ZIP


def _iterate_zip_names(body: bytes) -> Iterator[bytes]:
    """The names in the directory at the end of a ZIP file; of one that is cut off, the first name alone."""
    end = body.rfind(b"PK\5\6")
    if end < 0 or end + _ZIP_END.size > len(body):
        length = int.from_bytes(body[26:28], "little")
        yield body[30 : 30 + length]
        return
    _, place = _ZIP_END.unpack_from(body, end)
    for _ in range(_MOST_ENTRIES):
        if place + 46 > end or body[place : place + 4] != b"PK\1\2":
            return
        _, name, extra, comment = _ZIP_ENTRY.unpack_from(body, place)
        yield body[place + 46 : place + 46 + name]
        place += 46 + name + extra + comment


def _identify_ole(body: bytes) -> MediaType:
    return next((found for stream, found in _IN_OLE if stream.encode("utf-16-le") in body), _OLE)


def _identify_wps(declared: str, address: str) -> MediaType | None:
    path = path_of(address).lower()
    for pattern, ending, kind, called in _WPS:
        if pattern.search(declared) or path.endswith(ending):
            return MediaType(f"application/wps-office.{kind}", called)
    return None
