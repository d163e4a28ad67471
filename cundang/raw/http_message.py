"""Parse an HTTP answer as it stands in a record: heads of any server and crawler, headers in any bytes."""

import re
from dataclasses import dataclass

_STATUS_LINE = re.compile(rb"(?i)\A[\r\n]*(?:HTTP/?|ICY\b|SHOUTCAST/)[^\s]*[ \t]+(\d{3})(?!\d)[ \t]*([^\r\n]*)")
_HEADER = re.compile(rb"\A[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:[ \t]*[^\r\n]{0,2000}\r?\n")
_END = re.compile(rb"\r{0,9}\n\r{0,9}\n|\r\r(?!\n)")
_LINE = re.compile(rb"\r{0,9}\n|\r")
_LONGEST_HEAD = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP answer: its head, and its body as it stands, encodings not undone.

    Names and values of headers have a character for each byte (Latin-1), so no byte is lost. `status` is 0 where the
    status line gives none.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header, by its name in lower case; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def parse_answer(block: bytes) -> HttpAnswer:
    """Parse the block of a `response` record.

    Lines may end in CRLF or LF. A line that is no header is passed over. A block without a status line is a body
    alone, as HTTP/0.9 sends it, or begins with its headers.
    """
    line = _STATUS_LINE.match(block)
    if line is None and not _HEADER.match(block):
        return HttpAnswer(200, "", (), block)
    end = _END.search(block, line.end() if line else 0, _LONGEST_HEAD)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block[:_LONGEST_HEAD], b"")
    status, reason, start = (int(line[1]), line[2], line.end()) if line else (200, b"", 0)
    return HttpAnswer(status, reason.decode("latin-1").strip(), tuple(_parse_headers(head[start:])), body)


def _parse_headers(lines: bytes) -> list[tuple[str, str]]:
    headers: list[tuple[str, list[str]]] = []  # each with the parts of its value
    for line in _LINE.split(lines):
        if line[:1] in (b" ", b"\t") and headers:  # folded, as older servers do (RFC 9112, 5.2)
            headers[-1][1].append(line.strip().decode("latin-1"))
            continue
        name, colon, value = (part.strip().decode("latin-1") for part in line.partition(b":"))
        if colon and name:
            headers.append((name, [value]))
    return [(name, " ".join(parts)) for name, parts in headers]
