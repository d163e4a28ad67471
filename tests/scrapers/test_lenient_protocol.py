"""Heads that aiohttp's parser refuses, as they come to it; whole crawls of them are in test_crawl_raw.py."""

import asyncio
from typing import Any

import pytest
from aiohttp import ServerDisconnectedError
from aiohttp.http_exceptions import HttpProcessingError
from hypothesis import given
from hypothesis import strategies as st

from scrapers.lenient_protocol import LONGEST_HEAD, LenientProtocol, mend_head

USUAL = b"HTTP/1.1 200 OK\r\nserver: x\r\nSet-Cookie: a=\xd6\xd0; path=/\r\nContent-Length: 5\r\n\r\n"


@pytest.mark.parametrize(
    ("faulty", "mended"),
    [
        ("A b: c|D: e", "D: e"),
        ("no colon|: no name|D: e", "D: e"),
        ("Server : x", "Server: x"),
        ("A: b\0c\rd", "A: b c d"),
        ("A: b|\tc", "A: b c"),
        ("Content-Length: 5|Content-Length: 5", "Content-Length: 5"),
        ("Content-Length: 5, 5|A: b", "A: b|Content-Length: 5"),
        ("Content-Length: |A: b", "A: b"),
        ("Content-Length: 5|Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        ("Content-Length: 5|Transfer-Encoding: identity", "Content-Length: 5"),
        ("Content-Length: 5|Content-Length: 6", "Content-Length: 5|Content-Length: 6"),
    ],
)
def test_what_is_mended(faulty: str, mended: str) -> None:
    head = "|".join(("HTTP/1.1 200 OK", mended, "", "")).replace("|", "\r\n")
    assert mend_head("|".join(("HTTP/1.1 200 OK", faulty, "", "")).replace("|", "\r\n").encode()) == head.encode()


def test_a_head_without_faults_stays() -> None:
    assert mend_head(USUAL) == USUAL
    assert mend_head(USUAL.replace(b"\r\n", b"\n")) == USUAL


async def read(*pieces: bytes) -> Any:
    """The first answer of a connection that receives these bytes and is lost."""
    protocol = LenientProtocol(asyncio.get_running_loop())
    protocol.set_response_params(read_until_eof=True, auto_decompress=False)
    for piece in pieces:
        protocol.data_received(piece)
    protocol.connection_lost(None)
    return await protocol.read()


@given(st.lists(st.integers(0, len(USUAL) + 30), max_size=6))
def test_the_pieces_in_which_a_head_arrives_do_not_matter(cuts: list[int]) -> None:
    data = b"HTTP/1.1 103 Early\r\nA: b\r\n\r\n" + USUAL + b"hello"
    ends = [*sorted(cuts), len(data)]
    pieces = [data[start:end] for start, end in zip([0, *ends], ends, strict=False) if start != end]

    async def both() -> None:
        protocol = LenientProtocol(asyncio.get_running_loop())
        protocol.set_response_params(read_until_eof=True, auto_decompress=False)
        for piece in pieces:
            protocol.data_received(piece)
        hint, (message, payload) = await protocol.read(), await protocol.read()
        assert (hint[0].code, message.code, await payload.read()) == (103, 200, b"hello")
        assert protocol.head == USUAL

    asyncio.run(both())


def test_a_head_that_never_ends_is_given_up() -> None:
    with pytest.raises(HttpProcessingError, match="Got more than 8190 bytes"):
        asyncio.run(read(b"HTTP/1.1 200 OK\r\nA: ", b"b" * (LONGEST_HEAD + 1)))


def test_a_head_that_is_cut_off_is_told() -> None:
    with pytest.raises(ServerDisconnectedError, match="code=200"):
        asyncio.run(read(b"HTTP/1.1 200 OK\r\nA: b"))
