"""The spiders: one class for each site, made from its module, so that `scrapy list` and `scrapy crawl NAME` work."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings

from cundang.files.settings import choose_contact
from cundang.model.article import Article
from cundang.model.errors import RefusedError, UsageError
from cundang.model.no_article import MISSING, kind_of
from cundang.model.page import PAGE_STATUSES, Page
from cundang.raw.storage import open_folder
from cundang.raw.warc import SOFTWARE
from cundang.store import absence, frontier
from cundang.store.articles import add_site, find_id
from cundang.store.frontier import Address
from cundang.store.run_log import Kept
from cundang.store.session import Session
from cundang.text.address import canonicalize, find_target, is_web
from pipelines import line
from pipelines.learn import recall
from scrapers.discovery import Discovery
from scrapers.due_lists import add_due_lists
from scrapers.extras import Extras
from scrapers.guarded_handler import prove_at_start
from scrapers.joining import JoiningSpider
from scrapers.lists.html import find_refresh
from scrapers.politeness import check_start, find_earlier_answer, make_guard
from scrapers.renames import follow_renames
from scrapers.response import make_page
from scrapers.site import Site
from scrapers.sites import publishers
from scrapers.sources import Links, Sitemap
from scrapers.tls import read_certificates
from scrapers.walls import Walls
from upkeep import expectations


class ArticleSpider(JoiningSpider):
    """Crawls one site: reads its lists, fetches the articles that they name, and sends each through the stages."""

    extras: Extras

    def __init__(
        self,
        *args: Any,
        limit: int | str | None = None,
        since: str | None = None,
        until: str | None = None,
        recheck: bool = False,
        attachments: bool = False,
        requisites: bool = False,
        discovery: Discovery | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wants = bool(attachments) or self.site.attachments, bool(requisites) or self.site.requisites
        self.limit = None if limit is None else int(limit)
        self.since, self.until = since, until
        self.recheck = bool(recheck)
        self.discovery = discovery or Discovery(self.site, since, until)
        self.reason = "not started"
        self.interrupted_by = ""  # the name of a signal
        self.unmet: tuple[str, ...] = ()  # promises of the site that were not kept
        self._controls: absence.Controls | None = None
        self._walls = Walls(self)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Check that the site may be crawled: errors after this one `scrapy crawl` prints with a traceback."""
        super().update_settings(settings)
        try:
            contact = choose_contact(settings.get("ARCHIVE_CONTACT"), Path(settings["ARCHIVE_DB"]))
            check_start(cls.site, make_guard(cls.site), contact)
            read_certificates(settings.get("ARCHIVE_CERTIFICATES"))
        except UsageError as error:
            raise ScrapyUsageError(str(error), print_help=False) from error
        settings.set("USER_AGENT", f"{SOFTWARE} (+{contact or 'no contact given'})", priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make a spider as Scrapy does, and open the archive that the settings name."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.guard = make_guard(cls.site)
        db_path, warc = Path(crawler.settings["ARCHIVE_DB"]), open_folder(crawler.settings["ARCHIVE_WARC"])
        spider.session = Session(db_path, warc, publishers(cls.site), "crawl", cls.site.name)
        spider.extras = Extras(spider, *spider.wants)
        crawler.signals.connect(spider.end_run, signals.spider_closed)
        crawler.signals.connect(spider.ask_controls, signals.spider_idle)
        prove_at_start(crawler, lambda error: setattr(spider, "error", error))
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Put the site's sources on the frontier, from which the scheduler takes all requests."""
        with self.stop_on_error(), self.session.step():
            add_site(self.session.rows, self.site.name)
            frontier.requeue_failed(self.session.rows, self.site.name)
            frontier.requeue_due(self.session.rows, self.site.name, self.recheck)
            follow_renames(self.session.rows, self.site)
            for name in add_due_lists(self.session, self.site, self.since, self.until):
                del self.discovery.article_counts[name]  # it is not asked, so it cannot fail to give
        return
        yield

    def is_waiting(self) -> bool:
        """Whether the site asked for a pause that has not ended."""
        return self._pauses.is_waiting()

    def is_outside_hours(self) -> bool:
        """Whether the site may not be crawled at this hour."""
        return self._pauses.is_outside_hours()

    def make_request(self, address: Address) -> Request:
        """Make the request for a row of the frontier; for a known page a conditional one."""
        named_by = frontier.find_naming_page(self.session.rows, address.url)
        is_article = address.kind == "article"
        url = frontier.find_written(self.session.rows, address.url) if is_article else address.url
        request = self._make_request(url, self.handle_response, {"address": address}, named_by)
        if is_article:
            request.meta["known_as"] = address.url
        is_posted = request.method == "POST"
        earlier = (
            None if is_posted else find_earlier_answer(self.session, address.url, with_body=address.kind == "list")
        )
        if earlier and not (address.kind == "list" and self.since):
            request.meta["earlier"] = earlier
            request.headers.update(earlier.list_validators())
        return request

    def add_sitemaps(self, root: str, sitemaps: Iterable[str]) -> None:
        """Add the sitemaps that a robots.txt names on its own host, where the site's module names none."""
        source = next((s for s in self.site.sources if isinstance(s, Sitemap) and s.optional), None)
        named = (url.partition("#")[0] for url in sitemaps)  # behind it is what a source posts
        urls = [url for url in named if is_web(url) and url.startswith(f"{root}/")]
        if source and urls and source.url.startswith(f"{root}/"):
            with self.stop_on_error(), self.session.step():
                for url in urls:
                    frontier.add_source(self.session.rows, self.site.name, url, source.name, f"{root}/robots.txt")
                frontier.requeue(self.session.rows, urls)

    def handle_response(self, response: Response, address: Address) -> Request | None:
        """Handle the response to the request of a row of the frontier, by its status."""
        kept: Kept | None = response.meta.get("kept")
        if kept is None:  # the archive could not record it; the spider is closing
            return None
        if response.status in PAGE_STATUSES:
            self._pauses.record_success()
            if address.kind == "list":
                self.parse_list(response, address)
                return None
            return self.parse_article(response, address)
        location = response.headers.get("Location")
        with self.stop_on_error():
            if response.status == 304 and (earlier := response.meta.get("earlier")):
                self._handle_unchanged(address, kept, earlier.page)
            elif 300 <= response.status < 400 and location:
                return self._handle_redirect(response, address, find_target(response.url, location.decode("latin-1")))
            elif response.status in (429, 503):
                return self._handle_pause(response, address, kept)
            elif response.status not in (404, 410) and (wall := self._walls.explain(page := make_page(response))):
                self._walls.record(address, wall, kept, page)
            else:
                self._handle_missing(address, f"HTTP {response.status}", kept, gone=response.status in (404, 410))
        return None

    def _handle_unchanged(self, address: Address, kept: Kept, earlier: Page) -> None:
        """Handle 304 Not Modified. A list is read again from its last answer, because the lists that it consists of
        (the sitemaps of an index, data files) may have changed.
        """
        if address.kind == "list":
            self._handle_list(earlier, kept, address, "unchanged")
            return
        with self.session.page_step():
            line.record_sighting(self.session, address.url, kept.fetched_at)
            frontier.mark_stored(self.session.rows, address.url, self.site.name)
            self._walls.record_article()
            self.session.counts["unchanged"] += 1
            self.session.record_outcome(kept, "unchanged", None)

    def parse_list(self, response: Response, address: Address) -> None:
        """Put the addresses that a list names on the frontier, and mark the list done, in one transaction."""
        with self.stop_on_error():
            self._handle_list(make_page(response), response.meta["kept"], address, "list")

    def _handle_list(self, page: Page, kept: Kept, address: Address, outcome: str) -> None:
        found = self.discovery.read(page, address)
        is_empty = isinstance(found, RefusedError) or not (found.articles or found.lists or found.parts)
        if is_empty and outcome == "list" and (wall := self._walls.explain(page)):
            self._walls.record(address, wall, kept, page)
            return
        with self.session.page_step():
            if isinstance(found, RefusedError):
                outcome = "refused"
                self.reasons[address.source or ""] = found.reason
                self.session.record_problem(page.url, found.stage, found.reason, kept.record)
                # Asked for in the next run: a numbered list goes on behind it, but its first page may not lead there
                frontier.mark_failed(self.session.rows, address.url, str(found))
            else:
                self.discovery.enqueue(self.session, found, page, address)
                self.discovery.article_counts[address.source or ""] += len(found.articles)
                if reason := self.discovery.explain_barren(found, page, address):
                    self.reasons.setdefault(address.source or "", reason)
                frontier.mark_done(self.session.rows, address.url)
            self.session.record_outcome(kept, outcome, None if outcome == "unchanged" else page.body)
        # Before the first of what it names is requested: a list may name it only once, and a kill must not lose it.
        self.session.commit()

    def parse_article(
        self, response: Response, address: Address, earlier: tuple[Page, ...] = (), first: Kept | None = None
    ) -> Request | None:
        """Send an article through the stages once all its pages have been fetched."""
        own: Kept | None = response.meta.get("kept")
        if own is None:  # the archive could not record it; the spider is closing
            return None
        if earlier and response.status not in PAGE_STATUSES:
            with self.stop_on_error():
                self._store_partial(response.url, f"HTTP {response.status}", earlier, first)
            return None
        pages, kept = (*earlier, make_page(response)), first or own
        if earlier:
            with self.stop_on_error(), self.session.step():
                self.session.record_outcome(own, "part", pages[-1].body)
        memory, sample = recall(self.session, pages[0].url), self.settings.getint("ARCHIVE_SAMPLE")
        reading = line.Reader(self.session.publishers, memory, sample).try_read(pages)
        if not earlier and isinstance(reading, Article):
            joined = self.join_if_known_elsewhere(pages[0], reading, address, kept)
            if joined is not False:
                self._walls.record_article()
                return joined
        return self.finish_article(response, pages, address, kept, reading)

    def finish_article(
        self,
        response: Response,
        pages: tuple[Page, ...],
        address: Address,
        kept: Kept,
        reading: Article | RefusedError,
    ) -> Request | None:
        """Store an article, or ask for its next page."""
        if following := line.find_following(reading, pages):
            arguments = {"address": address, "earlier": pages, "first": kept}
            return self._make_request(following, self.parse_article, arguments, pages[-1].url)
        known = find_id(self.session.rows.connection, pages[0].url) is not None
        kind = kind_of(reading.reason) if isinstance(reading, RefusedError) else None
        with self.stop_on_error():
            if isinstance(reading, RefusedError) and kind and kind != MISSING:
                self._walls.record(address, reading.reason, kept, pages[0])
            elif isinstance(reading, RefusedError) and (target := find_refresh(pages[0])):
                self.session.record_outcome(kept, "redirect", pages[0].body)
                return self._handle_redirect(response, address, target)
            elif known and (reason := absence.find_missing_notice(self.session.rows, reading)):
                self._handle_missing(address, reason, kept, gone=True)
            elif kind or not self._follow_links(pages, address, kept, reading):
                self._store(pages, kept, reading, address)
        return None

    def _store(self, pages: tuple[Page, ...], kept: Kept, reading: Article | RefusedError, address: Address) -> None:
        if isinstance(reading, Article) and (origin := absence.find_origin(self.session.rows, reading.url, reading)):
            with self.session.step():
                absence.record_move(self.session.rows, origin, reading.url)
        outcome = line.run(self.session, pages, kept, reading).kind
        if isinstance(reading, Article):
            self._walls.record_article()
            self.discovery.patterns.record_text(address.url, (reading.title, reading.published_at, reading.text))
        if isinstance(reading, Article) and (article_id := find_id(self.session.rows.connection, reading.url)):
            with self.session.step():
                for page in pages[1:]:
                    frontier.record_joined(
                        self.session.rows, self.site.name, page.url, pages[0].url, pages[0].url, address.source
                    )
                self.extras.plan(article_id, pages)
                self.discovery.enqueue_lists_of_article(self.session, pages[0], address)
        if isinstance(self.site.source(address.source), Links):
            self.discovery.patterns.record_page(address.url, outcome in ("new", "edited"))
        if pages[0].url != address.url:
            with self.session.step():
                frontier.mark_done(self.session.rows, address.url)

    def _follow_links(
        self, pages: tuple[Page, ...], address: Address, kept: Kept, reading: Article | RefusedError
    ) -> bool:
        """Follow the links of a page of a site that is crawled by links; whether the page serves only for its links."""
        if not isinstance(self.site.source(address.source), Links):
            return False
        page = pages[0]
        found = self.discovery.read(page, address)
        if isinstance(found, RefusedError):
            return False
        if isinstance(reading, Article):  # its further pages are parts of it, not articles
            parts = {*reading.missing_pages, *(canonicalize(part.url) for part in pages)}
            articles = tuple(url for url in found.articles if url not in parts)
            # Its files are attachments, and 下一页 is a page of it.
            found = replace(found, articles=articles, lists=(), files=())
        with self.session.page_step():
            new = self.discovery.enqueue(self.session, found, page, address)
            if is_list := bool(found.articles) and not isinstance(reading, Article):
                self.discovery.patterns.record_page(address.url, fruitful=False)
                frontier.mark_as_list(self.session.rows, address.url)
                self.session.record_outcome(kept, "list", page.body)
        if new:
            self.session.commit()  # as in `_handle_list`
        return is_list

    def ask_controls(self) -> None:
        """Ask for some articles that should be there, before a run ends that missed many or was shut out."""
        if self._controls or self.error or self.is_outside_hours():
            return
        if self._walls.is_shut_out() or absence.is_doubtful(self.session.rows, self.session.run_id):
            self._controls = absence.select_controls(self.session.rows, self.site.name)
            for address in self._controls.addresses:
                self.crawler.engine.crawl(self.make_request(address))
            if self._controls.addresses:
                raise DontCloseSpider

    def end_run(self, reason: str) -> None:
        """End the run: record the sources that gave nothing, the traps, and the promises that were not kept."""
        if reason == "shutdown" and self.interrupted_by:
            reason = f"interrupted by {self.interrupted_by}"
        self.reason = "outside its hours" if reason == "finished" and self.is_outside_hours() else reason
        with self.stop_on_error():
            with self.session.step():
                for url, problem in self.discovery.find_problems(
                    self.reasons, str(self.error or "it named no article")
                ):
                    self.session.record_problem(url, "discover", problem)
                is_plausible = absence.settle(
                    self.session.rows,
                    self.session.run_id,
                    self.session.counts["fetched"] - self.extras.answers,
                    self._controls,
                )
            is_finished = reason == "finished"
            self.unmet = expectations.find_unmet(self.session, self.site.name, self.site.expect, is_finished)
            if is_finished and not is_plausible:
                self.unmet += (
                    "so many articles were missing that the site seems to have failed; these absences do not count",
                )
            if (is_finished or reason == "blocked") and (block := self._walls.explain_block()):
                self.unmet += (block,)
            self.session.end("; ".join((self.reason, *self.unmet)), dict(self.discovery.article_counts))
        with self.stop_on_error():
            self.session.close()
        if self.error and self.settings.getbool("ARCHIVE_LOGS_ERROR"):
            self.logger.error("%s", self.error)


def make_spider_class(site: Site) -> type[ArticleSpider]:
    """Make the spider class of a site."""
    name = f"{site.name.title().replace('-', '')}Spider"
    settings = {"DOWNLOAD_DELAY": site.delay}
    return type(
        name, (ArticleSpider,), {"name": site.name, "site": site, "custom_settings": settings, "__module__": __name__}
    )
