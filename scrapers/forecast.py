"""What the modules of sites, the guard and a robots.txt say of an address, whether it was ever fetched or not."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from cundang.model.errors import ArchiveError
from cundang.model.page import PAGE_STATUSES
from cundang.raw.pages import read_page
from cundang.store.story import find_robots
from cundang.text.address import canonicalize
from scrapers.guard import Guard
from scrapers.robots import Robots, parse_rules
from scrapers.site import Site
from scrapers.sites import list_broken, publishers, sites


def tell_modules(url: str) -> Iterator[str]:
    """What the modules say of an address: of which site it is, whether that takes it for an article or for a list, and
    which sources would name it.
    """
    if refusal := Guard().explain_refusal(url):
        yield f"{refusal}; it is fetched only with --allow-private"
    publisher = publishers().of_address(url)
    site = sites().get(publisher.name)
    if site is None:
        yield from _tell_without_module(publisher.name)
        return
    yield f"it is of the site {site.name}: by the host, which its module names"
    source = site.find_source(url) or site.find_source(canonicalize(url))
    if source is not None:
        yield f"it is a list: the source {source.name} of {site.name} reads it"
        return
    if _is_article(site, url):
        named = ", ".join(each.name for each in site.sources)
        yield f"it has the form of an article of {site.name}; one of its sources has to name it: {named}"
    else:
        yield f"it has not the form of an article of {site.name} ({site.article}), so lists that name it are in vain"


def _is_article(site: Site, url: str) -> bool:
    pattern = site.article_pattern
    return pattern.search(url) is not None or pattern.search(canonicalize(url)) is not None


def _tell_without_module(name: str) -> Iterator[str]:
    known = publishers().of_name(name)
    if known is not None:
        yield f"it is of {name}, which has a layout: its pages are read, and not crawled"
    else:
        yield f"no module describes the site {name}; `archive add` makes one, `archive crawl ADDRESS` does without"
    yield from list_broken(name)


def tell_robots(connection: sqlite3.Connection, warc: Path, urls: Sequence[str]) -> Iterator[str]:
    """What the robots.txt says that the archive fetched last of the host of an address; nothing where it has none."""
    fetch = find_robots(connection, urls)
    if fetch is None:
        return
    of = f"robots.txt of {fetch['fetched_at'][:16].replace('T', ' ')} (HTTP {fetch['status']})"
    if fetch["status"] not in PAGE_STATUSES:
        yield f"{of} forbids nothing: there was none"
        return
    try:
        body = read_page(warc, fetch["warc_file"], fetch["warc_offset"]).body
    except (ArchiveError, OSError, TypeError) as error:
        yield f"{of} cannot be read: {error}"
        return
    robots = Robots(parse_rules(body))
    delay = f"; it asks for {robots.get_delay():g} s between two requests" if robots.get_delay() else ""
    yield f"{of} {'allows' if robots.allows(urls[0]) else 'forbids'} it{delay}"
