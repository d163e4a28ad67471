"""A loopback server that answers as a test says, notes what it was asked, and a crawl of it in a process of its own."""

import json
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

Answer = tuple[int, dict[str, str], bytes]
PARAGRAPH = "清淀新区的芦苇今年长得很好，沿着苇海路一路走去，处处都能看见来观鸟的游人和摄影的老人，他们说这里的水比往年清了许多。"


def article(number: int, text: str = PARAGRAPH, title: str = "", more: str = "") -> bytes:
    """A page in the markup of the old CMS."""
    title = title or f"清淀新区第{number}号消息"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="h-title">{title}</div>'
        f'<div class="h-info"><span class="h-time">2026-01-02 08:00:00</span> 来源：<em id="source">新华社</em></div>'
        f'<div id="p-detail"><p>{text}第{number}篇。</p><p>{PARAGRAPH}</p></div>{more}</body></html>'
    ).encode()


def path(number: int) -> str:
    return f"/2026-01/02/c_{1126000000 + number}.htm"


def listing(paths: list[str]) -> Answer:
    return 200, {"Content-Type": "text/html"}, "".join(f'<a href="{p}">x</a>' for p in paths).encode()


@dataclass
class Server:
    """`answers` by path: an answer, or a function of the request's headers that gives one, or None for its own writing."""

    answers: dict[str, Any]
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@contextmanager
def serving(answers: dict[str, Any], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    state = Server(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.asked.append((time.monotonic(), self.path, dict(self.headers)))
            found = state.answers.get(self.path, state.answers.get("*", (404, {}, b"none")))
            if callable(found):
                found = found(self)
            if found is None:
                self.close_connection = True
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if status != 304:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


_CRAWL = """
import json, sys
from pathlib import Path
from dataclasses import replace
from demo.site import demo_site
from scrapers.discover import *
from scrapers.run import Options, crawl
from scrapers.site import Expect
address, db, kind, start, timeout, options, declared = sys.argv[1:8]
import scrapers.settings
scrapers.settings.DOWNLOAD_TIMEOUT = float(timeout)
scrapers.settings.RETRY_TIMES = 0
source = {"Listing": Listing, "Sitemap": Sitemap, "Feed": Feed, "JsonList": JsonList}[kind](name="start", url=start)
declared = json.loads(declared)
if "hours" in declared: declared["hours"] = tuple(declared["hours"])
if "expect" in declared: declared["expect"] = Expect(**declared["expect"])
site = replace(demo_site(address), sources=(source,), **declared)
report = crawl(site, Path(db), Path(db).with_suffix(".warc"), options=Options(**json.loads(options)))
print(json.dumps({"reason": report.reason, "counts": report.counts, "reasons": report.reasons, "below": report.below}))
"""


def crawl(
    server: Server,
    db: Path,
    start: str = "",
    kind: str = "Listing",
    timeout: float = 3,
    declared: dict[str, Any] | None = None,
    **options: object,
) -> dict[str, Any]:
    """Crawl the server's start page as a site of the old CMS; what the run reports, and `error` where it said any.

    `declared` is what its module would say beside the source: hours, expect.
    """
    command = [sys.executable, "-c", _CRAWL, server.address, db, kind, start or server.address, timeout]
    done = subprocess.run(
        [*map(str, command), json.dumps(options), json.dumps(declared or {})],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        return {"error": done.stderr}
    return {"stderr": done.stderr, **json.loads(done.stdout.splitlines()[-1])}


def rows(db: Path, sql: str, *bound: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    try:
        found = connection.execute(sql, bound).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


Writer = Callable[[BaseHTTPRequestHandler], Answer | None]
