"""Heads in bytes: what arrived is written, and what is no longer true of the body is put aside."""

from dataclasses import replace

import pytest

from cundang.raw.exchange import Headers, format_head, format_status_line, make_exchange, tell_truth
from tests.helpers.pages import page

TRUE: Headers = ((b"content-TYPE", b"text/html"), (b"Content-Length", b"5"), (b"Server", "网站".encode("gbk")))


def test_a_head_that_is_true_stays_as_it_is() -> None:
    assert tell_truth(TRUE, 200, 5) == TRUE
    assert tell_truth((), 200, 5) == ()


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ("Transfer-Encoding: chunked", "X-Archive-Orig-Transfer-Encoding: chunked|Content-Length: 5"),
        (
            "transfer-encoding: gzip, Chunked|A: b",
            "X-Archive-Orig-transfer-encoding: gzip, Chunked|A: b|Transfer-Encoding: gzip|Content-Length: 5",
        ),
        (
            "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
            "X-Archive-Orig-Transfer-Encoding: chunked|X-Archive-Orig-Transfer-Encoding: chunked|Content-Length: 5",
        ),
        ("Transfer-Encoding: identity", "X-Archive-Orig-Transfer-Encoding: identity|Content-Length: 5"),
        ("Content-Length: 9", "X-Archive-Orig-Content-Length: 9|Content-Length: 5"),
        (
            "Content-Length: 5|Content-Length: 5",
            "X-Archive-Orig-Content-Length: 5|X-Archive-Orig-Content-Length: 5|Content-Length: 5",
        ),
        ("Content-Encoding: gzip", "Content-Encoding: gzip"),
    ],
)
def test_what_is_not_true_of_the_body_is_put_aside(headers: str, told: str) -> None:
    pairs = tuple((name, value) for name, _, value in (line.encode().partition(b": ") for line in headers.split("|")))
    assert "|".join(f"{n.decode()}: {v.decode()}" for n, v in tell_truth(pairs, 200, 5)) == told


def test_an_answer_without_a_body_may_say_how_long_the_page_is() -> None:
    length = ((b"Content-Length", b"900"),)
    assert tell_truth(length, 304, 0) == length


def test_no_value_ends_the_head() -> None:
    head = format_head(b"HTTP/1.1 200 OK", [(b"A", b"b\r\n\r\nInjected: c"), (b"D", b"\xd6\xd0")])
    assert head == b"HTTP/1.1 200 OK\r\nA: b Injected: c\r\nD: \xd6\xd0\r\n\r\n"


def test_an_answer_that_another_crawler_kept() -> None:
    kept = replace(page(b"body", status=404), headers=(("X", "\xd6\xd0"), ("标", "题")))
    exchange = make_exchange(kept)
    assert exchange.head.startswith(b"HTTP/1.1 404 Not Found\r\nX: \xd6\xd0\r\n" + "标: 题\r\n".encode())
    assert (exchange.request, exchange.body) == (b"", b"body")
    assert format_status_line(799) == b"HTTP/1.1 799 "
