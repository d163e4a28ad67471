"""Recognise what a list is, read it, and sort what it names into articles, further lists and the rest."""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.address import canonicalize, find_day, is_web, path_of
from cundang.text.file_address import find_file_name
from pipelines.decode import decode
from scrapers.lists.found import Discovered, Found
from scrapers.lists.gkmlpt import read_gkmlpt
from scrapers.lists.html import read_html
from scrapers.lists.jpaas import UNIT, find_unit, read_unit
from scrapers.lists.json_rows import JSONP, read_json
from scrapers.lists.xml import find_lines, is_xml, read_lines, read_xml
from scrapers.site import Site
from scrapers.sources import Feed, Gkmlpt, Jpaas, JsonList, Links, Listing, Sitemap, Source, is_on_one_host

# Links to files that are not pages.
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|zip|rar|gz|mp[34]|docx?|xlsx?|pptx?)(?:\?|$)", re.IGNORECASE
)
_BEGINNING = 4096  # characters by which lines of addresses are known
_LARGEST = 16 << 20  # bytes, unpacked
_MOST_ROWS = 50_000  # addresses that are taken of one list: as many as a sitemap may have (sitemaps.org)


def read_list(source: Source, page: Page, site: Site, address: str | None = None) -> Discovered:
    """Find the articles of a site that a page of one of its sources names, and the source's further lists.

    `address` is where the page was asked for, with what was posted; without it, where the page says it is. JSON, JSONP,
    XML and HTML are recognised by content. Days are those of the site's zone. Raises RefusedError where the page cannot
    be read, with the reason.
    """
    page = unzip(page)
    url = address or page.url
    found = _read(source, page, url, site)
    if len(found.links) > _MOST_ROWS:
        told = f"it names {len(found.links)} addresses, of which the first {_MOST_ROWS} are taken"
        found = replace(found, links=found.links[:_MOST_ROWS], odd=(*found.odd, told))
    links = dict.fromkeys(link for link in found.links if is_web(link))
    is_article = _make_judge(site)
    if isinstance(source, Links):  # whatever stands in a frame is a page of its own
        links |= dict.fromkeys(filter(is_web, found.frames))
    named = [link for link in (*links, *filter(is_web, found.in_scripts)) if is_article(link)]
    articles = dict.fromkeys(map(canonicalize, named))
    written = {link.partition("#")[0]: canonicalize(link) for link in named}
    frames = () if articles or isinstance(source, Links) else found.frames
    lists, parts = (_select_lists(source, urls, url) for urls in (found.lists, (*found.parts, *frames)))
    others = dict.fromkeys(link.partition("#")[0] for link in links if not is_article(link))
    to_read = {url, *lists, *parts, *(link for link in others if _is_of_other_issue(source, link, site))}
    files = [link for link in others if find_file_name(link)]
    outside = [link for link in others if not _FILE.search(link) and link not in to_read and not find_file_name(link)]
    odd = (*found.odd, *_find_misfit(source, found, articles))
    return Discovered(
        tuple(articles),
        lists,
        parts,
        _find_days(found, articles, parts, source.find_day(url)),
        tuple(outside),
        tuple(files),
        odd,
        found.form,
        len({link.partition("#")[0] for link in found.links}),
        {form: one for form, one in written.items() if form != one},
    )


def _make_judge(site: Site) -> Callable[[str], bool]:
    """Make what tells whether an address is that of an article, as it is written or in the one form."""
    pattern = site.article_pattern
    return lambda link: pattern.search(link) is not None or pattern.search(canonicalize(link)) is not None


def _find_misfit(source: Source, found: Found, articles: Mapping[str, None]) -> Iterator[str]:
    """What is no list of the kind that the source is declared to be, and names nothing either."""
    if isinstance(source, Sitemap | Feed) and found.form in ("", "json") and not articles and not found.parts:
        yield f"{'JSON' if found.form else 'HTML'} where a {type(source).__name__.lower()} is due, without an article"


def _read(source: Source, page: Page, url: str, site: Site) -> Found:
    decoded = decode(page)
    text, zone, fetched_at = decoded.text, site.zone or UTC, page.fetched_at
    if isinstance(source, Gkmlpt):
        return read_gkmlpt(source, text, url, zone, fetched_at)
    if UNIT in url:
        return read_unit(text, url, zone, fetched_at)
    if isinstance(source, Jpaas):
        unit = find_unit(text, url)
        if unit is None:
            raise RefusedError("discover", "no column of jpaas: its page has no queryData with webId, pageId, tplSetId")
        return Found(parts=(unit,), form="jpaas")
    if isinstance(source, JsonList):
        return read_json(source, text, url, zone, fetched_at)
    return _read_by_content(source, text, url, zone, fetched_at, decoded.encoding)


def _read_by_content(source: Source, text: str, url: str, zone: tzinfo, fetched_at: datetime, encoding: str) -> Found:
    if is_xml(text):
        return read_xml(text, url, zone, fetched_at)
    begin = text.lstrip()[:1]
    if begin in ("{", "[") or JSONP.fullmatch(text):
        return read_json(source, text, url, zone, fetched_at)
    if begin != "<" and (isinstance(source, Sitemap) or find_lines(text[:_BEGINNING])):
        return read_lines(text)
    return read_html(source, text, url, zone, fetched_at, encoding)


def _is_of_other_issue(source: Source, link: str, site: Site) -> bool:
    """Whether an address is a list of another day, or a part of one, and so no article of a form that is not known."""
    if isinstance(source, Listing) and source.parts and re.search(source.parts, path_of(link)):
        return True
    return source.is_by_day and site.find_source(link) is not None


def _find_days(
    found: Found, articles: Mapping[str, None], parts: tuple[str, ...], of_list: str | None
) -> dict[str, str]:
    """The day of each article: as the list says, as its address says, that of a list of one day, or of its change."""
    published, changed = (
        {canonicalize(u): d for u, d in days.items() if d} for days in (found.published, found.changed)
    )
    whole_day = of_list if of_list and len(of_list) == len("2015-01-31") else None
    days = {url: published.get(url) or find_day(url) or whole_day or changed.get(url) for url in articles}
    days |= {url: changed.get(canonicalize(url)) for url in parts}
    return {url: day for url, day in days.items() if day}


def unzip(page: Page) -> Page:
    """Unpack a list that is a gzip file, as sitemaps often are. Raises RefusedError for a damaged file or a bomb."""
    if not page.body.startswith(b"\x1f\x8b"):
        return page
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(page.body, _LARGEST)
    except zlib.error as error:
        raise RefusedError("discover", f"not gzip, though it begins like gzip ({error})") from error
    if not unpacker.eof:
        raise RefusedError("discover", f"gzip that is cut off, or unpacks to more than {_LARGEST >> 20} MiB")
    return replace(page, body=body)


def _select_lists(source: Source, urls: tuple[str, ...], of: str) -> tuple[str, ...]:
    """Select addresses of lists to read: on the host of the list `of` that names them, and not that list.

    What is posted stays behind the address of a list that the source declares so; no page can ask for it.
    """
    if isinstance(source, JsonList):
        return tuple(url for url in urls if url != of)
    kept = dict.fromkeys(link for url in urls if is_web(link := url.partition("#")[0]) and is_on_one_host(link, of))
    return tuple(url for url in kept if canonicalize(url) != canonicalize(of))
