"""What several tests share: the command as its user runs it, and the archive of the demo site."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.server import DemoServer

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def shared(path: str) -> Path:
    """A file or folder of other people's pages beside the checkout; the test is skipped by name where it is missing."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs ../shared/{path}, which lies beside the checkout in CI")
    return found


def archive(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The command `archive`, run as its user does. The result has returncode, stdout and stderr."""
    command = [sys.executable, "-m", "archive", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, cwd=ROOT, **options)


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """`archive serve` on a free port; its address, with a slash at the end."""
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


@contextmanager
def demo_site_on(day: int = 1, port: int = 0) -> Iterator[DemoServer]:
    """The demo site on a free port of loopback."""
    server = DemoServer(port, day)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the demo site. To be read only: all tests have the same one."""
    db = tmp_path_factory.mktemp("demo") / "archive.db"
    done = archive("demo", "--no-serve", "--db", db)
    assert done.returncode == 0, done.stderr
    return db


@pytest.fixture(scope="session")
def web(demo_archive: Path) -> Iterator[str]:
    """The address at which the archive of the demo site is served."""
    with serving(demo_archive) as address:
        yield address
