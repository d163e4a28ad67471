"""Record every response as it was received, before it is parsed: articles, lists, redirects, errors, robots.txt."""

from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call

from cundang.model.page import Page, Record
from cundang.raw.exchange import Exchange, format_head
from cundang.store.clock import read_clock
from cundang.store.run_log import Kept
from scrapers.originals import find_original
from scrapers.politeness import Earlier
from scrapers.response import AnswerHead
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
        head: AnswerHead = request.meta["head"]
        page = Page(request.url, read_clock(), response.status, head.decode_headers(), response.body)
        request_line = f"{request.method} {head.path} {response.protocol or 'HTTP/1.1'}".encode()
        sent = [(name, value) for name, values in request.headers.items() for value in values or ()]
        exchange = Exchange(
            request=format_head(request_line, [(b"Host", urlsplit(request.url).netloc.encode()), *sent]) + request.body,
            head=format_head(head.status_line, head.headers),
            body=response.body,
        )
        earlier: Earlier | None = request.meta.get("earlier")
        known = replace(page, url=request.meta.get("known_as", page.url))
        record = self._write(page, exchange, earlier.record if earlier else None, known.url)
        outcome = "robots" if request.meta.get("robots") else _find_outcome(page)
        with self._session.step():
            about = (outcome, request.meta.get("robots_id"), request.meta.get("purpose"), request.meta.get("tls"))
            return self._session.record_fetch(known, record, len(response.body), *about)

    def _write(self, page: Page, exchange: Exchange, not_modified: Record | None, known_as: str) -> Record:
        """Write an answer into the WARC: as a revisit, if an earlier record of the address has its body."""
        warc = self._session.warc
        if original := find_original(self._session, page, not_modified, known_as):
            return warc.write_revisit(page, exchange, original)
        return warc.write(page, exchange)

    def spider_closed(self) -> None:
        if self._commits.running:
            self._commits.stop()


def _find_outcome(page: Page) -> str | None:
    """The outcome of responses that no callback handles; None for all others."""
    if 300 <= page.status < 400 and page.status != 304:
        return "redirect"
    return "error" if page.status >= 400 else None
