"""Keeps every answer as it came off the wire: articles, lists, redirects, errors, robots.txt. Before anything can fail."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.utils.asyncio import create_looping_call

from cundang.model.page import Page
from cundang.raw.warc import Exchange
from cundang.store.run_log import Kept
from scrapers.spiders import ArticleSpider

_COMMIT_SECONDS = 1.0  # readers see a crawl this far behind, and other writers wait no longer


class Recorder:
    """Scrapy extension: an answer's record goes with its request, as meta["kept"]. Ends a batch every second."""

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self._session = spider.session
        self._commits = create_looping_call(self._commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert isinstance(crawler.spider, ArticleSpider)
        tap = cls(crawler.spider)
        crawler.signals.connect(tap.opened, signals.spider_opened)
        crawler.signals.connect(tap.downloaded, signals.response_downloaded)
        crawler.signals.connect(tap.closed, signals.spider_closed)
        return tap

    def opened(self) -> None:
        self._commits.start(_COMMIT_SECONDS, now=False)

    def downloaded(self, response: Response, request: Request) -> None:
        with self._spider.stopping():
            request.meta["kept"] = self._keep(response, request)

    def _commit(self) -> None:
        with self._spider.stopping():
            self._session.commit()

    def _keep(self, response: Response, request: Request) -> Kept:
        page = Page(request.url, datetime.now(UTC), response.status, _pairs(response.headers), response.body)
        parts = urlsplit(request.url)
        exchange = Exchange(
            method=request.method,
            path=f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}",
            request_headers=(("Host", parts.netloc), *_pairs(request.headers)),
            protocol=response.protocol or "HTTP/1.1",
            status_line=f"{response.status} {_phrase(response.status)}",
            headers=page.headers,
            body=response.body,
        )
        earlier: Page | None = request.meta.get("earlier")
        revisited = earlier is not None and page.status == 304
        warc = self._session.warc
        record = warc.write_revisit(page, exchange, earlier) if revisited and earlier else warc.write(page, exchange)
        outcome = "robots" if request.meta.get("robots") else _outcome(page)
        with self._session.step():
            return self._session.record_fetch(page, record, len(response.body), outcome, request.meta.get("robots_id"))

    def closed(self) -> None:
        if self._commits.running:
            self._commits.stop()


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values or ()
    )


def _phrase(status: int) -> str:
    """The reason phrase; Scrapy does not keep the server's own."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _outcome(page: Page) -> str | None:
    """What came of answers that no callback will see."""
    if 300 <= page.status < 400 and page.status != 304:
        return "redirect"
    return "error" if page.status >= 400 else None
