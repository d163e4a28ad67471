"""Scrapy's HTTP handler with the guard at the creation of sockets, and a test at run time that the guard works."""

import asyncio
import errno
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientResponseError,
    ClientSession,
    ClientSSLError,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.connector import AddrInfoType
from scrapy import Request, signals
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from scrapy.http import Headers, Response
from scrapy.utils.ssl import _make_ssl_context

from cundang.model.errors import ArchiveError
from scrapers.guard import MARK, ForbiddenError, Guard, find_endpoint, is_private
from scrapers.lenient_protocol import LenientProtocol, ResponseWithHead
from scrapers.response import explain_failure, make_answer_head
from scrapers.site import Site
from scrapers.tls import TlsError, explain_tls_error, set_up

# Of the request that the current task sends: whether its host may be private, and which addresses were refused.
_is_open: ContextVar[bool] = ContextVar("is_open", default=False)
_refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)


_LONGEST_HEADER = 1 << 16  # bytes
_MOST_HEADERS = 500


class UnguardedError(ArchiveError):
    """A download handler does not let the guard refuse a private address. No request may be sent with it."""

    def __init__(self, scheme: str, reason: str) -> None:
        super().__init__(
            f"the guard is not in force for {scheme}: it did not refuse a private address ({reason}), so nothing is "
            "fetched; install the versions of requirements.lock, and set DOWNLOAD_HANDLERS to GuardedHandler"
        )


async def prove_guard(download: Callable[[Request], Awaitable[Response]], scheme: str) -> None:
    """Request a private address as any page is requested. Raises UnguardedError unless the guard refuses it.

    Nothing is sent: a socket that does not listen holds the port, so the system refuses what the guard lets through.
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


def prove_at_start(crawler: Crawler, report: Callable[[UnguardedError], None]) -> None:
    """Test a crawl's handlers, whichever they are, and end it before its first request where one is not guarded.

    `report` is called with the error then.
    """

    async def download(request: Request) -> Response:  # fails in `prove_guard` where a downloader has no such handlers
        return await crawler.engine.downloader.handlers.download_request_async(request)

    async def started() -> None:
        try:
            for scheme in ("http", "https"):
                await prove_guard(download, scheme)
        except UnguardedError as error:
            report(error)
            await crawler.engine.close_spider_async(reason="unguarded")
            # Closes the handlers: the engine leaves them open when its spider has been closed before.
            await crawler.engine.stop_async()

    crawler.signals.connect(started, signals.engine_started, weak=False)


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler, which checks each address when its socket is made, that is, after DNS has answered."""

    experimental = False  # else Scrapy warns in every run; our tests cover what the crawler needs of it

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard: Guard = crawler.spider.guard  # type: ignore[union-attr]  # an ArticleSpider
        site: Site = crawler.spider.site  # type: ignore[union-attr]
        self._tls, self._tls_hosts = site.tls, (*site.hosts, *site.list_hosts)
        self._usual_context = set_up(self._ssl_context, crawler.settings)
        self._old_context = set_up(_make_ssl_context(crawler.settings), crawler.settings, site.tls.split())
        self._may_proxy = crawler.settings.getbool("HTTPPROXY_ENABLED")
        self._proved: ClientSession | None = None
        self._proving = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        """Send a request in a session whose guard has been tested. Raises UnguardedError where it does not work."""
        async with self._proving:
            if self._session is not self._proved:
                self._proved = await self._replace_session(urlsplit(request.url).scheme)
        return await super().download_request(request)

    async def _replace_session(self, scheme: str) -> ClientSession:
        """Replace the session that Scrapy made by one with the guard, and test it."""
        await self._session.close()
        self._session = session = self._make_session()
        try:
            await prove_guard(super().download_request, scheme)
        except UnguardedError:
            await session.close()
            raise
        return session

    def _make_session(self) -> ClientSession:
        """Make a session as Scrapy does (a test compares them), whose connector asks the guard for each socket.

        A header may be longer than aiohttp's 8 KiB, as policies and cookies are at some sites: it costs no page.
        """
        connector = TCPConnector(
            local_addr=self._bind_address,
            limit=self._pool_size_total,
            limit_per_host=self._pool_size_per_host,
            socket_factory=self._make_socket,
        )
        # Without it, or with an aiohttp that has no such attribute, only answers with faulty heads are lost.
        connector._factory = partial(LenientProtocol, loop=asyncio.get_running_loop())  # type: ignore[assignment]
        return ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            response_class=ResponseWithHead,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            max_headers=_MOST_HEADERS,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    def _make_socket(self, found: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, connected = found
        address = ipaddress.ip_address(str(connected[0]).partition("%")[0])
        if is_private(address) and not _is_open.get():
            reason = f"{MARK} {address}, a private address"
            if (refused := _refused.get()) is not None:
                refused.append(reason)
            raise OSError(errno.EACCES, reason)
        return socket.socket(family, kind, protocol)

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:
        by_proxy = bool(request.meta.get("proxy"))
        if by_proxy and not self._may_proxy:
            raise ForbiddenError(f"{MARK} a proxy that the operator did not allow with --proxy")
        # A proxy that the operator allows may be on a private network.
        _is_open.set(by_proxy or find_endpoint(request.url) in self._guard.opened)
        refused: list[str] = []
        _refused.set(refused)
        # Scrapy takes the context at once, before any other request can set it.
        is_allowed = self._allows_old_tls(request.url)
        self._ssl_context = self._old_context if is_allowed else self._usual_context
        request.meta["tls"] = self._tls if is_allowed else None
        try:
            async with super()._make_request(request, timeout) as response:
                yield response
        except DownloadConnectionRefusedError as error:
            if refused:
                raise ForbiddenError(refused[0]) from error
            if reason := _explain_tls(error.__cause__, request.url):
                raise TlsError(reason) from error
            raise
        except DownloadFailedError as error:
            if isinstance(error.__cause__, ClientResponseError):  # whose text is several lines and names no header
                reason = " ".join(error.__cause__.message.rstrip(" ^\n").split())
                raise DownloadFailedError(f"the answer's head cannot be read: {reason[:300]}") from error
            raise

    def _allows_old_tls(self, url: str) -> bool:
        """Whether the site's module allows old TLS for an address: on its own hosts, and no other."""
        if not self._tls or not url.startswith("https:"):
            return False
        host = urlsplit(url).hostname or ""
        return any(
            host == own or host.endswith(f".{own}") for own in (each.partition(":")[0] for each in self._tls_hosts)
        )

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        """Take the headers as bytes: Scrapy encodes aiohttp's text, and fails at bytes that are no UTF-8."""
        return Headers(response.raw_headers)

    async def _read_response(self, response: _ClientResponse, request: Request) -> Response:
        """Read the body, and note the head for the record, as meta["head"]."""
        answer = await super()._read_response(response, request)
        arrived = response.head if isinstance(response, ResponseWithHead) else b""
        request.meta["head"] = make_answer_head(response.url.raw_path_qs, arrived, answer.status, len(answer.body))
        return answer


def _explain_tls(error: BaseException | None, url: str) -> str | None:
    """Say why TLS gave no connection; None where it failed for another reason."""
    if not url.startswith("https:") or not isinstance(error, ClientConnectorError | ClientSSLError):
        return None
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
    if isinstance(cause, ssl.SSLError):
        return explain_tls_error(cause)
    if isinstance(cause, ConnectionResetError):
        return "TLS: the server ended the connection instead of agreeing on one; look at the site in a browser"
    return None
