"""What the lists of a site name in one run: what of it goes on the frontier, what is counted, what is left for another run."""

import logging
from collections import Counter

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.rows import Rows
from cundang.store.session import Session
from cundang.text.address import find_day
from scrapers.discover import Links, Named, Sitemap
from scrapers.limits import MOST_BARREN_LISTS, MOST_DEPTH, MOST_OUTSIDE, Patterns, pattern, repeats
from scrapers.site import Site
from upkeep.coverage import OUTSIDE

logger = logging.getLogger(__name__)


class Discovery:
    """The lists of one site in one run. `since` is the oldest day of interest, like 2024-01-31."""

    def __init__(self, site: Site, since: str | None) -> None:
        self._site = site
        self._since = since
        self._sources = [source.name for source in site.sources]
        self.named: Counter[str] = Counter(dict.fromkeys(self._sources, 0))  # by source
        self.patterns = Patterns()
        self._barren: Counter[str] = Counter()  # pages of a source in a row that named nothing new
        self._outside: dict[str, set[str]] = {}  # by source: links that are no articles by the site's pattern
        self._past: set[str] = set()  # lists that changed last before `since`

    def read(self, page: Page, name: str | None) -> Named | RefusedError:
        """What a list names, or why it cannot be read."""
        source = self._site.source(name)
        if source is None:
            return RefusedError("discover", f"the site has no source {name} any more")
        try:
            return source.read(page, self._site.article_pattern, self._site.zone)
        except RefusedError as refusal:
            return refusal
        except Exception as fault:
            logger.exception("%s: the page stays in the WARC, and the run goes on", page.url)
            why = f"a fault of this software, please report it: {type(fault).__name__}: {fault}"
            return RefusedError("discover", why[:500])

    def enqueue(self, session: Session, named: Named, page: Page, address: Address) -> None:
        """Put on the frontier what a page names. The next pages of a list are read only as long as they name news, the
        lists that it is made of always, except those that did not change since the day of interest.
        """
        rows, site, name = session.rows, self._site.name, address.source or ""
        source = self._site.source(name)
        articles = named.articles
        self._count_outside(name, named.outside)
        if isinstance(source, Links):
            deep = address.depth >= MOST_DEPTH
            if deep and articles:
                self.patterns.too_deep(page.url)
            articles = tuple(u for u in articles if not deep and not repeats(u) and self.patterns.admits(u))
        new = frontier.add(rows, site, "article", articles, page.url, name, depth=address.depth + 1)
        frontier.record_listed(rows, site, name, {url: named.days.get(url) for url in articles})
        past = {url for url in named.parts if self._is_before(named.days.get(url))}
        self._past |= past
        frontier.add(rows, site, "list", named.parts, page.url, name)
        frontier.requeue(rows, [url for url in named.parts if url not in past])
        self._barren[name] = 0 if new or isinstance(source, Sitemap) else self._barren[name] + 1
        if self._barren[name] > MOST_BARREN_LISTS:
            reason = f"trap: {MOST_BARREN_LISTS} pages in a row like {pattern(page.url)} named nothing new"
            session.record_problem(page.url, "discover", reason)
            return
        days = [named.days.get(url) for url in named.articles]
        if days and all(self._is_before(day) for day in days):
            return
        frontier.add(rows, site, "list", named.lists, page.url, name)
        if new or self._since or not articles:
            frontier.requeue(rows, named.lists)

    def _is_before(self, day: str | None) -> bool:
        return bool(self._since and day and day < self._since)

    def is_past(self, rows: Rows, address: Address) -> bool:
        """Whether an article is of a day before that of interest, by its address or what its sources say."""
        if not self._since:
            return False
        return self._is_before(
            frontier.find_listed_day(rows, self._site.name, self._sources, address.url) or find_day(address.url)
        )

    def is_closed(self, address: Address) -> bool:
        """Whether an address is not fetched any more in this run: it is like others that gave nothing, or is a list that
        did not change since the day of interest.
        """
        return address.url in self._past or self.patterns.is_closed(address.url) is not None

    def _count_outside(self, name: str, links: tuple[str, ...]) -> None:
        counted = self._outside.setdefault(name, set())
        counted.update(links[: MOST_OUTSIDE - len(counted)])

    def outside(self) -> dict[str, str]:
        """Of each source that named links outside the site's pattern of articles, how many in this run, and which.

        Only where one of them has a day in its address, as an article has: the rest of a list's links is navigation.
        """
        return {name: _told(links) for name, links in self._outside.items() if any(map(find_day, links))}


def _told(links: set[str]) -> str:
    """A count and two examples: first those with a day in their address, as an article has."""
    dated = sorted(url for url in links if find_day(url))
    examples = [*dated, *sorted(links - set(dated))][:2]
    count = f"{len(links)}{' or more' if len(links) >= MOST_OUTSIDE else ''}"
    with_day = f" ({len(dated)} with a day in their address)" if dated else ""
    return f"{count} {OUTSIDE}{with_day}, e.g. {', '.join(url[:200] for url in examples)}"
