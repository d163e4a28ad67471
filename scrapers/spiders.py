"""The spiders: one class a site, made from what it declares, so that `scrapy list` and `scrapy crawl NAME` work."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from cundang.model.article import Article
from cundang.model.errors import ArchiveError, AskedWronglyError, RefusedError
from cundang.model.page import Page
from cundang.raw.storage import open_folder
from cundang.store import absence, frontier
from cundang.store.articles import add_site, find_id
from cundang.store.frontier import Address
from cundang.store.run_log import Kept
from cundang.store.session import Session
from cundang.text.address import canonicalize, is_web, join
from pipelines import line
from pipelines.learn import recall
from scrapers.discover import Links, Sitemap
from scrapers.discovery import Discovery
from scrapers.guard import ForbiddenError, Guard
from scrapers.guarded_handler import UnguardedError, prove_at_start
from scrapers.limits import MOST_HOPS
from scrapers.politeness import Pauses, check_start, find_earlier_answer, make_guard
from scrapers.response import explain_failure, page_from_response
from scrapers.robots import DisallowedError, UnavailableError
from scrapers.site import Site
from scrapers.sites import publishers, sites
from upkeep import expectations

_MOST_PAGES = 50  # of one article


class ArticleSpider(scrapy.Spider):
    """Crawls one site: reads its lists, fetches the articles they name, and sends each down the line."""

    site: Site
    session: Session
    guard: Guard

    def __init__(
        self, *args: Any, limit: int | str | None = None, since: str | None = None, recheck: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.limit = None if limit is None else int(limit)
        self.since = since
        self.recheck = bool(recheck)
        self.lists = Discovery(self.site, since)
        self.reasons: dict[str, str] = {}  # why a source gave nothing
        self.reason = "not begun"
        self.error: ArchiveError | None = None
        self.below: tuple[str, ...] = ()  # what the site promised and did not keep
        self._waits = Pauses(self.site.hours, self.site.zone)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What Scrapy asks of a spider's class first. Where the site may not be crawled, `scrapy crawl` ends here: what
        is raised later it tells with a traceback.
        """
        super().update_settings(settings)
        try:
            check_start(cls.site, make_guard(cls.site), settings.get("ARCHIVE_CONTACT"))
        except AskedWronglyError as error:
            raise UsageError(str(error), print_help=False) from error

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make a spider; opens the archive that the settings name."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.guard = make_guard(cls.site)
        db, warc = Path(crawler.settings["ARCHIVE_DB"]), open_folder(crawler.settings["ARCHIVE_WARC"])
        spider.session = Session(db, warc, publishers(cls.site), "crawl", cls.site.name)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        prove_at_start(crawler, spider)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Put the site's sources on the frontier; the scheduler hands out what is there."""
        with self.stopping(), self.session.step():
            add_site(self.session.rows, self.site.name)
            frontier.requeue_failed(self.session.rows, self.site.name)
            frontier.requeue_due(self.session.rows, self.site.name, self.recheck)
            for source in self.site.sources:
                named_by = frontier.GUESS if source.guess or source.optional else "the site's module"
                frontier.add_source(self.session.rows, self.site.name, source.url, source.name, named_by)
            frontier.requeue(self.session.rows, [source.url for source in self.site.sources])
        return
        yield

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Where the archive cannot be written or the guard fails, close the spider; the error is told at the end."""
        try:
            yield
        except ArchiveError as error:
            if self.error is None:
                self.error = error
                self._close("unguarded" if isinstance(error, UnguardedError) else "archive_error")

    def _close(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def _wake(self) -> None:
        """Let the engine look for requests at once when a pause ends; it looks of itself every five seconds only."""
        if self.crawler.engine and self.crawler.engine._slot:
            self.crawler.engine._slot.nextcall.schedule()

    def is_waiting(self) -> bool:
        """Whether no request may be sent now, as the site asked for a pause."""
        return self._waits.is_waiting()

    def is_over(self) -> bool:
        """Whether the site's hours are over."""
        return self._waits.is_over()

    def request(self, address: Address) -> Request:
        """The request for a row of the frontier; of a page that is known it asks only whether it has changed."""
        request = self._request(address.url, self.answered, {"address": address})
        earlier = find_earlier_answer(self.session, address.url, whole=address.kind == "list")
        if earlier and not (address.kind == "list" and self.since):
            request.meta["earlier"] = earlier
            for name, header in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
                if value := earlier.header(name):
                    request.headers[header] = value
        return request

    def _request(self, url: str, callback: Callable[..., Any], arguments: dict[str, Any]) -> Request:
        return Request(url, callback=callback, errback=self.failed, cb_kwargs=arguments, dont_filter=True)

    def robots_read(self, root: str, sitemaps: Iterable[str]) -> None:
        """A robots.txt names sitemaps: those of its own host are read in each run if the site's own are not known."""
        source = next((s for s in self.site.sources if isinstance(s, Sitemap) and s.optional), None)
        named = [url for url in sitemaps if is_web(url) and url.startswith(f"{root}/")]
        if source and named and source.url.startswith(f"{root}/"):
            with self.stopping(), self.session.step():
                for url in named:
                    frontier.add_source(self.session.rows, self.site.name, url, source.name, f"{root}/robots.txt")
                frontier.requeue(self.session.rows, named)

    def answered(self, response: Response, address: Address) -> Request | None:
        """Every answer to a row of the frontier, by its status."""
        kept: Kept | None = response.meta.get("kept")
        if kept is None:  # the archive could not keep it; the spider is closing
            return None
        if response.status == 200:
            self._waits.well()
            if address.kind == "list":
                self.parse_list(response, address)
                return None
            return self.parse_article(response, address)
        location = response.headers.get("Location")
        with self.stopping():
            if response.status == 304 and (earlier := response.meta.get("earlier")):
                self._unchanged(address, kept, earlier)
            elif 300 <= response.status < 400 and location:
                self._redirected(address, join(response.url, location.decode("latin-1").strip()), kept)
            elif response.status in (429, 503):
                return self._asked_to_wait(response, address, kept)
            else:
                self._missed(address, f"HTTP {response.status}", kept, gone=response.status in (404, 410))
        return None

    def _unchanged(self, address: Address, kept: Kept, earlier: Page) -> None:
        """The server says that nothing changed since the last answer. A list is read again as it was: what it is made
        of (the sitemaps of an index, data files) may have changed.
        """
        if address.kind == "list":
            self._listed(earlier, kept, address, "unchanged")
            return
        with self.session.page_step():
            line.record_sighting(self.session, address.url, self.site.name)
            self.session.counts["unchanged"] += 1
            self.session.record_outcome(kept, "unchanged", None)

    def _redirected(self, address: Address, location: str, kept: Kept) -> None:
        """Put the target on the frontier, and mark its source done, in one step."""
        target = canonicalize(location)
        why = self.guard.refusal(location)
        if address.hops >= MOST_HOPS:
            why = f"more than {MOST_HOPS} redirects in a row, the last to {target[:200]}"
        starts = {canonicalize(source.url) for source in self.site.sources} | {canonicalize(self.site.homepage or "")}
        if not why and address.kind == "article" and (target in starts or urlsplit(target).path in ("", "/")):
            self._missed(address, f"redirected to {target}", kept, gone=True)
            return
        with self.session.page_step():
            if why:
                self.session.record_problem(address.url, "fetch", f"redirect: {why}", kept.record)
                if is_web(location):
                    frontier.add(self.session.rows, self.site.name, address.kind, [target], address.url, address.source)
                    frontier.mark_refused(self.session.rows, target, why)
                frontier.mark_refused(self.session.rows, address.url, why)
                self.session.counts["refused"] += 1
                if address.kind == "list":
                    self.reasons[address.source or ""] = why
            else:
                more = (address.url, address.source, address.depth, address.hops + 1)
                frontier.add(self.session.rows, self.site.name, address.kind, [target], *more)
                if address.kind == "list":
                    frontier.requeue(self.session.rows, [target])
                frontier.record_redirect(self.session.rows, address.url, target)

    def _asked_to_wait(self, response: Response, address: Address, kept: Kept) -> Request | None:
        """Wait where it is not long, else let a later run ask; give the site up for now if it says so over and over."""
        said = (response.headers.get("Retry-After") or b"").decode("latin-1")
        seconds = self._waits.unwell(said)
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self._wake)
            again = self._request(address.url, self.answered, response.request.cb_kwargs if response.request else {})
            again.headers = response.request.headers if response.request else again.headers
            again.meta["earlier"] = response.meta.get("earlier")
            return again
        with self.session.page_step():
            reason = f"HTTP {response.status}, Retry-After {said[:40] or 'not given'}"
            self.session.record_problem(address.url, "fetch", reason, kept.record)
            frontier.postpone(self.session.rows, address.url, reason, datetime.now(UTC) + self._waits.longest(said))
            if address.kind == "list":
                self.reasons[address.source or ""] = reason
        self._close("asked_to_wait")
        return None

    def _missed(self, address: Address, reason: str, kept: Kept | None, gone: bool = False) -> None:
        """An address gave no page. A stored article that is missing is looked for again a day later."""
        with self.session.page_step():
            article_id = find_id(self.session.rows.connection, address.url) if gone else None
            if article_id is not None and kept:
                absence.record_absence(self.session.rows, self.session.run_id, article_id, reason)
                frontier.mark_done(self.session.rows, address.url, reason)
                frontier.schedule(self.session.rows, address.url, datetime.now(UTC) + timedelta(days=1))
                self.session.record_outcome(kept, "missing", None)
                return
            self.session.counts["failed"] += 1
            self.session.record_problem(address.url, "fetch", reason, kept.record if kept else None)
            frontier.mark_failed(self.session.rows, address.url, reason)
            if address.kind == "list":
                self.reasons[address.source or ""] = reason

    def parse_list(self, response: Response, address: Address) -> None:
        """Insert what a list names, and mark it done, in one step."""
        with self.stopping():
            self._listed(page_from_response(response), response.meta["kept"], address, "list")

    def _listed(self, page: Page, kept: Kept, address: Address, outcome: str) -> None:
        named = self.lists.read(page, address.source)
        with self.session.page_step():
            if isinstance(named, RefusedError):
                outcome = "refused"
                self.reasons[address.source or ""] = named.reason
                self.session.record_problem(page.url, named.stage, named.reason, kept.record)
                frontier.mark_done(self.session.rows, address.url, error=str(named))
            else:
                self.lists.enqueue(self.session, named, page, address)
                self.lists.named[address.source or ""] += len(named.articles)
                frontier.mark_done(self.session.rows, address.url)
            self.session.record_outcome(kept, outcome, None if outcome == "unchanged" else page.body)

    def parse_article(
        self, response: Response, address: Address, earlier: tuple[Page, ...] = (), first: Kept | None = None
    ) -> Request | None:
        """Send an article down the line, once all its pages are here."""
        own: Kept | None = response.meta.get("kept")
        if own is None:  # the archive could not keep it; the spider is closing
            return None
        if earlier and response.status != 200:
            with self.stopping():
                self._partial(response.url, f"HTTP {response.status}", earlier, first)
            return None
        pages, kept = (*earlier, page_from_response(response)), first or own
        if earlier:
            with self.stopping(), self.session.step():
                self.session.record_outcome(own, "part", pages[-1].body)
        reading = line.try_read(
            pages,
            self.session.publishers,
            recall(self.session, pages[0].url),
            self.settings.getint("ARCHIVE_SAMPLE"),
        )
        if isinstance(reading, Article) and len(pages) < _MOST_PAGES and (following := reading.following(pages)):
            arguments = {"address": address, "earlier": pages, "first": kept}
            return self._request(following, self.parse_article, arguments)
        known = find_id(self.session.rows.connection, pages[0].url) is not None
        with self.stopping():
            if known and (why := absence.find_missing_notice(reading)):
                self._missed(address, why, kept, gone=True)
            elif not self._is_way_on(pages, address, kept, reading):
                self._arrived(pages, kept, reading, address)
        return None

    def _arrived(self, pages: tuple[Page, ...], kept: Kept, reading: Article | RefusedError, address: Address) -> None:
        if isinstance(reading, Article) and (origin := absence.find_origin(self.session.rows, reading.url, reading)):
            with self.session.step():
                absence.record_move(self.session.rows, origin, reading.url)
        outcome = line.run(self.session, pages, kept, reading).kind
        if isinstance(self.site.source(address.source), Links):
            self.lists.patterns.told(address.url, outcome in ("new", "edited"))
        if pages[0].url != address.url:
            with self.session.step():
                frontier.mark_done(self.session.rows, address.url)

    def _is_way_on(
        self, pages: tuple[Page, ...], address: Address, kept: Kept, reading: Article | RefusedError
    ) -> bool:
        """Follow the links of a page of a site that is known by links only; whether that was all the page is for."""
        if not isinstance(self.site.source(address.source), Links):
            return False
        page = pages[0]
        named = self.lists.read(page, address.source)
        if isinstance(named, RefusedError):
            return False
        if isinstance(reading, Article):  # its further pages are no articles of their own
            own = {*reading.missing_pages, *(canonicalize(part.url) for part in pages)}
            named = replace(named, articles=tuple(url for url in named.articles if url not in own))
        with self.session.page_step():
            self.lists.enqueue(self.session, named, page, address)
            if isinstance(reading, Article) or not named.articles:
                return False
            self.lists.patterns.told(address.url, fruitful=False)
            frontier.mark_as_list(self.session.rows, address.url)
            self.session.record_outcome(kept, "list", page.body)
        return True

    def failed(self, failure: Failure) -> None:
        """An address gave no answer. Of an article over several pages, what there is goes down the line, as partial."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        arguments = request.cb_kwargs
        address: Address = arguments["address"]
        error, reason = failure.value, explain_failure(failure.value)
        with self.stopping():
            if isinstance(error, UnguardedError):
                raise error
            if "earlier" in arguments:
                self._partial(request.url, reason, arguments["earlier"], arguments["first"])
            elif isinstance(error, ForbiddenError | DisallowedError | UnavailableError):
                self.session.counts["refused"] += 1
                with self.session.page_step():
                    self.session.record_problem(request.url, "fetch", reason)
                    if isinstance(error, UnavailableError):
                        frontier.postpone(self.session.rows, address.url, reason, datetime.now(UTC))
                    else:
                        frontier.mark_refused(self.session.rows, address.url, reason)
                if address.kind == "list":
                    self.reasons[address.source or ""] = reason
            else:
                self._missed(address, reason, request.meta.get("kept"))

    def _partial(self, url: str, reason: str, earlier: tuple[Page, ...], first: Kept | None) -> None:
        self.session.counts["failed"] += 1
        with self.session.step():
            self.session.record_problem(url, "fetch", reason)
        line.run(self.session, earlier, first)

    def ended(self, reason: str) -> None:
        """End the run; name the sources that gave nothing, the traps, and the promises that were not kept."""
        self.reason = "outside its hours" if reason == "finished" and self.is_over() else reason
        with self.stopping():
            with self.session.step():
                for source in self.site.sources:
                    if not self.lists.named[source.name] and not source.optional:
                        why = self.reasons.get(source.name, str(self.error or "it named no article"))
                        self.session.record_problem(source.url, "discover", f"{source.name} gave nothing: {why}")
                for name, told in self.lists.outside().items():
                    urls_of = {source.name: source.url for source in self.site.sources}
                    self.session.record_problem(urls_of.get(name, name), "discover", f"{name}: {told}")
                for its, why in self.lists.patterns.closed.items():
                    self.session.record_problem(self.site.homepage or its, "discover", why)
                well = absence.settle(self.session.rows, self.session.run_id, self.session.counts["fetched"])
            if reason == "finished":
                self.below = expectations.find_unmet(self.session, self.site.name, self.site.expect)
                if not well:
                    self.below += ("so many articles are missing that the site cannot be well",)
            self.session.end("; ".join((self.reason, *self.below)), dict(self.lists.named))
        with self.stopping():
            self.session.close()
        if self.error and self.settings.getbool("ARCHIVE_LOGS_ERROR"):
            self.logger.error("%s", self.error)


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
