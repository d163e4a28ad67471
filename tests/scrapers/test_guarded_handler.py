"""The handler: it shows the guard every address that is connected to, or it sends nothing."""

import asyncio
import json
import os
import socket
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import MethodType, SimpleNamespace
from typing import Any

import aiohttp
import pytest
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.utils.test import get_crawler

from demo.site import make_demo_site
from scrapers.guard import ForbiddenError, Guard
from scrapers.guarded_handler import GuardedHandler, UnguardedError
from tests.helpers.databases import rows
from tests.helpers.loopback import answering, article, listing, path
from tests.helpers.programs import run

# What is left open is told on standard error; a forked process ends without a last collection of its own.
STRICT = """
import gc, multiprocessing.util, warnings
warnings.simplefilter("error", ResourceWarning)
multiprocessing.util.Finalize(None, gc.collect, exitpriority=0)
"""
# What could leave a crawl unguarded, as code that runs before `archive crawl`.
IGNORED = """
import aiohttp
make = aiohttp.TCPConnector.__init__
aiohttp.TCPConnector.__init__ = lambda self, socket_factory=None, **named: make(self, **named)
"""
RENAMED = """
import aiohttp
make = aiohttp.TCPConnector.__init__
aiohttp.TCPConnector.__init__ = lambda self, local_addr, limit, limit_per_host: make(self)
"""
PER_REQUEST = """
import aiohttp
from contextlib import asynccontextmanager
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler as Handler
make = Handler._make_request
@asynccontextmanager
async def by_a_session_of_its_own(self, request, timeout):
    async with aiohttp.ClientSession() as self._session, make(self, request, timeout) as response:
        yield response
Handler._make_request = by_a_session_of_its_own
"""
ANOTHER = """
import scrapers.settings
scrapers.settings.DOWNLOAD_HANDLERS["https"] = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
"""
LATER = """
import aiohttp
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler as Handler
read, make = Handler._read_response, aiohttp.TCPConnector.__init__
async def and_break(self, response, request):
    answer = await read(self, response, request)
    await self._session.close()
    aiohttp.TCPConnector.__init__ = lambda self, socket_factory=None, **named: make(self, **named)
    self._session = aiohttp.ClientSession()
    return answer
Handler._read_response = and_break
"""


@asynccontextmanager
async def handling(
    guard: Guard, handler: type[AiohttpDownloadHandler] = GuardedHandler, **settings: Any
) -> AsyncIterator[Any]:
    """A download handler as Scrapy makes it for a crawl with these settings, which is closed at the end."""
    crawler = get_crawler(settings_dict=settings)
    crawler.spider = SimpleNamespace(guard=guard, site=make_demo_site("http://127.0.0.1/"), name="x")  # type: ignore
    made = handler(crawler)
    try:
        yield made
    finally:
        await made.close()


async def fetched(guard: Guard, *requests: Request, **settings: Any) -> list[int]:
    """The statuses of the answers to some requests, sent one after the other by a guarded handler."""
    async with handling(guard, **settings) as handler:
        return [(await handler.download_request(request)).status for request in requests]


def attributes(thing: Any, name: str = "") -> dict[str, Any]:
    """What an object and the objects of aiohttp in it hold, public and private, by dotted names."""
    if not type(thing).__module__.startswith("aiohttp."):
        return {name: (thing.done(), thing.result()) if isinstance(thing, asyncio.Future) else thing}
    found = {f"{name}:type": type(thing)}
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        held = {each: getattr(thing, each) for each in dir(thing) if not each.startswith("__")}
    for each, value in held.items():
        if each == "_socket_factory" or not isinstance(value, MethodType):
            plain = (value.func, value.args, value.keywords) if isinstance(value, partial) else value
            found |= attributes(plain, f"{name}.{each}")
    return found


def test_what_dns_answers_is_what_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name whose address turns private between two look-ups is refused as its socket is made; nothing is asked."""
    look_ups = []

    def flipping(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        look_ups.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    with answering({"*": (200, {}, b"secret")}) as server:
        port = int(server.address.rsplit(":", 1)[1].strip("/"))
        url = f"http://rebinding.example:{port}/"
        guard = Guard.open_for([server.address])  # even a server that is opened under its own name
        assert guard.explain_refusal(url) is None

        monkeypatch.setattr(socket, "getaddrinfo", flipping)
        with pytest.raises(ForbiddenError, match=r"the guard refuses 127\.0\.0\.1, a private address"):
            asyncio.run(fetched(guard, Request(url)))
        assert look_ups == ["rebinding.example"]
        assert server.asked == []


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"CONCURRENT_REQUESTS": 7, "CONCURRENT_REQUESTS_PER_DOMAIN": 3, "DOWNLOAD_BIND_ADDRESS": "127.0.0.1"},
    ],
)
def test_its_session_is_scrapys_but_for_the_socket_factory_and_the_heads_of_answers(settings: dict[str, Any]) -> None:
    async def compare() -> None:
        async with (
            handling(Guard(), AiohttpDownloadHandler, **settings) as scrapys,
            handling(Guard(), **settings) as ours,
        ):
            made = ours._session
            for handler in (scrapys, ours):  # ours makes its session for the first request
                with pytest.raises((ForbiddenError, DownloadConnectionRefusedError)):
                    await handler.download_request(Request("http://127.0.0.1:1/"))
            assert made.closed
            mine, its = attributes(ours._session), attributes(scrapys._session)
            different = {name for name in mine | its if mine.get(name) != its.get(name)}
            for_heads = {"._max_line_size", "._max_field_size", "._max_headers", "._response_class"}
            for_heads |= {"._connector._factory", ".connector._factory"}
            assert different == {"._connector._socket_factory", ".connector._socket_factory"} | for_heads
            assert mine["._connector._limit"] == ours.crawler.settings.getint("CONCURRENT_REQUESTS")
            assert len(mine) > 100
        assert ours._session.closed

    asyncio.run(compare())


def test_a_proxy_that_nobody_asked_for_is_not_used() -> None:
    with answering({"*": (200, {}, b"proxied")}) as proxy:
        request = Request("http://example.org/", meta={"proxy": proxy.address})
        with pytest.raises(ForbiddenError, match="a proxy that the operator did not allow"):
            asyncio.run(fetched(Guard(), request, HTTPPROXY_ENABLED=False))
        assert proxy.asked == []
        assert asyncio.run(fetched(Guard(), request, HTTPPROXY_ENABLED=True)) == [200]


def ignoring(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiohttp takes the socket factory and forgets it."""
    make = aiohttp.TCPConnector.__init__

    def forget(self: aiohttp.TCPConnector, socket_factory: object = None, **named: Any) -> None:
        make(self, **named)

    monkeypatch.setattr(aiohttp.TCPConnector, "__init__", forget)


def test_without_the_socket_factory_no_request_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering({"*": (200, {}, b"secret")}) as server:
        guard, request = Guard.open_for([server.address]), Request(server.address)
        assert asyncio.run(fetched(guard, request)) == [200]
        ignoring(monkeypatch)

        async def fetch_twice() -> None:
            async with handling(guard) as handler:
                for _ in range(2):  # it does not work the second time either
                    with pytest.raises(UnguardedError, match="the guard is not in force for http: ") as raised:
                        await handler.download_request(request)
                    assert "\n" not in str(raised.value)
                    assert handler._session.closed

        asyncio.run(fetch_twice())
        assert len(server.asked) == 1


def test_a_session_that_scrapy_makes_anew_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering({"*": (200, {}, b"secret")}) as server:

        async def fetch() -> None:
            async with handling(Guard.open_for([server.address])) as handler:
                await handler.download_request(Request(server.address))
                await handler._session.close()
                handler._session = another = aiohttp.ClientSession()
                await handler.download_request(Request(server.address))
                assert another.closed
                await handler._session.close()
                handler._session = aiohttp.ClientSession()
                ignoring(monkeypatch)
                with pytest.raises(UnguardedError):
                    await handler.download_request(Request(server.address))

        asyncio.run(fetch())
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("broken", "asked"),
    [(IGNORED, []), (RENAMED, []), (PER_REQUEST, []), (ANOTHER, []), (LATER, ["/robots.txt"])],
    ids=["ignored", "renamed", "per request", "another handler", "later"],
)
def test_an_unguarded_crawl_ends_before_its_next_request(tmp_path: Path, broken: str, asked: list[str]) -> None:
    db = tmp_path / "a.db"
    with answering({"/": listing([path(1)]), path(1): (200, {}, article(1))}) as server:
        script = tmp_path / "broken.py"
        script.write_text(f"{broken}\n{STRICT}\nfrom archive import main\nmain()")
        done = run(script, "crawl", server.address, "--allow-private", "--delay", 0, "--db", db)
        assert server.paths() == asked
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("archive: the guard is not in force for http"), done.stderr
    assert done.stderr.count("\n") == 1
    assert rows(db, "SELECT reason FROM runs") == [("unguarded",)]
    assert rows(db, "SELECT DISTINCT state FROM urls") == [("pending",)] * len(asked)
    assert rows(db, "SELECT count(*) FROM problems WHERE reason LIKE '%the guard is not in force%'") == [(1,)]


def test_scrapy_crawl_does_not_use_another_handler_either(tmp_path: Path) -> None:
    another = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    settings = {
        "SPIDER_MODULES": "tests.helpers.demo_spider",
        "ARCHIVE_DB": tmp_path / "a.db",
        "DOWNLOAD_HANDLERS": json.dumps({"http": another, "https": another}),
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    with answering({"*": (200, {}, b"secret")}) as server:
        script = tmp_path / "strict.py"
        script.write_text(f"{STRICT}\nfrom scrapy.cmdline import execute\nexecute()")
        done = run(script, "crawl", "demo", *options, env={**os.environ, "DEMO_ADDRESS": server.address})
        assert server.asked == []
    assert "[demo] ERROR: the guard is not in force for http:" in done.stderr
    assert done.stderr.count("\n") == 1
