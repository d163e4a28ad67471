"""A loopback server that answers as a test says, notes what it was asked, and a crawl of it in a process of its own."""

import multiprocessing
import os
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from demo.site import make_demo_site
from scrapers.discover import Feed, JsonList, Links, Listing, Sitemap
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


_FORKS = multiprocessing.get_context("forkserver")  # a second to load Scrapy is spent once, not for every crawl
_FORKS.set_forkserver_preload(["tests.hostile", "scrapers.run", "demo.site"])
_KINDS = {kind.__name__: kind for kind in (Listing, Links, Sitemap, Feed, JsonList)}


def _crawling(
    told: Connection,
    stderr: str,
    address: str,
    db: Path,
    start: str,
    kind: str,
    timeout: float,
    declared: dict[str, Any],
    options: dict[str, Any],
) -> None:
    """The crawl's process: sends what the run reports; what it says goes to a file."""
    import scrapers.run
    import scrapers.settings

    with Path(stderr).open("wb") as file:
        os.dup2(file.fileno(), 2)
    scrapers.settings.DOWNLOAD_TIMEOUT = timeout  # type: ignore[assignment]
    scrapers.settings.RETRY_TIMES = 0
    site = replace(make_demo_site(address), sources=(_KINDS[kind](name="start", url=start),), **declared)
    report = scrapers.run.crawl(site, db, db.with_suffix(".warc"), options=scrapers.run.Options(**options))
    told.send({name: getattr(report, name) for name in ("reason", "counts", "reasons", "unmet")})


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
    received, told = _FORKS.Pipe(duplex=False)
    with NamedTemporaryFile() as stderr, received:
        arguments = (
            told,
            stderr.name,
            server.address,
            db,
            start or server.address,
            kind,
            timeout,
            declared or {},
            options,
        )
        process = _FORKS.Process(target=_crawling, args=arguments)
        process.start()
        told.close()
        process.join(120)
        assert process.exitcode is not None, "the crawl does not end"
        said = stderr.read().decode()
        if process.exitcode:
            return {"error": said}
        return {"stderr": said, **received.recv()}


@contextmanager
def crawling_slowly(db: Path, count: int) -> Iterator[tuple[Server, "subprocess.Popen[str]"]]:
    """A server of so many articles, each of which takes a while, and `archive crawl` of it as an operator starts it."""
    many = [path(number) for number in range(count)]

    def slow(handler: object) -> object:
        time.sleep(0.05)
        return 200, {}, article(int(handler.path[-8:-4]))  # type: ignore[attr-defined]

    with serving({"/": listing(many), **dict.fromkeys(many, slow)}) as server:
        command = [
            sys.executable,
            "-m",
            "archive",
            "crawl",
            server.address,
            "--allow-private",
            "--delay",
            "0",
            "--db",
            str(db),
        ]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as run:  # type: ignore[call-overload]
            try:
                yield server, run
            finally:
                run.kill()


def rows(db: Path, sql: str, *bound: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    try:
        found = connection.execute(sql, bound).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


Writer = Callable[[BaseHTTPRequestHandler], Answer | None]
