"""The spider's answers that are no pages: redirects, requests to wait, missing pages, failures."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from cundang.model.errors import ArchiveError
from cundang.model.page import Page
from cundang.store import absence, frontier
from cundang.store.articles import find_id
from cundang.store.clock import read_clock
from cundang.store.frontier import Address
from cundang.store.run_log import Kept
from cundang.store.session import Session
from cundang.text.address import canonicalize, is_web, path_of
from pipelines import line
from scrapers.cookies import Cookies
from scrapers.guard import ForbiddenError, Guard
from scrapers.guarded_handler import UnguardedError
from scrapers.limits import MOST_HOPS, STILL_GROWING
from scrapers.politeness import Pauses
from scrapers.referer import make_referer
from scrapers.response import explain_failure
from scrapers.robots import DisallowedError, UnavailableError
from scrapers.site import Site
from scrapers.sources import CONTENT_TYPES, Numbered, split_post_address


class AnswerSpider(scrapy.Spider):
    """A spider of one site, with what it does where an address gives no page. What it does with pages is a subclass's.

    `reasons` says of each source why it gave nothing, `error` what ended the run before its time.
    """

    site: Site
    session: Session
    guard: Guard

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons: dict[str, str] = {}
        self.error: ArchiveError | None = None
        self.cookies = Cookies()
        self._pauses = Pauses(self.site.hours, self.site.zone)

    def handle_response(self, response: Response, address: Address) -> Request | None:
        """Handle the response to the request of a row of the frontier."""
        raise NotImplementedError

    @contextmanager
    def stop_on_error(self) -> Iterator[None]:
        """Close the spider where the archive cannot be written or the guard fails; the error is raised at the end."""
        try:
            yield
        except ArchiveError as error:
            if self.error is None:
                self.error = error
                self._close("unguarded" if isinstance(error, UnguardedError) else "archive_error")

    def _close(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def _wake(self) -> None:
        """Let the engine ask for requests at once when a pause ends; by itself it asks only every five seconds."""
        if self.crawler.engine and self.crawler.engine._slot:
            self.crawler.engine._slot.nextcall.schedule()

    def _make_request(
        self, url: str, callback: Callable[..., Any], arguments: dict[str, Any], named_by: str = ""
    ) -> Request:
        at, form, body = split_post_address(url)
        request = Request(at, callback=callback, errback=self.handle_failure, cb_kwargs=arguments, dont_filter=True)
        if at.isascii():  # as it is written: yarl would write %3B as ;
            request.meta["verbatim_url"] = True
        if form:
            request = request.replace(method="POST", body=body)
            request.headers["Content-Type"] = CONTENT_TYPES[form]
        if referer := make_referer(named_by, request.url):
            request.headers["Referer"] = referer
        return request

    def _handle_redirect(self, response: Response, address: Address, location: str) -> Request | None:
        """Put the target of a redirect on the frontier and mark the address done, in one transaction.

        What was posted is posted again only where the answer says so (307 and 308: RFC 9110, 15.4). An address that
        redirects to itself is asked again, where it sets a cookie or names another spelling.
        """
        kept: Kept = response.meta["kept"]
        target, posted = canonicalize(location), address.url.partition("#")[2]
        is_to_itself = target == canonicalize(response.url)
        if is_to_itself and (again := self._ask_again(response, location)):
            return again
        if posted and response.status in (307, 308):
            target = f"{target}#{posted}"
        if target == address.url or (is_to_itself and not posted):
            self._handle_missing(address, "it redirects to itself", kept)
            return None
        refusal = self.guard.explain_refusal(location)
        if address.hops >= MOST_HOPS:
            refusal = f"more than {MOST_HOPS} redirects in a row, the last to {target[:200]}"
        starts = {canonicalize(source.url) for source in self.site.sources} | {canonicalize(self.site.homepage or "")}
        is_elsewhere = target in starts or path_of(target) in ("", "/") or absence.is_error_page(target)
        if not refusal and address.kind == "article" and is_elsewhere:
            self._handle_missing(address, f"redirected to {target}", kept, gone=True)
            return None
        if not refusal and frontier.find_redirect(self.session.rows, target) == address.url:
            self._handle_missing(address, f"redirected to {target[:200]}, which redirects back", kept)
            return None
        with self.session.page_step():
            if refusal:
                self.session.record_problem(address.url, "fetch", f"redirect: {refusal}", kept.record)
                if is_web(location):
                    frontier.add(self.session.rows, self.site.name, address.kind, [target], address.url, address.source)
                    frontier.mark_refused(self.session.rows, target, refusal)
                frontier.mark_refused(self.session.rows, address.url, refusal)
                self.session.counts["refused"] += 1
                if address.kind == "list":
                    self.reasons[address.source or ""] = refusal
            else:
                more = (address.url, address.source, address.depth, address.hops + 1)
                frontier.add(self.session.rows, self.site.name, address.kind, [target], *more)
                if address.kind == "list":
                    frontier.requeue(self.session.rows, [target])
                frontier.record_redirect(self.session.rows, address.url, target)
        return None

    def _ask_again(self, response: Response, location: str) -> Request | None:
        """Make the request again for an address that redirects to itself; None where it would be the same request."""
        request, times = response.request, response.meta.get("times_to_itself", 0)
        assert request is not None
        self.cookies.take(response)
        is_same = location == response.url and self.cookies.find(location) == request.headers.get("Cookie", b"")
        if is_same or times >= MOST_HOPS:
            return None
        meta = {name: value for name, value in response.meta.items() if name not in ("kept", "head")}
        return request.replace(url=location, meta={**meta, "times_to_itself": times + 1})

    def _handle_pause(self, response: Response, address: Address, kept: Kept) -> Request | None:
        """Handle 429 and 503: pause and request again, or end the run after a long Retry-After or several in a row."""
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        seconds = self._pauses.begin_pause(retry_after)
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self._wake)
            known_as = response.meta.get("known_as")
            url = response.url if known_as else address.url
            again = self._make_request(
                url, self.handle_response, response.request.cb_kwargs if response.request else {}
            )
            again.headers = response.request.headers if response.request else again.headers
            again.meta["earlier"] = response.meta.get("earlier")
            if known_as:
                again.meta["known_as"] = known_as
            return again
        with self.session.page_step():
            reason = f"HTTP {response.status}, Retry-After {retry_after[:40] or 'not given'}"
            self.session.record_problem(address.url, "fetch", reason, kept.record)
            frontier.postpone(
                self.session.rows, address.url, reason, read_clock() + self._pauses.cap_absence(retry_after)
            )
            if address.kind == "list":
                self.reasons[address.source or ""] = reason
        self._close("asked_to_wait")
        return None

    def _handle_missing(self, address: Address, reason: str, kept: Kept | None, gone: bool = False) -> None:
        """Record that an address gave no page. An article that is stored may be gone: see cundang/store/absence.py."""
        with self.session.page_step():
            article_id = find_id(self.session.rows.connection, address.url) if gone else None
            if article_id is not None and kept:
                absence.record_absence(self.session.rows, self.session.run_id, article_id, address.url, reason)
                self.session.record_outcome(kept, "missing", None)
                return
            if gone and address.kind == "list" and (end := self._explain_absent_list(address)):
                frontier.mark_done(self.session.rows, address.url, f"{frontier.NO_LIST}{end} ({reason})")
                return
            self.session.counts["failed"] += 1
            self.session.record_problem(address.url, "fetch", reason, kept.record if kept else None)
            frontier.mark_failed(self.session.rows, address.url, reason)
            if address.kind == "list":
                self.reasons[address.source or ""] = reason

    def _explain_absent_list(self, address: Address) -> str:
        """Why a list that is not there is no failure: a newspaper had no issue, or a numbered list has ended."""
        source = self.site.source(address.source)
        if source is None:
            return ""
        if day := source.find_day(address.url):
            latest = read_clock().astimezone(self.site.zone or UTC).date() - STILL_GROWING
            return f"no list of {day}" if day <= latest.isoformat()[: len(day)] else ""
        is_further = isinstance(source, Numbered) and (source.next or source.page_parameter)
        return "the list ends before this page" if is_further and address.url != source.make_address(date.min) else ""

    def handle_failure(self, failure: Failure) -> None:
        """Handle a request without a response. Of an article over several pages, store the pages that were fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        arguments = request.cb_kwargs
        address: Address = arguments["address"]
        error, reason = failure.value, explain_failure(failure.value)
        with self.stop_on_error():
            if isinstance(error, UnguardedError):
                raise error
            if "earlier" in arguments:
                self._store_partial(request.url, reason, arguments["earlier"], arguments["first"])
            elif isinstance(error, ForbiddenError | DisallowedError | UnavailableError):
                self.session.counts["refused"] += 1
                with self.session.page_step():
                    self.session.record_problem(request.url, "fetch", reason)
                    if isinstance(error, UnavailableError):
                        frontier.postpone(self.session.rows, address.url, reason, read_clock())
                    else:
                        frontier.mark_refused(self.session.rows, address.url, reason)
                if address.kind == "list":
                    self.reasons[address.source or ""] = reason
            else:
                self._handle_missing(address, reason, request.meta.get("kept"))

    def _store_partial(self, url: str, reason: str, earlier: tuple[Page, ...], first: Kept | None) -> None:
        self.session.counts["failed"] += 1
        with self.session.step():
            self.session.record_problem(url, "fetch", reason)
        line.run(self.session, earlier, first)
