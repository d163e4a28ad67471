"""Scrapy's HTTP handler with the guard where sockets are made, and the proof that the guard is in force."""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.connector import AddrInfoType
from scrapy import Request, signals
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Response

from cundang.model.errors import ArchiveError
from scrapers.guard import MARK, ForbiddenError, Guard, endpoint, is_private
from scrapers.response import explain_failure

if TYPE_CHECKING:
    from scrapers.spiders import ArticleSpider

# Of the request that the current task sends: whether its host is open, and which addresses were refused.
_is_open: ContextVar[bool] = ContextVar("is_open", default=False)
_refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)


class UnguardedError(ArchiveError):
    """A download handler does not let the guard refuse a private address. No request may be sent with it."""

    def __init__(self, scheme: str, why: str) -> None:
        super().__init__(
            f"the guard is not in force for {scheme}: it did not refuse a private address ({why}), so nothing is "
            "fetched; install the versions of requirements.lock, and see that DOWNLOAD_HANDLERS names GuardedHandler"
        )


async def prove(download: Callable[[Request], Awaitable[Response]], scheme: str) -> None:
    """Request a private address as any page is requested. Raises UnguardedError unless the guard refuses it.

    Nothing is ever sent: a socket that does not listen holds the port, so the system refuses what the guard does not.
    """
    try:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            await download(Request(f"{scheme}://127.0.0.1:{held.getsockname()[1]}/"))
    except ForbiddenError:
        return
    except UnguardedError:
        raise
    except Exception as error:
        raise UnguardedError(scheme, explain_failure(error)) from error
    raise UnguardedError(scheme, "it answered")


def prove_at_start(crawler: Crawler, spider: "ArticleSpider") -> None:
    """Let a crawl prove its handlers, whichever they are, and end before its first request where one is not guarded."""

    async def download(request: Request) -> Response:  # `prove` sees it fail where a downloader has no such handlers
        return await crawler.engine.downloader.handlers.download_request_async(request)

    async def started() -> None:
        try:
            for scheme in ("http", "https"):
                await prove(download, scheme)
        except UnguardedError as error:
            spider.error = error
            await crawler.engine.close_spider_async(reason="unguarded")
            await crawler.engine.stop_async()  # closes the handlers; with its spider closed, the engine would not

    crawler.signals.connect(started, signals.engine_started, weak=False)


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler, with each address checked as its socket is made, which is after DNS has answered."""

    experimental = False  # Scrapy warns of it in every run; the tests of this project hold it to what it must do

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard: Guard = crawler.spider.guard  # type: ignore[union-attr]  # an ArticleSpider
        self._may_proxy = crawler.settings.getbool("HTTPPROXY_ENABLED")
        self._proved: ClientSession | None = None
        self._proving = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        """The answer to a request, in a session in which the guard is proved. UnguardedError where it cannot be."""
        async with self._proving:
            if self._session is not self._proved:
                self._proved = await self._replace_session(urlsplit(request.url).scheme)
        return await super().download_request(request)

    async def _replace_session(self, scheme: str) -> ClientSession:
        """Put a session of ours in the place of the one that Scrapy made, and prove it."""
        await self._session.close()
        self._session = session = self._make_session()
        try:
            await prove(super().download_request, scheme)
        except UnguardedError:
            await session.close()
            raise
        return session

    def _make_session(self) -> ClientSession:
        """A session as Scrapy makes it (a test compares them), but its connector asks the guard for each socket."""
        connector = TCPConnector(
            local_addr=self._bind_address,
            limit=self._pool_size_total,
            limit_per_host=self._pool_size_per_host,
            socket_factory=self._make_socket,
        )
        return ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    def _make_socket(self, found: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, connected = found
        address = ipaddress.ip_address(str(connected[0]).partition("%")[0])
        if is_private(address) and not _is_open.get():
            why = f"{MARK} {address}, a private address"
            if (refused := _refused.get()) is not None:
                refused.append(why)
            raise OSError(errno.EACCES, why)
        return socket.socket(family, kind, protocol)

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:
        by_proxy = bool(request.meta.get("proxy"))
        if by_proxy and not self._may_proxy:
            raise ForbiddenError(f"{MARK} a proxy that the operator did not ask for")
        _is_open.set(by_proxy or endpoint(request.url) in self._guard.opened)  # a proxy may be of his own network
        refused: list[str] = []
        _refused.set(refused)
        try:
            async with super()._make_request(request, timeout) as response:
                yield response
        except DownloadConnectionRefusedError as error:
            if refused:
                raise ForbiddenError(refused[0]) from error
            raise
