"""Serve the demo site on loopback, with ETag, Last-Modified, charset and gzip."""

import gzip
import hashlib
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo.pages import Answer, make_answer

HOST = "127.0.0.1"
_GZIP_FROM = 500  # bytes


class _Handler(BaseHTTPRequestHandler):
    server: "DemoServer"
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: two would wait 40 ms (Nagle's algorithm and delayed ACK)
    server_version = "demo"
    sys_version = ""

    def do_GET(self) -> None:
        """Send the answer, or 304 where the client has it already."""
        host = self.headers.get("Host") or f"{HOST}:{self.server.server_port}"
        found = self.server.answer(self.path, f"http://{host}")
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:20]}"'
        if found.status == 200 and self._is_known(etag, found):
            self._send(304, found, etag, b"")
            return
        body = found.body
        is_zipped = len(body) >= _GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", "")
        self._send(found.status, found, etag, gzip.compress(body, 6, mtime=0) if is_zipped else body, is_zipped)

    do_HEAD = do_GET

    def _is_known(self, etag: str, found: Answer) -> bool:
        if tags := self.headers.get("If-None-Match"):
            return etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return found.modified.replace(microsecond=0) <= since

    def _send(self, status: int, found: Answer, etag: str, body: bytes, is_zipped: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", found.media_type)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", format_datetime(found.modified.astimezone(UTC), usegmt=True))
        self.send_header("Cache-Control", "max-age=0")
        self.send_header("Vary", "Accept-Encoding")
        if found.location:
            self.send_header("Location", found.location)
        if is_zipped:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing; the crawler records its requests."""


class DemoServer(ThreadingHTTPServer):
    """The demo site on a port of loopback (0: any that is free), as it looks on a day."""

    daemon_threads = True

    def __init__(self, port: int = 0, day: int = 1) -> None:
        super().__init__((HOST, port), _Handler)
        self.day = day

    def answer(self, path: str, base: str) -> Answer:
        """The answer to a request for a path; `base` is the address that it was sent to, without a slash at the end."""
        return make_answer(path, base, self.day)

    @property
    def address(self) -> str:
        """The site's address, with a slash at the end."""
        return f"http://{HOST}:{self.server_port}/"
