"""Look at a site as `archive add` does: one of its articles, its lists, and the pattern that its articles have."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cundang.model.page import Page
from cundang.model.publisher import Publisher
from cundang.text.address import canonicalize, find_day, host_of, is_web
from scrapers.fetch import fetch
from scrapers.lists.barren import list_left_out
from scrapers.politeness import require_contact
from scrapers.site import Site
from scrapers.sources import Epaper, Sitemap, Source
from scrapers.wizard.article_lists import propose_lists
from scrapers.wizard.article_pattern import make_pattern
from scrapers.wizard.list_forms import Form
from scrapers.wizard.module_text import list_hosts
from scrapers.wizard.trial import Naming, Trial, TriedList, list_links, read_tried


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was found: its address, its form in words, the source that reads it, and what it named.

    `read` is how many of its pages were read, `unread` how many more it named; `left_out` says what else it links to.
    """

    address: str
    form: str
    source: Source
    naming: Naming
    read: int
    unread: int
    left_out: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: the page of the article, if one was asked for; the pattern, and where it is from; the lists."""

    page: Page | None
    pattern: str
    origin: str
    hosts: tuple[str, ...]
    lists: tuple[Listed, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the site: those that named articles, or where none did, the likeliest as a guess."""
        fruitful = tuple(one.source for one in self.lists if one.naming.articles)
        return fruitful or tuple(one.source for one in self.lists[:1])


def look(
    article: str | Page | None,
    lists: Mapping[str, Form],
    owner: Publisher | None = None,
    pattern: str = "",
    allow_private: bool = False,
    contact: str | None = None,
    delay: float | None = None,
) -> Looked:
    """Look at an article, which is an address to be fetched or a page at hand, and at lists, all in one run.

    Without `lists` those are tried that a fetched article lets one expect; those of a page at hand are only proposed.
    The pattern of articles is the given one, that of `owner`, whose module has the host, or one that is made.

    Raises UsageError where a contact is missing for a public host, ArchiveError where the article gives no page.
    """
    page = article if isinstance(article, Page) else None
    example = canonicalize(page.url if page else str(article)) if article else None
    trial = Trial(lists, example)
    if (article and page is None) or lists:
        if not allow_private:
            require_contact(contact)
        wanted = [article] if isinstance(article, str) else []
        reasons: dict[str, str] = {}
        fetched = fetch(wanted, allow_private, trial.sources, trial, contact, delay, reasons)
        for name, reason in reasons.items():
            if (failed := trial.tried.get(name)) and not failed.pages:
                failed.failure = reason
        page = page or (fetched[-1] if fetched else None)
        tried = trial.tried
    else:
        tried = (
            {url: TriedList(form, failure="not looked at") for url, form in propose_lists(page).items()} if page else {}
        )
    example = canonicalize(page.url) if page and is_web(page.url) else None
    pattern, origin = _choose_pattern(pattern, owner, example, tried)
    host = host_of(example or next(iter(tried), "")).removeprefix("www.")
    site = owner if isinstance(owner, Site) else Site(name="new", hosts=list_hosts(host, pattern), article="")
    listed = [_list(address, one, replace(site, article=pattern or "(?!)")) for address, one in tried.items()]
    return Looked(page, pattern, origin, site.hosts, tuple(listed))


def _choose_pattern(
    given: str, owner: Publisher | None, example: str | None, tried: Mapping[str, TriedList]
) -> tuple[str, str]:
    if given:
        return given, "as given"
    if owner and owner.article:
        return owner.article, f"that of {owner.name}"
    links = [link for address, one in tried.items() for link in list_links(one, host_of(address))]
    return make_pattern(example, links)


def _list(address: str, tried: TriedList, site: Site) -> Listed:
    naming = read_tried(tried, site)
    source = tried.form.source
    if source.is_by_day and not isinstance(source, Epaper | Sitemap) and not _is_of_its_day(source, address, naming):
        source = replace(source, url=address.partition("#")[0])  # the day is that of the column, not of the list
    if naming.articles:
        source = replace(source, evidence=f"seen {datetime.now(UTC).date()}")
    left_out = ", ".join(list_left_out(naming.outside, naming.files, address, site))
    return Listed(address, tried.form.name, source, naming, len(tried.pages), tried.unread, left_out)


def _is_of_its_day(source: Source, address: str, naming: Naming) -> bool:
    """Whether the day in the address of a list is that of most of its articles, by their own addresses."""
    day = source.find_day(address.partition("#")[0]) or ""
    days = [own for url in naming.articles if (own := find_day(url) or naming.days.get(url))]
    return not days or sum(own.startswith(day) for own in days) * 2 >= len(days)
