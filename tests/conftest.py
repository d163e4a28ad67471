"""What several tests share: the command as its user runs it, and the archive of the demo site."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from cundang.model.page import Page
from demo.server import DemoServer

settings.register_profile("suite", deadline=None)  # no test of ours is about time: the machine may be busy
settings.load_profile("suite")

NOW = datetime(2026, 1, 1, tzinfo=UTC)
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


def rows(db: Path, sql: str, *bound: object) -> list[dict[str, Any]]:
    """What a query finds in an archive, each row by the names of its columns."""
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, bound)]


def page(body: str | bytes, content_type: str = "text/html", url: str = "http://example.org/a.html") -> Page:
    """A page as a server answers it; a string is sent as UTF-8."""
    return Page(url, NOW, 200, (("Content-Type", content_type),), body.encode() if isinstance(body, str) else body)


@contextmanager
def serving(db: Path, *options: str) -> Iterator[str]:
    """`archive serve` on a free port; its address, with a slash at the end."""
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(db), *options]
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


@pytest.fixture(scope="session")
def aged_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the demo site on its second day: articles edited, new and gone. To be read only."""
    from demo.second_day import second_day

    db = tmp_path_factory.mktemp("aged") / "archive.db"
    done = archive("demo", "--no-serve", "--db", db)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(db)) as connection:
        (url,) = connection.execute("SELECT url FROM articles LIMIT 1").fetchone()
    second_day(db, db.with_suffix(".warc"), "/".join(url.split("/")[:3]) + "/")
    return db


@pytest.fixture(scope="session")
def aged_web(aged_archive: Path) -> Iterator[str]:
    """The address at which the archive of the demo site's second day is served."""
    with serving(aged_archive) as address:
        yield address
