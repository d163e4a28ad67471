"""Which addresses may be requested: the web's, and none of this machine or its networks, in whatever spelling."""

import errno
import ipaddress
import re
import socket
import unicodedata
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from aiohttp.connector import AddrInfoType
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, IgnoreRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = {ipaddress.ip_address("168.63.129.16")}  # of Azure: a public address that answers inside its networks only
_LOCAL_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|localdomain)\.?$")
_MARK = "the guard refuses"


class ForbiddenError(IgnoreRequest):
    """The guard refuses an address; nothing was sent to it."""


@dataclass(frozen=True)
class Guard:
    """Refuses addresses. `opened` are pairs of host and port that the operator opened, spelled as in their addresses."""

    opened: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def opening(cls, urls: Iterable[str]) -> Self:
        """A guard that opens exactly the hosts and ports of some addresses."""
        return cls(frozenset(pair for url in urls if (pair := endpoint(url))))

    def refusal(self, url: str) -> str | None:  # noqa: PLR0911 - a list of reasons
        """Why an address may not be requested, from the address alone; None where it may.

        >>> Guard().refusal("http://0x7f.1/")
        'the guard refuses 0x7f.1, a private address (127.0.0.1)'
        """
        if re.search(r"[\x00-\x20\x7f\\]", url):
            return f"{_MARK} an address with blanks, control characters or backslashes"
        try:
            parts = urlsplit(url)
            pair = endpoint(url)
        except ValueError as error:
            return f"{_MARK} what is no address ({error})"
        if parts.scheme not in ("http", "https"):
            return f"{_MARK} {parts.scheme[:20] or 'no'}:, only http and https are fetched"
        if "@" in parts.netloc:
            return f"{_MARK} an address with credentials"
        if pair is None:
            return f"{_MARK} an address without a host"
        if pair in self.opened:
            return None
        if _LOCAL_NAMES.search(pair[0]):
            return f"{_MARK} {pair[0]}, a local name"
        literal = literal_address(pair[0])
        return f"{_MARK} {pair[0]}, a private address ({literal})" if literal and is_private(literal) else None


def endpoint(url: str) -> tuple[str, int] | None:
    """Host, in small letters, and port of an address."""
    parts = urlsplit(url)
    return (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)) if parts.hostname else None


def literal_address(host: str) -> Address | None:
    """The address that a host spells: dotted, decimal, octal, hexadecimal, shortened, full-width, or IPv6; None for a name."""
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").rstrip(".").partition("%")[0]
    try:
        return ipaddress.ip_address(plain)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError):
        return None


def is_private(address: Address) -> bool:
    """Whether an address is not one of the public internet, or hides such a one (IPv4 in IPv6, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        low = int(address) & 0xFFFFFFFF
        if address in _NAT64 or int(address) >> 32 == 0:
            hidden.append(ipaddress.IPv4Address(low))
        if any(found is not None and is_private(found) for found in hidden):
            return True
    return not address.is_global or address.is_multicast or address in _METADATA


class GuardMiddleware:
    """Downloader middleware: refuses a request by its address, before anything is done for it."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.guard)  # type: ignore[union-attr]  # an ArticleSpider

    def process_request(self, request: Request) -> None:
        if why := self._guard.refusal(request.url):
            raise ForbiddenError(why)


# Of the request that the current task sends: whether its host is open, and which addresses were refused.
_is_open: ContextVar[bool] = ContextVar("is_open", default=False)
_refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler, with each address checked as its socket is made: what DNS answered is what is checked."""

    experimental = False  # Scrapy warns of it in every run; the tests of this project hold it to what it must do

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard: Guard = crawler.spider.guard  # type: ignore[union-attr]  # an ArticleSpider
        self._session.connector._socket_factory = self._socket  # type: ignore[union-attr]  # the handler has no hook for it

    def _socket(self, found: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, connected = found
        address = ipaddress.ip_address(str(connected[0]).partition("%")[0])
        if is_private(address) and not _is_open.get():
            why = f"{_MARK} {address}, a private address"
            if (refused := _refused.get()) is not None:
                refused.append(why)
            raise OSError(errno.EACCES, why)
        return socket.socket(family, kind, protocol)

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:
        by_proxy = bool(request.meta.get("proxy"))  # set only where the operator asked for it; it may be of his network
        _is_open.set(by_proxy or endpoint(request.url) in self._guard.opened)
        refused: list[str] = []
        _refused.set(refused)
        try:
            async with super()._make_request(request, timeout) as response:
                yield response
        except DownloadConnectionRefusedError as error:
            if refused:
                raise ForbiddenError(refused[0]) from error
            raise
