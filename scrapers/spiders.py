"""The spiders: one class a site, made from what the site declares, so that `scrapy list` and `scrapy crawl NAME` work."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from pipelines import line, urls
from pipelines.address import canonical
from pipelines.archive import Archive, Kept
from pipelines.article import Article
from pipelines.errors import ArchiveError, RefusedError
from pipelines.page import Page
from pipelines.remember import remembered
from pipelines.urls import Address
from scrapers.discover import Named
from scrapers.site import Site
from scrapers.sites import publishers, sites

_MOST_PAGES = 50  # of one article
_MOST_TRIES = 5  # runs in a row in which an address fails before it is left alone


class ArticleSpider(scrapy.Spider):
    """Crawls one site: reads its lists, fetches the articles they name, and sends each down the line."""

    site: Site
    archive: Archive

    def __init__(self, *args: Any, limit: int | str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = None if limit is None else int(limit)
        self.named: Counter[str] = Counter({source.name: 0 for source in self.site.sources})
        self.reasons: dict[str, str] = {}  # why a source gave nothing
        self.reason = "not begun"
        self.error: ArchiveError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make a spider; opens the archive that the settings name."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        db, warc = Path(crawler.settings["ARCHIVE_DB"]), Path(crawler.settings["ARCHIVE_WARC"])
        spider.archive = Archive(db, warc, publishers(cls.site), "crawl", cls.site.name)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Put the site's sources on the frontier; the scheduler hands out what is there."""
        with self.stopping(), self.archive.writing():
            self.archive.site(self.site.name)
            urls.try_again(self.archive.db, self.site.name, _MOST_TRIES)
            for source in self.site.sources:
                urls.name(self.archive.db, self.site.name, "list", [source.url], "the site's module", source.name)
            urls.due_again(self.archive.db, [source.url for source in self.site.sources])
        return
        yield

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Where the archive cannot be written any more, close the spider; the error is told at the end."""
        try:
            yield
        except ArchiveError as error:
            if self.error is None:
                self.error = error
                engine = self.crawler.engine
                self._closing = asyncio.ensure_future(engine.close_spider_async(reason="archive_error"))

    def request(self, address: Address) -> Request:
        """The request for a row of the frontier."""
        callback = self.parse_list if address.kind == "list" else self.parse_article
        return self._request(address.url, callback, {"address": address})

    def _request(self, url: str, callback: Callable[..., Any], arguments: dict[str, Any]) -> Request:
        return Request(url, callback=callback, errback=self.failed, cb_kwargs=arguments, dont_filter=True)

    def parse_list(self, response: Response, address: Address) -> None:
        """Insert what a list names, and mark it done, in one step."""
        page, kept = _page(response), response.meta.get("kept")
        if kept is None:  # the archive could not keep it; the spider is closing
            return
        named = self._read_list(page, address.source)
        with self.stopping(), self.archive.page():
            if isinstance(named, RefusedError):
                self.reasons[address.source or ""] = named.reason
                self.archive.problem(page.url, named.stage, named.reason, kept.record)
                urls.worked_on(self.archive.db, address.url, error=str(named))
            else:
                urls.name(self.archive.db, self.site.name, "article", named.articles, page.url)
                urls.name(self.archive.db, self.site.name, "list", named.lists, page.url, address.source)
                urls.due_again(self.archive.db, named.lists)
                urls.worked_on(self.archive.db, address.url)
                self.named[address.source or ""] += len(named.articles)
            self.archive.outcome(kept, "refused" if isinstance(named, RefusedError) else "list", page.body)

    def _read_list(self, page: Page, name: str | None) -> Named | RefusedError:
        """What a list names, or why it cannot be read."""
        source = self.site.source(name)
        if source is None:
            return RefusedError("discover", f"the site has no source {name} any more")
        try:
            return source.read(page, self.site.article_pattern)
        except RefusedError as refusal:
            return refusal

    def parse_article(
        self, response: Response, address: Address, earlier: tuple[Page, ...] = (), first: Kept | None = None
    ) -> Request | None:
        """Send an article down the line, once all its pages are here."""
        own: Kept | None = response.meta.get("kept")
        if own is None:  # the archive could not keep it; the spider is closing
            return None
        pages, kept = (*earlier, _page(response)), first or own
        if earlier:
            with self.stopping(), self.archive.writing():
                self.archive.outcome(own, "part", pages[-1].body)
        reading = line.attempt(pages, self.archive.publishers, remembered(self.archive, pages[0].url))
        if isinstance(reading, Article) and reading.missing_pages and len(pages) < _MOST_PAGES:
            arguments = {"address": address, "earlier": pages, "first": kept}
            return self._request(reading.missing_pages[0], self.parse_article, arguments)
        with self.stopping():
            line.run(self.archive, pages, kept, reading)
            if pages[0].url != address.url:  # it was redirected
                with self.archive.writing():
                    urls.worked_on(self.archive.db, address.url)
        return None

    def failed(self, failure: Failure) -> None:
        """An address gave no page. Of an article over several pages, what there is goes down the line, as partial."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        arguments = request.cb_kwargs
        address: Address = arguments["address"]
        kept: Kept | None = request.meta.get("kept")
        reason = _reason(failure.value)
        self.archive.counts["failed"] += 1
        with self.stopping():
            with self.archive.writing():
                self.archive.problem(request.url, "fetch", reason, kept.record if kept else None)
                if "earlier" not in arguments:
                    note = urls.refused if _is_forbidden(failure.value) else urls.failed
                    note(self.archive.db, address.url, reason)
            if "earlier" in arguments:
                line.run(self.archive, arguments["earlier"], arguments["first"])
            elif address.kind == "list":
                self.reasons[address.source or ""] = reason

    def ended(self, reason: str) -> None:
        """End the run; name the sources that gave nothing."""
        self.reason = reason
        with self.stopping():
            for source in self.site.sources:
                if not self.named[source.name]:
                    why = self.reasons.get(source.name, "it named no article")
                    with self.archive.writing():
                        self.archive.problem(source.url, "discover", f"{source.name} gave nothing: {why}")
            self.archive.end(reason, dict(self.named))
        self.archive.close()


def _page(response: Response) -> Page:
    """A response as a page: its body is decompressed by now, and its address canonical."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values or ()
    )
    return Page(canonical(response.url), datetime.now(UTC), response.status, headers, response.body)


def _reason(error: BaseException | None) -> str:
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0]}" if text and text[0] else type(error).__name__


def _is_forbidden(error: BaseException | None) -> bool:
    """Whether a middleware forbade the request; an HTTP error is of the same class, but may be over another day."""
    return isinstance(error, IgnoreRequest) and not isinstance(error, HttpError)


def spider_for(site: Site) -> type[ArticleSpider]:
    """The spider class of a site."""
    name = f"{site.name.title().replace('-', '')}Spider"
    settings = {"DOWNLOAD_DELAY": site.delay}
    return type(
        name, (ArticleSpider,), {"name": site.name, "site": site, "custom_settings": settings, "__module__": __name__}
    )


for _site in sites().values():  # Scrapy looks for spider classes among a module's names
    if _site.sources:
        globals()[f"{_site.name}_spider"] = spider_for(_site)
