"""Make the index of a WACZ: a line a record (CDXJ 0.1.0), sorted, by keys that replay tools look addresses up with."""

import heapq
import json
import posixpath
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Self
from urllib.parse import quote, unquote_to_bytes, urlsplit

from cundang.raw.pages import parse_record
from cundang.raw.reader import RawRecord
from cundang.text.address import is_web

INDEXED = ("response", "resource", "revisit")  # types of records that answer for an address
_MOST_HELD = 32 << 20  # bytes of lines that are sorted in memory
_MOST_UNQUOTED = 8  # times that an address may be percent-encoded upon itself
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "#%")
_WWW = re.compile(r"www\d*\.")
_SLASHES = re.compile("/{2,}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r"(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}")
_END_OF_TYPE = re.compile(r"[;\s]")


def make_key(url: str) -> str:
    """Make the key of an address, by which records are sorted and looked up (SURT).

    The host is reversed, without www and default port; the rest is lower case, without a slash at its end, the query
    sorted and without session ids. The CDXJ specification says less; pywb and py-wacz have keys of this form.

    >>> make_key("https://www.Example.com.cn:443/A//b/?k=2&b=1#top")
    'cn,com,example)/a/b?b=1&k=2'
    """
    if not is_web(url):
        return _encode(url)
    parts = urlsplit(url)
    host = _encode_host(parts.hostname or "").strip(".")
    labels = [label for label in _WWW.sub("", host, count=1).split(".") if label]
    port = f":{parts.port}" if parts.port not in (None, _DEFAULT_PORTS[parts.scheme]) else ""
    path = posixpath.normpath(_SLASHES.sub("/", _encode(parts.path) or "/"))
    parameters = [item for item in _encode(parts.query).split("&") if not _SESSION.fullmatch(item)]
    query = "&".join(sorted(parameters, key=lambda item: item.partition("=")[::2]))
    return f"{','.join(reversed(labels))}{port}){path}{'?' if query else ''}{query}"


def _encode_host(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return _encode(host)


def _encode(text: str) -> str:
    """Bring percent-encoding into one form, and letters to lower case."""
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(_MOST_UNQUOTED):
        plain = unquote_to_bytes(data)
        if plain == data:
            break
        data = plain
    return quote(data, safe=_PRINTABLE).lower()


def make_line(record: RawRecord, offset: int, warc_file: str) -> str:
    """Make the line of a record that stands at an offset of a file in archive/. It must have a date."""
    answer = parse_record(record)
    media_type = answer.header("content-type") if answer else record.header("content-type")
    is_revisit = record.record_type == "revisit"
    about = {
        "url": record.url,
        "mime": "warc/revisit" if is_revisit else _END_OF_TYPE.split(media_type.strip(), maxsplit=1)[0] or "unk",
        "status": answer.status if answer else 200,
        "digest": record.header("warc-payload-digest") or "-",
        "length": record.end - record.offset,
        "offset": offset,
        "filename": warc_file,
    }
    assert record.date is not None
    return f"{make_key(record.url)} {record.date:%Y%m%d%H%M%S} {json.dumps(about)}\n"


class SortedLines:
    """Lines sorted by their bytes, most of them on the disk: in files of a folder that have no names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[bytes] = []
        self._held_size = self.size = 0  # bytes
        self._sorted: list[BinaryIO] = []
        self._files = ExitStack()

    def add(self, line: str) -> None:
        """Add a line, with its end."""
        data = line.encode()
        self._held.append(data)
        self._held_size += len(data)
        self.size += len(data)
        if self._held_size > _MOST_HELD:
            file = self._files.enter_context(TemporaryFile(dir=self._folder))  # noqa: SIM115 - closed with the others
            file.writelines(sorted(self._held))
            file.seek(0)
            self._sorted.append(file)
            self._held, self._held_size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        return heapq.merge(sorted(self._held), *self._sorted)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()
