"""aiohttp's connection, with heads of answers mended that its parser refuses and browsers read.

The parser (llhttp) ends an answer at a header whose name is no token, or that says its length twice. One such line must
not cost a page, so it gets the head without them, and the head as it arrived is kept for the record.
"""

import re
from http import HTTPStatus

from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from scrapy.core.downloader.handlers._aiohttp import _ClientResponse

LONGEST_HEAD = 1 << 18  # bytes; of a longer one the parser says what is wrong
_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSENDABLE = re.compile(rb"[\r\0]")
_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")


class LenientProtocol(ResponseHandler):
    """A connection that gives its parser mended heads. `head` is the last one as it arrived, b"" before."""

    head = b""
    _arriving: bytearray | None = None  # the head of an answer, until its end has arrived

    def set_response_params(self, **params: object) -> None:
        """Expect an answer, whose head comes first."""
        self._arriving = bytearray()
        super().set_response_params(**params)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """Give bytes to the parser, those of a head once all of it is there."""
        while self._arriving is not None and data:
            start = max(0, len(self._arriving) - len(b"\r\n\r"))
            self._arriving += data
            end = _END.search(self._arriving, start)
            if end is None:
                if len(self._arriving) > LONGEST_HEAD:
                    self._flush()
                return
            self.head, data = bytes(self._arriving[: end.end()]), bytes(self._arriving[end.end() :])
            is_interim = (status := _STATUS.match(self.head)) is not None and status[1][:1] == b"1"
            is_last = not is_interim or int(status[1] if status else 0) == HTTPStatus.SWITCHING_PROTOCOLS
            self._arriving = None if is_last else bytearray()
            super().data_received(mend_head(self.head))
        if data or self._arriving is None:
            super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Let the parser see what arrived of a head that was cut off."""
        self._flush()
        super().connection_lost(exc)

    def _flush(self) -> None:
        arrived, self._arriving = self._arriving, None
        if arrived:
            super().data_received(bytes(arrived))


class ResponseWithHead(_ClientResponse):
    """An answer with its head as it arrived."""

    head = b""

    async def start(self, connection: Connection) -> "ResponseWithHead":
        protocol = connection.protocol  # the connection has none when the answer is already complete
        await super().start(connection)
        self.head = getattr(protocol, "head", b"")
        return self


def mend_head(head: bytes) -> bytes:
    """Mend the head of an answer as browsers read it; one without such faults stays as it is.

    A header without a name that is a token is left out; a length is said once, and not beside a transfer encoding
    (RFC 9112, 6.3). Lengths that differ are left: which one is right, nobody knows.
    """
    first, *lines = _LINE.split(head.strip(b"\r\n"))
    kept: list[tuple[bytes, bytes]] = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and kept:
            kept[-1] = (kept[-1][0], kept[-1][1] + b" " + line.strip())
        elif colon and _TOKEN.fullmatch(name.strip(b" \t")):
            kept.append((name.strip(b" \t"), _UNSENDABLE.sub(b" ", value).strip(b" \t")))
    lengths = {part.strip() for name, value in kept if name.lower() == b"content-length" for part in value.split(b",")}
    codings = [value.lower() for name, value in kept if name.lower() == b"transfer-encoding"]
    if set(codings) == {b"identity"}:
        kept = [(name, value) for name, value in kept if name.lower() != b"transfer-encoding"]
        codings = []
    if codings or len(lengths) == 1:
        kept = [(name, value) for name, value in kept if name.lower() != b"content-length"]
        if not codings and lengths != {b""}:
            kept.append((b"Content-Length", lengths.pop()))
    return b"".join(line + b"\r\n" for line in (first, *(b": ".join(pair) for pair in kept))) + b"\r\n"
