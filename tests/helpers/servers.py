"""Servers of ours on free ports of loopback: `archive serve`, and the demo site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.server import DemoServer
from tests.helpers.programs import Program


@contextmanager
def serving(db: Path, *options: str) -> Iterator[str]:
    """`archive serve` on a free port; its address, with a slash at the end."""
    with Program("archive", "serve", "--port", "0", "--db", db, *options) as server:
        yield server.first_line()


@contextmanager
def demo_site_on(day: int = 1, port: int = 0) -> Iterator[DemoServer]:
    """The demo site as it is on a day."""
    server = DemoServer(port, day)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
