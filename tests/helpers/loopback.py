"""A server of loopback that answers as a test says and notes what it was asked, and crawls of it in processes of their own."""

import os
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from demo.site import make_demo_site
from scrapers.sources import Feed, JsonList, Links, Listing, Sitemap
from tests.helpers.programs import FORKS, Program

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
    """The address of an article of the old CMS, without its host."""
    return f"/2026-01/02/c_{1126000000 + number}.htm"


def listing(paths: list[str]) -> Answer:
    """A page that links others."""
    return 200, {"Content-Type": "text/html"}, "".join(f'<a href="{p}">x</a>' for p in paths).encode()


@dataclass
class Server:
    """`answers` by path, with its query or without: an answer, or a function of the request's handler that gives one, or None for its own writing."""

    answers: dict[str, Any]
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)  # a path, and what came with it
    served: list[tuple[float, float]] = field(default_factory=list)  # when each answer began and ended
    address: str = ""

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


class _Server(ThreadingHTTPServer):
    request_queue_size = 256  # a crowd of crawls connects at once: of five that wait, the system drops the sixth
    daemon_threads = True


@contextmanager
def answering(answers: dict[str, Any], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """The server on a free port."""
    state = Server(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement of its head

        posted = ""  # the body of a POST

        def do_POST(self) -> None:
            self.posted = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            state.posted.append((self.path, self.posted))
            self.do_GET()

        def do_GET(self) -> None:
            began = time.monotonic()
            self.answer()
            state.served.append((began, time.monotonic()))

        def answer(self) -> None:
            state.asked.append((time.monotonic(), self.path, dict(self.headers)))
            found = next(
                (state.answers[key] for key in (self.path, self.path.partition("?")[0], "*") if key in state.answers),
                None,
            )
            found = (404, {}, b"none") if found is None else found
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

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/"
    # Its loop looks whether it is to end every half second otherwise, and each test would wait for that.
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


_KINDS = {kind.__name__: kind for kind in (Listing, Links, Sitemap, Feed, JsonList)}


def _crawling(
    told: Connection, stderr: str, address: str, db: Path, start: str, kind: str, timeout: float,
    declared: dict[str, Any], options: dict[str, Any], settings: dict[str, Any], environment: dict[str, str],
    pauses: dict[int, float] | None,
) -> None:  # fmt: skip
    """The crawl's process: sends what the run reports; what it says goes to a file."""
    os.environ.update(environment)
    import scrapers.run
    import scrapers.settings
    import scrapers.walls

    scrapers.walls.PAUSES = pauses or scrapers.walls.PAUSES
    with Path(stderr).open("wb") as file:
        os.dup2(file.fileno(), 2)
    scrapers.settings.DOWNLOAD_TIMEOUT = timeout  # type: ignore[assignment]
    scrapers.settings.RETRY_TIMES = 0
    for name, value in settings.items():
        setattr(scrapers.settings, name, value)
    sources = (_KINDS[kind](name="start", url=start, evidence="seen 2026-11-28"),)
    site = replace(make_demo_site(address), **{"sources": sources, **declared})
    report = scrapers.run.crawl(site, db, db.with_suffix(".warc"), options=scrapers.run.Options(**options))
    told.send({name: getattr(report, name) for name in ("reason", "counts", "reasons", "unmet")})


def crawl(
    server: Server,
    db: Path,
    start: str = "",
    kind: str = "Listing",
    timeout: float = 3,
    declared: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
    pauses: dict[int, float] | None = None,
    **options: object,
) -> dict[str, Any]:
    """Crawl the server's start page as a site of the old CMS; what the run reports, and `error` where it said any.

    `declared` is what its module would say beside the source: hours, expect. `timeout` (seconds) is of each answer. `settings` replace some of
    the crawler's, `environment` what is in its environment besides, `pauses` those of scrapers.walls.
    """
    received, told = FORKS.Pipe(duplex=False)
    start = start or server.address
    with NamedTemporaryFile() as stderr, received:
        arguments = (
            told,
            stderr.name,
            server.address,
            db,
            start,
            kind,
            timeout,
            declared or {},
            options,
            settings or {},
            environment or {},
            pauses,
        )
        process = FORKS.Process(target=_crawling, args=arguments)
        process.start()
        told.close()
        process.join(120)
        assert process.exitcode is not None, "the crawl does not end"
        said = stderr.read().decode()
        if process.exitcode:
            return {"error": said}
        return {"stderr": said, **received.recv()}


@contextmanager
def crawling_slowly(db: Path, count: int) -> Iterator[tuple[Server, Program]]:
    """A server of so many articles, each of which takes a while, and `archive crawl` of it as an operator starts it."""
    many = [path(number) for number in range(count)]

    def slow(handler: object) -> object:
        time.sleep(0.05)
        return 200, {}, article(int(handler.path[-8:-4]))  # type: ignore[attr-defined]

    with answering({"/": listing(many), **dict.fromkeys(many, slow)}) as server:
        command = ("crawl", server.address, "--allow-private", "--delay", "0", "--db", db)
        with Program("archive", *command) as run:
            yield server, run
