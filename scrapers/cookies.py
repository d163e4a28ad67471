"""The cookies of one run: those without which a host shows no page, because it redirects each address to itself.

Other cookies are neither kept nor sent.
"""

import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

_COOKIE = re.compile(
    rb"[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200})[ \t]*=[ \t]*([\x21-\x3a\x3c-\x7e]{1,2000})[ \t]*(?:;|$)"
)
_MOST = 20  # cookies of a host


class Cookies:
    """The cookies that hosts set, by scheme, host and port. They go nowhere else, whatever domain they name."""

    def __init__(self) -> None:
        self._held: dict[str, dict[bytes, bytes]] = {}

    def take(self, response: Response) -> None:
        """Take the cookies that an answer sets."""
        held = self._held.setdefault(_find_origin(response.url), {})
        for value in response.headers.getlist("Set-Cookie"):
            found = _COOKIE.match(value)
            if found and (found[1] in held or len(held) < _MOST):
                held[found[1]] = found[2]

    def find(self, url: str) -> bytes:
        """The header `Cookie` for an address; b"" where there is none."""
        return b"; ".join(name + b"=" + value for name, value in self._held.get(_find_origin(url), {}).items())


def _find_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


class CookieMiddleware:
    """Downloader middleware: sends the cookies of the run, which the spider has."""

    def __init__(self, cookies: Cookies) -> None:
        self._cookies = cookies

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.cookies)  # type: ignore[union-attr]  # an ArticleSpider

    def process_request(self, request: Request) -> None:
        if cookie := self._cookies.find(request.url):
            request.headers["Cookie"] = cookie
