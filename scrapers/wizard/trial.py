"""Try lists: fetch a few of their pages as a crawl does, recognise their form from the first, and read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.model.publisher import BEIJING
from cundang.store import frontier
from cundang.store.frontier import Address
from cundang.store.session import Session
from scrapers.discovery import Discovery
from scrapers.fetch import SITE
from scrapers.lists import Discovered, explain_barren, read_list
from scrapers.site import Site
from scrapers.sources import Listing, Source, is_on_one_host
from scrapers.wizard.article_lists import propose_lists
from scrapers.wizard.list_forms import Form, recognise

MOST_PAGES = 6  # of one list: enough to see that its next page is found
_NOTHING = "(?!)"  # matches no address: a trial reads lists, no articles
_LONGEST = 10_000  # links of a trial that are looked at


@dataclass
class TriedList:
    """A list that is tried, and the pages of it that were read, with their addresses.

    `form` is what it is expected to be, and from its first page on what it was recognised as. `waiting` are further
    lists that it named, `unread` how many more there are, `failure` says why it cannot be read.
    """

    form: Form
    is_recognised: bool = False
    pages: list[tuple[str, Page]] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    unread: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a list names by a site's pattern of articles: these, with their days; what was left out; what is odd.

    `pages` is how many articles each of its pages named that those before had not.
    """

    articles: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    barren: str = ""


class Trial(Discovery):
    """The lists that one run tries, by their addresses (with what is posted). `example` is the address of an article.

    Where no list was given, those are tried that the page of the article lets one expect.
    """

    def __init__(self, lists: Mapping[str, Form], example: str | None = None) -> None:
        self.tried = {address: TriedList(form) for address, form in lists.items()}
        self._example, self._proposes = example, not lists
        super().__init__(Site(name="trial", article=_NOTHING, sources=self.sources), None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the run. Each has the address that is tried as its name, and only that address."""
        return tuple(Listing(name=address, url=address) for address in self.tried)

    def read(self, page: Page, address: Address) -> Discovered | RefusedError:
        tried = self._find_tried(address)
        if tried is None:  # a front page that is only fetched because its host is private
            return RefusedError("discover", "not tried")
        try:
            if not tried.is_recognised:
                tried.form, tried.is_recognised = recognise(page, address.url, self._example), True
            found = read_list(tried.form.source, page, self._site, address.url)
        except RefusedError as refusal:
            tried.failure = tried.failure or refusal.reason
            return refusal
        tried.pages.append((address.url, page))
        return found

    def _find_tried(self, address: Address) -> TriedList | None:
        return self.tried.get(address.source or "") or self.tried.get(address.url)

    def explain_barren(self, found: Discovered, page: Page, address: Address) -> str:
        return ""

    def enqueue(self, session: Session, found: Discovered, page: Page, address: Address) -> int:
        """Put a few further lists on the frontier: those that a list consists of, and always its next page."""
        tried = self._find_tried(address)
        assert tried is not None  # it was read
        following = [url for url in found.lists if url not in tried.waiting][:1]
        parts = [url for url in found.parts if url not in tried.waiting]
        room = MOST_PAGES - 1 - len(tried.waiting)
        kept = [*parts[: max(0, room - len(following))], *following][: max(0, room)]
        tried.unread += len({*parts, *following} - set(kept))
        tried.waiting.update(kept)
        frontier.add(session.rows, SITE, "list", kept, page.url, address.source)
        return 0

    def enqueue_lists_of_article(self, session: Session, page: Page, address: Address) -> None:
        if not self._proposes:
            return
        for url, form in propose_lists(page).items():
            if is_on_one_host(url, page.url) and url not in self.tried:
                self.tried[url] = TriedList(form)
                frontier.add(session.rows, SITE, "list", [url], page.url, url)


def list_links(tried: TriedList, host: str) -> list[str]:
    """Every address on the pages of a tried list that could be an article's."""
    site = Site(name="trial", hosts=(host,), article="^https?://")
    links: dict[str, None] = {}
    for address, page in tried.pages:
        links |= dict.fromkeys(read_list(tried.form.source, page, site, address).articles)
    return list(links)[:_LONGEST]


def read_tried(tried: TriedList, site: Site) -> Naming:
    """Read what a tried list names by the pattern of articles of a site."""
    source, zone = tried.form.source, site.zone or BEIJING
    site = replace(site, zone=zone)
    articles: dict[str, None] = {}
    days: dict[str, str] = {}
    outside: dict[str, None] = {}
    files: dict[str, None] = {}
    odd: list[str] = []
    pages: list[int] = []
    barren = ""
    for address, page in tried.pages:
        found = read_list(source, page, site, address)
        before = len(articles)
        articles |= dict.fromkeys(found.articles)
        pages.append(len(articles) - before)
        days |= found.days
        outside |= dict.fromkeys(found.outside)
        files |= dict.fromkeys(found.files)
        odd += found.odd
        if not found.articles and (found.links or not found.parts):
            barren = barren or explain_barren(source, page, site, found)
    left = dict.fromkeys(url for url in outside if url not in articles)
    barren = "" if articles else barren or tried.failure or "it gave no page"
    return Naming(tuple(articles), days, tuple(left), tuple(files), tuple(odd), tuple(pages), barren)
