"""An answer of a server with its request, as a WARC record has them: heads in bytes, true of the body."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from cundang.model.page import Page

Headers = tuple[tuple[bytes, bytes], ...]
ORIGINAL = b"X-Archive-Orig-"  # what pywb and Browsertrix put before a header that is no longer true of the body
_LINE_END = re.compile(rb"[\r\n]+[ \t]*")
_NO_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer with its request: what a page is made of before its content encoding is undone.

    `request` and `head` are the heads of the two, from the first line to the empty one; `request` is b"" where it is
    not known. `body` is as it stood on the wire, but for its chunks, which clients join.
    """

    request: bytes
    head: bytes
    body: bytes


def make_exchange(page: Page) -> Exchange:
    """Make the exchange of an answer that another crawler kept; its request is not known."""
    headers = [(_encode(name), _encode(value)) for name, value in page.headers]
    return Exchange(b"", format_head(format_status_line(page.status), headers), page.body)


def _encode(text: str) -> bytes:
    """Encode text that has a character for each byte, as a page's headers have; other text as UTF-8."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def format_head(first_line: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write the head of an HTTP message. Line ends within a value become blanks (RFC 9112, 5.2)."""
    lines = [first_line, *(name + b": " + value for name, value in headers)]
    return b"".join(_LINE_END.sub(b" ", line) + b"\r\n" for line in lines) + b"\r\n"


def format_status_line(status: int, protocol: bytes = b"HTTP/1.1") -> bytes:
    """Write a status line with the standard reason phrase, where the server's own is not known."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    return b"%s %d %s" % (protocol, status, phrase.encode())


def tell_truth(headers: Headers, status: int, size: int) -> Headers:
    """Make headers as they arrived true of a body of `size` bytes, whose chunks the client has joined.

    `Transfer-Encoding: chunked` becomes `X-Archive-Orig-Transfer-Encoding`, and so does a Content-Length that is not
    the body's; the body's own length is added (RFC 9112, 7.1.3). All other headers stay as they are.
    """
    codings = _split(headers, b"transfer-encoding")
    lengths = [value.strip() for name, value in headers if name.lower() == b"content-length"]
    length = b"%d" % size
    is_true = status in _NO_BODY or all(value == length for value in lengths)
    undone = {b"transfer-encoding"} if codings else set()
    if not is_true or len(lengths) > 1:
        undone.add(b"content-length")
    told = [(ORIGINAL + name if name.lower() in undone else name, value) for name, value in headers]
    left = [coding for coding in codings if coding.lower() not in (b"chunked", b"identity")]
    if left:
        told.append((b"Transfer-Encoding", b", ".join(left)))
    if b"content-length" in undone or (codings and not lengths):
        told.append((b"Content-Length", length))
    return tuple(told)


def _split(headers: Headers, name: bytes) -> list[bytes]:
    values = b",".join(value for key, value in headers if key.lower() == name)
    return [coding for part in values.split(b",") if (coding := part.strip())]
