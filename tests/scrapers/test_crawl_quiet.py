"""The log of a crawl is quiet: whatever a server sends, each line is short, and it says what it is about."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrapers.quiet_log import QuietLog
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, crawl, listing, path
from tests.helpers.programs import archive
from tests.scrapers.test_crawl_raw import sending

LONGEST = 500  # characters of a line
FLOOD = b"a" * 60_000
PAUSES = ("reason of a pause",)
FAR = f"/2026-01/02/{'x' * 1900}"


def cut(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nnot all")


def head(*lines: bytes, body: bytes = b"") -> Callable[[Any], None]:
    return sending(b"\n".join((*lines, b"Connection: close")), body)


HOSTILE: dict[str, Any] = {
    "reason": head(b"HTTP/1.1 404 " + FLOOD),
    "reason of a pause": head(b"HTTP/1.1 503 \x1b[31m" + FLOOD, b"Retry-After: 0"),
    "no status": head(FLOOD),
    "status": head(b"HTTP/9.9 9999 " + FLOOD),
    "header": head(b"HTTP/1.1 200 OK", b"X: " + FLOOD * 3, body=article(1)),
    "headers": head(b"HTTP/1.1 200 OK", *[b"%d: %d" % (n, n) for n in range(9999)], body=article(2)),
    "a name": head(b"HTTP/1.1 200 OK", FLOOD + b": x", body=article(3)),
    "length": head(b"HTTP/1.1 200 OK", b"Content-Length: 99999999999"),
    "no length": head(b"HTTP/1.1 200 OK", b"Content-Length: " + FLOOD),
    "encoding": head(b"HTTP/1.1 200 OK", b"Content-Encoding: " + FLOOD, body=article(4)),
    "type": head(b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=" + FLOOD, body=article(5)),
    "cookies": head(b"HTTP/1.1 200 OK", b"Set-Cookie: " + FLOOD, b"Set-Cookie: a b=\x01; " + FLOOD, body=article(6)),
    "location": head(b"HTTP/1.1 302 Found", b"Location: http://[" + FLOOD),
    "location far away": head(b"HTTP/1.1 302 Found", b"Location: ftp://a.cn/\x1b[2J" + FLOOD),
    "location to itself": head(b"HTTP/1.1 302 Found", b"Location: " + FAR.encode(), b"Set-Cookie: a=" + FLOOD),
    "retry after": head(b"HTTP/1.1 503 Busy", b"Retry-After: " + b"9" * 60_000),
    "cut": cut,
    "closed": lambda handler: None,
    "chunk": head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked", body=FLOOD),
    "coding": head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: " + FLOOD, body=b"x"),
    "gzip": head(b"HTTP/1.1 200 OK", b"Content-Encoding: gzip", body=FLOOD),
    "title": (200, {}, article(7, title="题\x1b[31m" * 20_000)),
    "title alone": (200, {}, b"<title>" + FLOOD * 10),
    "bytes": (200, {}, bytes(range(256)) * 1000),
}


def check_lines(said: str) -> None:
    long = [line[:200] for line in said.splitlines() if len(line) > LONGEST]
    assert long == []
    assert "Traceback" not in said
    assert "\x1b" not in said


def test_articles_of_a_hostile_server_are_told_in_short_lines(tmp_path: Path) -> None:
    """All in one crawl, at addresses of 2,000 characters, with all that is logged at each try."""
    db, ends = tmp_path / "a.db", (*PAUSES, "retry after")  # each ends the run
    order = [*(name for name in HOSTILE if name not in ends), "retry after"]
    answers = {f"{FAR}{number}": HOSTILE[name] for number, name in enumerate(order)}
    with answering({"/": listing([path(9), *answers]), **answers, path(9): (200, {}, article(9))}) as server:
        done = crawl(server, db, timeout=1, declared={"article": "2026"}, settings={"RETRY_TIMES": 1})
        assert {*answers} <= {*server.paths()}
    assert done["reason"] == "asked_to_wait"
    assert done["counts"]["new"] > 1
    assert done["stderr"].count("Gave up retrying") > 5
    check_lines("\n".join((done["stderr"], done["reason"], *done["reasons"].values())))
    check_lines("\n".join(reason for (reason,) in rows(db, "SELECT reason FROM problems")))
    check_lines("\n".join(error or "" for (error,) in rows(db, "SELECT error FROM urls")))


ROBOTS: dict[str, Any] = {
    "rules": (200, {}, b"User-agent: *\nDisallow: /" + FLOOD + b"\nCrawl-delay: " + FLOOD + b"\nSitemap: " + FLOOD),
    "no status": head(FLOOD),
    "location": head(b"HTTP/1.1 302 Found", b"Location: ftp://a.cn/\x1b[2J" + FLOOD),
}
NONE = (404, {}, b"")


@pytest.mark.parametrize(
    ("robots", "answer"),
    [
        *(
            (NONE, HOSTILE[name])
            for name in (*PAUSES, "location far away", "no status", "length", "title", "retry after")
        ),
        *((each, NONE) for each in ROBOTS.values()),
    ],
)
def test_a_list_of_a_hostile_server_is_told_in_short_lines(tmp_path: Path, robots: Any, answer: Any) -> None:
    """By the command, whose site is an address of 2,000 characters."""
    with answering({"*": answer, "/robots.txt": robots}) as server:
        command = ("crawl", server.address[:-1] + FAR, "--allow-private", "--delay", "0", "--db", tmp_path / "a.db")
        done = archive(*command)
    assert done.returncode in (2, 3)  # 2: the guard refuses where it leads
    assert " gave nothing: " in done.stderr
    check_lines(done.stdout + done.stderr)


def test_a_traceback_is_short_too() -> None:
    try:
        int("x" * 999)
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "f", 1, "%s\n\x1b", ("y" * 9999,), sys.exc_info())
    assert QuietLog().filter(record)
    said = logging.Formatter().format(record)
    assert max(map(len, said.splitlines())) <= 400
    assert "ValueError: invalid literal" in said
    assert said.startswith("yyy")
