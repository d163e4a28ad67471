"""Record every response as it was received, before it is parsed: articles, lists, redirects, errors, robots.txt."""

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

_COMMIT_SECONDS = 1.0  # readers see a crawl at most this late, and other writers wait at most this long


class Recorder:
    """Scrapy extension: puts the record of a response into its request, as meta["kept"], and commits every second."""

    def __init__(self, spider: ArticleSpider) -> None:
        self._spider = spider
        self._session = spider.session
        self._commits = create_looping_call(self._commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert isinstance(crawler.spider, ArticleSpider)
        recorder = cls(crawler.spider)
        crawler.signals.connect(recorder.spider_opened, signals.spider_opened)
        crawler.signals.connect(recorder.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(recorder.spider_closed, signals.spider_closed)
        return recorder

    def spider_opened(self) -> None:
        self._commits.start(_COMMIT_SECONDS, now=False)

    def response_downloaded(self, response: Response, request: Request) -> None:
        with self._spider.stop_on_error():
            request.meta["kept"] = self._record(response, request)

    def _commit(self) -> None:
        with self._spider.stop_on_error():
            self._session.commit()

    def _record(self, response: Response, request: Request) -> Kept:
        page = Page(request.url, datetime.now(UTC), response.status, _make_pairs(response.headers), response.body)
        parts = urlsplit(request.url)
        exchange = Exchange(
            method=request.method,
            path=f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}",
            request_headers=(("Host", parts.netloc), *_make_pairs(request.headers)),
            protocol=response.protocol or "HTTP/1.1",
            status_line=f"{response.status} {_find_phrase(response.status)}",
            headers=page.headers,
            body=response.body,
        )
        earlier: Page | None = request.meta.get("earlier")
        warc = self._session.warc
        is_revisit = page.status == 304 and earlier is not None
        record = warc.write_revisit(page, exchange, earlier) if is_revisit and earlier else warc.write(page, exchange)
        outcome = "robots" if request.meta.get("robots") else _find_outcome(page)
        with self._session.step():
            return self._session.record_fetch(page, record, len(response.body), outcome, request.meta.get("robots_id"))

    def spider_closed(self) -> None:
        if self._commits.running:
            self._commits.stop()


def _make_pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values or ()
    )


def _find_phrase(status: int) -> str:
    """The standard reason phrase of a status; Scrapy does not keep the server's own."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _find_outcome(page: Page) -> str | None:
    """The outcome of responses that no callback handles; None for all others."""
    if 300 <= page.status < 400 and page.status != 304:
        return "redirect"
    return "error" if page.status >= 400 else None
