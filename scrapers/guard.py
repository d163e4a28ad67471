"""The guard: it refuses requests to addresses of this machine and its networks, in any spelling (SSRF protection)."""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = {ipaddress.ip_address("168.63.129.16")}  # of Azure: a public address that answers only inside its networks
_LOCAL_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|localdomain)\.?$")
MARK = "the guard refuses"


class ForbiddenError(IgnoreRequest):
    """The guard refused an address; nothing was sent to it."""


@dataclass(frozen=True)
class Guard:
    """Decides which addresses may be requested. `opened` are the pairs of host and port that the operator allowed."""

    opened: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def open_for(cls, urls: Iterable[str]) -> Self:
        """Make a guard that allows exactly the private hosts and ports of some addresses."""
        return cls(frozenset(pair for url in urls if (pair := find_endpoint(url))))

    def explain_refusal(self, url: str) -> str | None:  # noqa: PLR0911 - a list of reasons
        """The reason why an address may not be requested, from the address alone; None where it may.

        >>> Guard().explain_refusal("http://0x7f.1/")
        'the guard refuses 0x7f.1, a private address (127.0.0.1)'
        """
        if re.search(r"[\x00-\x20\x7f\\]", url):
            return f"{MARK} an address with blanks, control characters or backslashes"
        try:
            parts = urlsplit(url)
            pair = find_endpoint(url)
        except ValueError as error:
            return f"{MARK} what is not an address ({error})"
        if parts.scheme not in ("http", "https"):
            return f"{MARK} {parts.scheme[:20] or 'no'}:, only http and https are fetched"
        if "@" in parts.netloc:
            return f"{MARK} an address with credentials"
        if pair is None:
            return f"{MARK} an address without a host"
        if pair in self.opened:
            return None
        if _LOCAL_NAMES.search(pair[0]):
            return f"{MARK} {pair[0]}, a local name"
        literal = parse_literal_address(pair[0])
        return f"{MARK} {pair[0]}, a private address ({literal})" if literal and is_private(literal) else None


def find_endpoint(url: str) -> tuple[str, int] | None:
    """Find the host, in lower case, and the port of an address; None where it has no host."""
    parts = urlsplit(url)
    return (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)) if parts.hostname else None


def parse_literal_address(host: str) -> Address | None:
    """Parse a host that is an IP address: dotted, decimal, octal, hex, short, full-width, IPv6; None for a name."""
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
    """Whether an address is not public, or an IPv6 form of one that is not (IPv4-mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        low = int(address) & 0xFFFFFFFF
        if address in _NAT64 or int(address) >> 32 == 0:
            hidden.append(ipaddress.IPv4Address(low))
        if any(found is not None and is_private(found) for found in hidden):
            return True
    return not address.is_global or address.is_multicast or address in _METADATA


class GuardMiddleware:
    """Downloader middleware: refuses a request by its address, before any other middleware sees it."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.guard)  # type: ignore[union-attr]  # an ArticleSpider

    def process_request(self, request: Request) -> None:
        if reason := self._guard.explain_refusal(request.url):
            raise ForbiddenError(reason)
