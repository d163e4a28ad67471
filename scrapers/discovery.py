"""Decide which addresses from a site's lists go on the frontier in a run, and count what the lists found."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.rows import Rows
from cundang.store.session import Session
from cundang.store.share import OUTSIDE
from cundang.text.address import find_day, is_web
from pipelines.decode import decode
from pipelines.extract.tree import parse
from scrapers.limits import (
    MOST_BARREN_LISTS,
    MOST_DEPTH,
    MOST_FOUND_LISTS,
    MOST_OUTSIDE,
    MOST_PAGES,
    STILL_GROWING,
    Patterns,
    generalize,
    is_repetitive,
)
from scrapers.lists import Discovered, explain_barren, read_list
from scrapers.lists.html import find_data_files
from scrapers.site import Site
from scrapers.sources import Links, Numbered, Sitemap, Source, Xhcloud, is_on_one_host

_FILES = "links to files (.pdf, .doc ...), which are no pages and were not fetched"

logger = logging.getLogger(__name__)


class Discovery:
    """The lists of one site in one run.

    `since` and `until` are the first and the last day to crawl, like 2024-01-31; None for no limit.
    """

    def __init__(self, site: Site, since: str | None, until: str | None = None) -> None:
        self._site = site
        self._since, self._until = since, until
        self._sources = [source.name for source in site.sources]
        self.article_counts: Counter[str] = Counter(dict.fromkeys(self._sources, 0))  # articles, by source
        self.patterns = Patterns()
        self._barren: Counter[str] = Counter()  # by source: pages in a row that named nothing new
        self._outside: dict[str, set[str]] = {}  # by source: links that do not match the site's pattern of articles
        self._files: dict[str, set[str]] = {}  # by source: links to documents, which are no pages
        self._past: set[str] = set()  # lists whose last change was before `since`
        self._is_full = False  # whether articles have named more lists than are read
        self._read: set[str] = set()  # lists that this run has read: those that link to each other are read once
        self._seen: dict[str, set[int]] = {}  # by source: the articles that its pages named, as hashes
        self._pages_read: Counter[str] = Counter()  # by source: pages that had a next one
        self._parts_of_parts: Counter[tuple[str, str]] = Counter()  # by source and day
        self._pages: dict[str, tuple[str, ...]] = {}  # by source: the articles of the page that was read last

    def read(self, page: Page, address: Address) -> Discovered | RefusedError:
        """Read a list; give what it names, or the reason why it cannot be read."""
        source = self._site.source(address.source)
        if source is None:
            return RefusedError("discover", f"the site has no source {address.source} any more")
        try:
            return read_list(source, page, self._site, address.url)
        except RefusedError as refusal:
            return refusal
        except Exception as error:
            logger.exception("%s: the page stays in the WARC, and the run goes on", page.url)
            reason = f"a fault of this software, please report it: {type(error).__name__}: {error}"
            return RefusedError("discover", reason[:500])

    def explain_barren(self, found: Discovered, page: Page, address: Address) -> str:
        """Explain why a list named no article; empty where it named some, or consists of other lists."""
        source = self._site.source(address.source)
        if found.articles or source is None or (found.parts and not found.links):
            return ""
        with suppress(RefusedError):
            return explain_barren(source, page, self._site, found)
        return ""

    def enqueue(self, session: Session, found: Discovered, page: Page, address: Address) -> int:
        """Put the addresses that a page names on the frontier; returns how many were new.

        The next pages of a list are read only as long as they name new articles. The lists that it consists of are
        always read, except those whose last change was before `since`.
        """
        rows, site, name = session.rows, self._site.name, address.source or ""
        source = self._site.source(name)
        articles = found.articles
        self._read.add(address.url)
        for odd in found.odd:
            session.record_problem(page.url, "discover", f"{name}: {odd}")
        _count(self._outside.setdefault(name, set()), found.outside)
        _count(self._files.setdefault(name, set()), found.files)
        if isinstance(source, Links):
            deep = address.depth >= MOST_DEPTH
            if deep and articles:
                self.patterns.close_deep(page.url)
            articles = tuple(u for u in articles if not deep and not is_repetitive(u) and self.patterns.admit(u))
        new = frontier.add(rows, site, "article", articles, page.url, name, depth=address.depth + 1)
        admitted = set(articles)
        written = {form: url for form, url in found.written.items() if url in admitted}
        frontier.record_written(rows, site, written, page.url, name)
        fresh = frontier.record_listed(rows, site, name, {url: found.days.get(url) for url in articles})
        past = {url for url in found.parts if self._is_before_since(found.days.get(url))}
        self._past |= past
        more = new + self._add_parts(session, found, page, address)
        if not self._is_of_past_day(source, address):
            frontier.requeue(rows, [url for url in found.parts if url not in past | self._read])
        is_of_parts = source is not None and source.is_by_day
        is_fruitful = self._is_fruitful(source, articles, new) or is_of_parts
        self._barren[name] = 0 if is_fruitful else self._barren[name] + 1
        if self._barren[name] > MOST_BARREN_LISTS:
            reason = f"trap: {MOST_BARREN_LISTS} pages in a row like {generalize(page.url)} named nothing new"
            session.record_problem(page.url, "discover", reason)
            return more
        days = [found.days.get(url) for url in found.articles]
        if days and all(self._is_before_since(day) for day in days):
            return more
        last, self._pages[name] = self._pages.get(name), found.articles
        if articles and found.lists and last == found.articles:
            reason = f"{name}: this page names the same articles as the one before; its next pages are not read"
            session.record_problem(page.url, "discover", reason)
            return more
        is_numbered = isinstance(source, Numbered) and (source.next or source.page_parameter)
        if is_numbered and (not articles or not (fresh or self._since)):
            return more
        self._pages_read[name] += bool(found.lists)
        if self._pages_read[name] > MOST_PAGES:
            reason = f"{name}: {MOST_PAGES} pages were read in this run; the page after this one is not"
            session.record_problem(page.url, "discover", reason)
            return more
        more += frontier.add(rows, site, "list", found.lists, page.url, name)
        if new or fresh or self._since or not articles:  # another source may have named them a moment before
            frontier.requeue(rows, [url for url in found.lists if url not in self._read])
        return more

    def _is_of_past_day(self, source: Source | None, address: Address) -> bool:
        """Whether an address is a list of a day, or a part of it, to which nothing is added any more."""
        day = source.find_day(address.url) if source else None
        latest = (datetime.now(self._site.zone or UTC) - STILL_GROWING).date().isoformat()
        return bool(day and day < latest[: len(day)])

    def _add_parts(self, session: Session, found: Discovered, page: Page, address: Address) -> int:
        """Put the lists that a list consists of on the frontier; returns how many were new.

        Parts have parts: a chain of them ends, and so does what grows from those of one day, where each names others.
        """
        name = address.source or ""
        source = self._site.source(name)
        counted = name, (source.find_day(address.url) if source else None) or ""
        deep, many = address.depth >= MOST_DEPTH, self._parts_of_parts[counted] > MOST_PAGES
        if found.parts and (deep or many):
            what = f"lists of lists, {MOST_DEPTH} deep" if deep else f"more than {MOST_PAGES} lists of lists"
            session.record_problem(
                page.url, "discover", f"trap: {name}: {what}; those that this one names are not read"
            )
            return 0
        more = frontier.add(session.rows, self._site.name, "list", found.parts, page.url, name, depth=address.depth + 1)
        self._parts_of_parts[counted] += more if address.depth else 0
        return more

    def _is_fruitful(self, source: Source | None, articles: tuple[str, ...], new: int) -> bool:
        """Whether a page names an article that no page of its source has named in this run; notes what it names.

        A crawl by links comes to known articles over and over: there `new` ones count.
        """
        if source is None or isinstance(source, Links | Sitemap):
            return bool(new) or isinstance(source, Sitemap)
        seen = self._seen.setdefault(source.name, set())
        count = len(seen)
        seen.update(map(hash, articles))
        return len(seen) > count

    def enqueue_lists_of_article(self, session: Session, page: Page, address: Address) -> None:
        """Put the lists that an article of Xinhua's hosting names on the frontier: one good page finds the others."""
        hosted = [source for source in self._site.sources if isinstance(source, Xhcloud)]
        if not hosted or b"datasource:" not in page.body:
            return
        source = next((source for source in hosted if source.name == address.source), hosted[0])
        files = find_data_files(parse(decode(page).text), page.url)
        urls = dict.fromkeys(url.partition("#")[0] for url in files)  # behind it is what a source posts, and no page
        own = [url for url in urls if is_web(url) and is_on_one_host(url, page.url)]
        room = max(0, MOST_FOUND_LISTS - frontier.count_lists(session.rows, self._site.name, source.name))
        frontier.add(session.rows, self._site.name, "list", own[:room], page.url, source.name)
        if len(own) > room and not self._is_full:
            self._is_full = True
            told = f"{source.name}: articles name more than {MOST_FOUND_LISTS} lists; no further one is read"
            session.record_problem(page.url, "discover", told)

    def _is_before_since(self, day: str | None) -> bool:
        return bool(self._since and day and day < self._since)

    def is_past(self, rows: Rows, address: Address) -> bool:
        """Whether an article was published before `since` or after `until`, by its address or its sources."""
        if not self._since and not self._until:
            return False
        day = frontier.find_listed_day(rows, self._site.name, self._sources, address.url) or find_day(address.url)
        return self._is_before_since(day) or bool(self._until and day and day > self._until)

    def is_closed(self, address: Address) -> bool:
        """Whether an address is not fetched in this run: its pattern is closed, or it is a list of another day."""
        return address.url in self._past or self._is_of_other_day(address) or self.patterns.is_closed(address.url)

    def _is_of_other_day(self, address: Address) -> bool:
        """Whether an address is the list of a day before `since` or after `until`, left by a run for other days."""
        source = self._site.source(address.source) if address.kind == "list" and (self._since or self._until) else None
        day = source.find_day(address.url) if source else None
        if not day:
            return False
        return day < (self._since or "")[: len(day)] or day > (self._until or "9999")[: len(day)]

    def find_problems(self, reasons: Mapping[str, str], default: str) -> Iterator[tuple[str, str]]:
        """Give an address and a reason for each source that gave nothing, and for what may be wrong with the others.

        `reasons` says why a source gave nothing, `default` does where it has no reason. Links outside the pattern of
        articles count only where one of them has a day in its address, as articles have: the rest is navigation.
        """
        for source in self._site.sources:
            if self.article_counts.get(source.name) == 0 and not source.optional:
                yield source.url, f"{source.name} gave nothing: {reasons.get(source.name, default)}"
        urls = {source.name: source.url for source in self._site.sources}
        for name, links in self._outside.items():
            if any(map(find_day, links)):
                yield urls.get(name, name), f"{name}: {_summarise(links, OUTSIDE)}"
        for name, links in self._files.items():
            if links:
                yield urls.get(name, name), f"{name}: {_summarise(links, _FILES)}"
        for pattern, reason in self.patterns.closed.items():
            yield self._site.homepage or pattern, reason


def _count(counted: set[str], links: tuple[str, ...]) -> None:
    counted.update(links[: MOST_OUTSIDE - len(counted)])


def _summarise(links: set[str], what: str) -> str:
    """A count and two examples, preferably with a day in their address, as articles have."""
    dated = sorted(url for url in links if find_day(url))
    examples = [*dated, *sorted(links - set(dated))][:2]
    count = f"{len(links)}{' or more' if len(links) >= MOST_OUTSIDE else ''}"
    with_day = f" ({len(dated)} with a day in their address)" if dated else ""
    return f"{count} {what}{with_day}, e.g. {', '.join(url[:200] for url in examples)}"
