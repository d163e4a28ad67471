"""Fetch what articles come with: their attachments (附件), and the pictures, style sheets and scripts of their pages.

Each is asked for after its article is stored, with the same guard, robots.txt and delay; it fails by itself, and is no
article. What is left when a run ends (a kill, a bound) is what rows of `attachments` and `images` have no bytes for:
later runs with the same option take it up when they have no article left to fetch.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from cundang.model.errors import ArchiveError, RefusedError
from cundang.model.page import PAGE_STATUSES, Page, Record
from cundang.store import extras
from cundang.store.extras import Purpose
from cundang.store.run_log import Kept
from cundang.text.address import encode_address, find_target, host_of, is_web
from pipelines.decode import decode
from pipelines.extract import HEAD, is_html
from pipelines.extract.worker import is_heavy, run_bounded
from pipelines.files import find_attachment_type, find_picture_type
from scrapers.guarded_handler import UnguardedError
from scrapers.limits import MOST_HOPS
from scrapers.needs import Kind, Need, find_page_needs, find_style_needs
from scrapers.referer import make_referer
from scrapers.response import explain_failure, make_page

if TYPE_CHECKING:
    from scrapers.spiders import ArticleSpider

_MOST_FAILURES = 3  # of a host in a row, then no more is asked of it in this run
_MOST_LEVELS = 1  # of style sheets that style sheets import


@dataclass(slots=True)
class _Wanted:
    """Something to be fetched: what it is to be, the page that needs it, and the rows that are to say where it is."""

    url: str
    kind: Kind
    page: str
    referer: str
    rows: list[tuple[str, int, str]] = field(default_factory=list)  # table, article, address as the row has it
    level: int = 0
    hops: int = 0
    held: dict[str, Any] | None = None  # its type, bytes, digest and record, once it is there

    @property
    def purpose(self) -> Purpose:
        return "attachment" if self.kind == "attachment" else "requisite"


class Extras:
    """The attachments and requisites of one run; which of the two are wanted is given.

    `page_bytes` and `run_bytes` bound what is fetched for a page and in the run. `answers` counts the answers.
    """

    def __init__(self, spider: "ArticleSpider", attachments: bool, requisites: bool) -> None:
        self._spider, self._session = spider, spider.session
        self._attachments, self._requisites = attachments, requisites
        self._page_bytes = spider.settings.getint("ARCHIVE_PAGE_BYTES")
        self._run_bytes = spider.settings.getint("ARCHIVE_RUN_BYTES")
        self._queue: deque[_Wanted] = deque()
        self._known: dict[str, _Wanted] = {}
        self._bytes: Counter[str] = Counter()  # fetched, by page
        self._failures: Counter[str] = Counter()  # in a row, by host
        self._bounded: set[str] = set()  # pages, and "" for the run, whose bound was told
        self._backlog: deque[int] | None = None
        self.answers = 0

    def plan(self, article_id: int, pages: tuple[Page, ...]) -> None:
        """Plan what the pages of a stored article come with."""
        page = pages[0].url
        if "" in self._bounded:  # later runs take it up
            return
        if self._attachments:
            for url in extras.select_missing(self._session.rows, "attachments", article_id):
                row = ("attachments", article_id, url)
                self._want(_Wanted(encode_address(url), "attachment", page, page, [row]))
        if self._requisites:
            rows = {encode_address(url): url for url in extras.select_missing(self._session.rows, "images", article_id)}
            needs = [need for each in pages for need in self._find_needs(each)]
            for need in dict.fromkeys([*needs, *(Need(url, "picture") for url in rows)]):
                row_of = [("images", article_id, rows[need.url])] if need.url in rows else []
                self._want(_Wanted(need.url, need.kind, page, page, row_of))

    def _find_needs(self, page: Page) -> tuple[Need, ...]:
        try:
            text = decode(page).text
            return run_bounded(find_page_needs, text, page.url) if is_heavy(text) else find_page_needs(text, page.url)
        except RefusedError as refusal:
            self._session.record_problem(page.url, "fetch", f"its requisites are not known: {refusal.reason}")
            return ()

    def _want(self, wanted: _Wanted) -> None:
        """Queue what was not asked for in this run, unless its bytes are held already."""
        if not is_web(wanted.url):
            return
        if known := self._known.get(wanted.url):
            known.rows += wanted.rows
            if known.held:
                self._place(known)
            return
        self._known[wanted.url] = wanted
        if place := extras.find_held(self._session.rows, wanted.url):
            if not wanted.rows and wanted.kind != "style":
                return
            try:
                page = self._session.warc.read(place.warc_file, place.warc_offset)
            except ArchiveError:
                pass  # its WARC file is elsewhere
            else:
                self._take(wanted, page, place)
                return
        self._queue.append(wanted)

    def is_pending(self) -> bool:
        """Whether something is left to be fetched."""
        return bool(self._queue) or self._refill()

    def next_request(self, may_refill: bool) -> Request | None:
        """The next request; of what earlier runs left only where `may_refill`, that is, no article is left."""
        while self._queue or (may_refill and self._refill()):
            wanted = self._queue.popleft()
            if not self._explain_skip(wanted):
                return self._make_request(wanted)
        return None

    def _refill(self) -> bool:
        """Plan the articles for which earlier runs left something, until there is something to fetch."""
        if self._backlog is None:
            tables = [*(["attachments"] if self._attachments else []), *(["images"] if self._requisites else [])]
            with self._spider.stop_on_error():
                ids = extras.select_unfinished(self._session.rows, tables, self._spider.site.name, self._session.run_id)
                self._backlog = deque(ids)
        while not self._queue and self._backlog and "" not in self._bounded:
            article_id = self._backlog.popleft()
            with self._spider.stop_on_error(), self._session.page_step():
                if place := extras.find_page(self._session.rows, article_id):
                    try:
                        page = self._session.warc.read(place.warc_file, place.warc_offset)
                    except ArchiveError:
                        continue
                    self.plan(article_id, (page,))
        return bool(self._queue)

    def _explain_skip(self, wanted: _Wanted) -> bool:
        """Whether something is not fetched, because a bound is reached or its host fails. A bound is told once."""
        host = host_of(wanted.url)
        if self._failures[host] >= _MOST_FAILURES:
            return True
        for name, limit in (("", self._run_bytes), (wanted.page, self._page_bytes)):
            spent = self._bytes[name]
            if spent >= limit:
                if name not in self._bounded:
                    self._bounded.add(name)
                    what = "page" if name else "run"
                    reason = f"more than {limit >> 20} MiB of attachments and requisites of a {what}: the rest was left"
                    with self._spider.stop_on_error(), self._session.step():
                        self._session.record_problem(wanted.page, "fetch", reason)
                return True
        return False

    def _make_request(self, wanted: _Wanted) -> Request:
        meta = {"purpose": wanted.purpose}
        request = Request(wanted.url, self.handle_response, errback=self.handle_failure, meta=meta, dont_filter=True)
        request.cb_kwargs["wanted"] = wanted
        if referer := make_referer(wanted.referer, wanted.url):
            request.headers["Referer"] = referer
        return request

    def handle_response(self, response: Response, wanted: _Wanted) -> None:
        """Take an answer, or follow its redirect, or tell why it is not what was wanted."""
        kept: Kept | None = response.meta.get("kept")
        if kept is None:  # the archive could not record it; the spider is closing
            return
        self.answers += 1
        for name in ("", wanted.page):
            self._bytes[name] += len(response.body)
        location = response.headers.get("Location")
        with self._spider.stop_on_error(), self._session.page_step():
            if response.status in PAGE_STATUSES:
                self._failures[host_of(wanted.url)] = 0
                self._session.record_outcome(kept, "part", response.body)
                self._session.counts[f"{wanted.purpose}s"] += 1
                self._take(wanted, make_page(response), kept.record)
            elif 300 <= response.status < 400 and location:
                self._follow(wanted, find_target(response.url, location.decode("latin-1")), kept)
            else:
                if response.status in (429, 503):  # it asks for a pause: nothing more of it in this run
                    self._failures[host_of(wanted.url)] = _MOST_FAILURES
                self._fail(wanted, f"HTTP {response.status}", kept.record)

    def handle_failure(self, failure: Failure) -> None:
        """Tell why there was no answer."""
        wanted: _Wanted = failure.request.cb_kwargs["wanted"]  # type: ignore[attr-defined]  # set by Scrapy
        with self._spider.stop_on_error():
            if isinstance(failure.value, UnguardedError):
                raise failure.value
            kept = failure.request.meta.get("kept")  # type: ignore[attr-defined]
            with self._session.page_step():
                self._failures[host_of(wanted.url)] += 1
                self._fail(wanted, explain_failure(failure.value), kept.record if kept else None)

    def _follow(self, wanted: _Wanted, target: str, kept: Kept) -> None:
        if wanted.hops >= MOST_HOPS or not is_web(target):
            self._fail(wanted, f"more than {MOST_HOPS} redirects, or one to no web address", kept.record)
            return
        rows, hops = wanted.rows, wanted.hops + 1
        self._want(_Wanted(target, wanted.kind, wanted.page, wanted.referer, rows, wanted.level, hops))

    def _take(self, wanted: _Wanted, page: Page, record: Record) -> None:
        """Take an answer as what was wanted, if its bytes are that."""
        if wanted.kind in ("style", "script"):
            if _is_page(page):
                self._fail(wanted, f"its answer is a page, no {wanted.kind}", record)
            elif wanted.kind == "style" and wanted.level <= _MOST_LEVELS:
                self._plan_style(wanted, page)
            return
        found = find_attachment_type(page) if wanted.kind == "attachment" else find_picture_type(page)
        if found:
            wanted.held = extras.describe_held(page, found, record)
            self._place(wanted)
        elif wanted.rows or _is_page(page):  # else a font of a style sheet
            declared = (page.header("content-type") or "no type declared").partition(";")[0].strip()[:60]
            what = "a page" if _is_page(page) else f"declared as {declared}"
            self._fail(wanted, f"its answer is no {wanted.kind}, but {what}", record)

    def _plan_style(self, wanted: _Wanted, page: Page) -> None:
        try:
            needs = find_style_needs(decode(page).text, wanted.url)
        except RefusedError:
            return
        for need in needs:
            self._want(_Wanted(need.url, need.kind, wanted.page, wanted.url, level=wanted.level + 1))

    def _place(self, wanted: _Wanted) -> None:
        """Let the rows of what is held say where it is."""
        assert wanted.held
        for table, article_id, url in wanted.rows:
            extras.place(self._session.rows, table, article_id, {**wanted.held, "url": url})
        wanted.rows.clear()

    def _fail(self, wanted: _Wanted, reason: str, record: Record | None) -> None:
        url = wanted.rows[0][2] if wanted.rows else wanted.url
        self._session.record_problem(url, "fetch", f"{wanted.purpose} of {wanted.page[:200]}: {reason}", record)


def _is_page(page: Page) -> bool:
    return is_html(page.body[:HEAD].decode("utf-8", "replace"))
