"""A download handler for tests that takes every name of a host to a server of loopback, as a hosts file would."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from scrapers.guard import Guard, parse_literal_address
from scrapers.guarded_handler import GuardedHandler

PORT = "DETOUR_PORT"  # the setting that holds the server's


class DetouringHandler(GuardedHandler):
    """The product's handler, guard and all. Only the server's port is open to it, and only names of hosts lead there.

    What it asks has the true Host, and no TLS. The answer says that it came from where it was asked for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._port = crawler.settings.getint(PORT)
        self._guard = Guard(frozenset({("127.0.0.1", self._port)}))

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        if parse_literal_address(parts.hostname or ""):  # the proof that the guard is in force
            return await super().download_request(request)
        there = request.replace(
            url=request.url.replace(f"{parts.scheme}://{parts.netloc}", f"http://127.0.0.1:{self._port}", 1)
        )
        there.headers["Host"] = parts.netloc
        response = await super().download_request(there)
        request.meta.update(there.meta)
        return response.replace(url=request.url)
