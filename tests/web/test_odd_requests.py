"""Requests that no browser makes: odd hosts and cookies; what is told of them to caches."""

import re
import socket
from urllib.parse import urlsplit

import pytest

from tests.web.test_web_pages import get

COOKIES = b"Cookie: lang=en\r\nCookie: \xff\xfe=\xff"


def send(web: str, request: bytes) -> str:
    """Send the bytes of a request; returns the whole answer."""
    host, _, port = urlsplit(web).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request + b"\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(1 << 16), b"")).decode("utf-8", "replace")


@pytest.mark.parametrize("host", [b"[::1", b'"><script>x</script>', b"a b", b"a@b", b"example.org/x?y"])
def test_a_host_that_is_no_name_is_refused(aged_web: str, host: bytes) -> None:
    for path in (b"articles/1", b"articles.json?_size=1", b"articles/1/cite.ris"):
        answer = send(aged_web, b"GET /archive/" + path + b" HTTP/1.1\r\nHost: " + host)
        assert answer.startswith("HTTP/1.1 400"), path
        assert "<script>x" not in answer


@pytest.mark.parametrize("host", [b"example.org:8001", b"[::1]:80", b"localhost", b"x_y.lan"])
def test_a_host_that_is_one_is_answered(aged_web: str, host: bytes) -> None:
    assert f'rel="canonical" href="http://{host.decode()}/archive/articles/1"' in send(
        aged_web, b"GET /archive/articles/1 HTTP/1.1\r\nHost: " + host
    )


def test_cookies_of_other_services_are_no_error(aged_web: str) -> None:
    answer = send(aged_web, b"GET /about HTTP/1.1\r\nHost: a\r\n" + COOKIES)
    assert answer.startswith("HTTP/1.1 200")
    assert '<html lang="en">' in answer  # the one that can be read counts


def test_a_cache_is_told_what_an_answer_depends_on_when_it_is_not_sent_again(aged_web: str) -> None:
    url = f"{aged_web}archive/articles/1.json"
    tag = get(url)[1]["etag"]
    status, headers, _ = get(url, If_None_Match=tag)
    assert status == 304
    assert {*re.split(", ?", headers["vary"])} >= {"Accept-Language", "Cookie"}


@pytest.mark.parametrize("folder", [b"assets", b"-/static"])
def test_a_file_whose_name_is_too_long_for_any_is_not_found(aged_web: str, folder: bytes) -> None:
    answer = send(aged_web, b"GET /" + folder + b"/" + 3_000 * b"a" + b" HTTP/1.1\r\nHost: a")
    assert answer.startswith("HTTP/1.1 404")
