"""Requests to the real addresses of sites, answered by a server of loopback."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from scrapers.guard import Guard
from scrapers.guarded_handler import GuardedHandler

SETTINGS = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "tests.helpers.rerouted.ReroutingHandler"),
    "ARCHIVE_CONTACT": "https://archive.example/",
}


class ReroutingHandler(GuardedHandler):
    """Sends what goes to a public host to the server at the setting REROUTED_TO, with the host, and the spider's name.

    What goes to a private address is left to the guard, as ever: each crawl proves that it works.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._spider = str(crawler.spider.name)  # type: ignore[union-attr]
        self._server = str(crawler.settings["REROUTED_TO"]).rstrip("/")
        at = urlsplit(self._server)
        self._guard = Guard(self._guard.opened | {(at.hostname or "", at.port or 0)})

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        if parts.hostname == "127.0.0.1":
            return await super().download_request(request)
        path = parts._replace(scheme="", netloc="").geturl()
        sent = request.replace(url=self._server + (path if path.startswith("/") else f"/{path}"))
        sent.headers["Host"], sent.headers["X-Spider"] = parts.netloc, self._spider
        response = await super().download_request(sent)
        request.meta["head"] = sent.meta["head"]
        return response.replace(url=request.url)
