"""Replay a WACZ with ReplayWeb.page in a headless Chromium, for `make proof-tools`.

Its two scripts come with npm into a temporary folder (AGPL-3; never imported, in no lock). They read the WACZ over HTTP
by ranges of bytes, as they would on any web server.
"""

import re
import shutil
import tarfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Error, Frame, Page, sync_playwright

PACKAGE = "replaywebpage@2.4.6"
NEEDED = ("npm", "chromium")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_WAIT = 15_000  # milliseconds, for the service worker to start and read the WACZ
_VIEW = """<script src="replay/ui.js"></script>
<replay-web-page source="{address}a.wacz" replayBase="/replay/" embed="replayonly" url="{url}" ts="{timestamp}"
  style="height: 600px"></replay-web-page>"""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the range of its bytes that is asked for."""
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if wanted is None or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        start = int(wanted[1]) if wanted[1] else len(data) - int(wanted[2])
        end = min(len(data), int(wanted[2]) + 1) if wanted[1] and wanted[2] else len(data)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        self.wfile.write(data[start:end])

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The browser breaks connections off as it likes."""


def unpack(packed: Path, wacz: Path, folder: Path) -> None:
    """Lay out what is served: the scripts of the npm package, and the WACZ."""
    (folder / "replay").mkdir(parents=True)
    with tarfile.open(packed) as tar:
        for name in ("ui.js", "sw.js"):
            file = tar.extractfile(f"package/{name}")
            assert file is not None
            (folder / "replay" / name).write_bytes(file.read())
    shutil.copy(wacz, folder / "a.wacz")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; the address. A browser allows service workers on `localhost` without TLS."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _open(page: Page, address: str, folder: Path, url: str, timestamp: str) -> tuple[Frame, str] | None:
    """Show one page with ReplayWeb.page: the frame that it stands in, and what its address begins with."""
    (folder / "index.html").write_text(_VIEW.format(address=address, url=url, timestamp=timestamp), encoding="utf-8")
    for _ in range(2):  # the service worker that the first visit installs may not answer it yet
        page.goto(f"{address}index.html")
        for _ in range(_WAIT // 100):
            page.wait_for_timeout(100)
            for frame in page.frames:
                if found := re.match(r"(.*/replay/w/[^/]+/).*mp_/", frame.url):
                    frame.wait_for_load_state("networkidle")  # or the application goes there once more
                    return frame, found[1]
    return None


def find_not_replayed(folder: Path, wanted: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Ask for each address as it was at a time; those whose page comes without its title.

    The first must be of pages.jsonl: the application opens it, and of an address it opens what is listed there.
    """
    missing = []
    with serving(folder) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = _open(browser.new_page(), address, folder, wanted[0][1], wanted[0][0])
        if opened is None:
            return list(wanted)
        frame, before = opened
        for timestamp, url, title in wanted:
            try:
                answer = frame.goto(f"{before}{timestamp}mp_/{url}", wait_until="domcontentloaded")
                is_there = answer is not None and answer.ok and timestamp in frame.url and title in frame.content()
            except Error:
                is_there = False
            if not is_there:
                missing.append((timestamp, url, title))
        browser.close()
    return missing
