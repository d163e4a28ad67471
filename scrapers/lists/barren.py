"""Explain why a list named no article: which links were left out and why, or what kind of answer it was."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from cundang.model.page import Page
from cundang.text.address import find_day, host_of
from pipelines.decode import decode
from pipelines.extract.generic import is_front_page
from pipelines.extract.tree import parse, select, text_of
from scrapers.lists.found import Discovered
from scrapers.lists.reader import unzip
from scrapers.lists.xml import is_xml
from scrapers.site import Site
from scrapers.sources import Feed, JsonList, Sitemap, Source

_LITTLE = 200  # characters of text: of a page that a script fills, and that says so to whom has none
_MARKUP = re.compile(r"\s{0,99}<")


def explain_barren(source: Source, page: Page, site: Site, found: Discovered) -> str:
    """Explain in a line why a page of a source named no article of a site. `found` is what `read_list` gave of it.

    Raises RefusedError where the page cannot be decoded, which `read_list` has done before.
    """
    text = decode(unzip(page)).text
    form = _describe_form(source, text)
    if not found.links:
        return f"{form} without a link" if form else _describe_linkless(source, text)
    told = list_left_out(found.outside, found.files, page.url, site)
    left = len({*found.outside, *found.files})
    if rest := found.links - left:
        told.append(f"{rest} to pictures, scripts, further lists or nowhere")
    what = f"{form}; " if form else ""
    return f"{what}none of its {found.links} links matches the site's pattern of articles: {', '.join(told)}"


def list_left_out(outside: Iterable[str], files: Iterable[str], page_url: str, site: Site) -> list[str]:
    """List what the links of a list lead to that match no article, with counts and examples."""
    links = dict.fromkeys(outside)
    elsewhere = {url: None for url in links if not _is_on_site(url, page_url, site)}
    roads = {url: None for url in links if url not in elsewhere and _is_road(url)}
    unlike = [url for url in links if url not in elsewhere and url not in roads]
    counts = (
        (unlike, "on its hosts"),
        (elsewhere, "on other hosts"),
        (roads, "to front pages and folders"),
        (list(files), "to files"),
    )
    return [f"{len(urls)} {what}{_show(urls)}" for urls, what in counts if urls]


def _describe_form(source: Source, text: str) -> str:
    """What is wrong with the form of an answer, if it is another than the source is declared to have."""
    if isinstance(source, Sitemap | Feed) and not is_xml(text) and _MARKUP.match(text):
        return "HTML where XML is due"
    if isinstance(source, JsonList) and is_xml(text):
        return "XML where JSON is due"
    return ""


def _describe_linkless(source: Source, text: str) -> str:
    """Describe an answer without a single link."""
    if is_xml(text):
        return "a feed or sitemap without an entry"
    if not _MARKUP.match(text):
        at = f" at {source.rows}" if isinstance(source, JsonList) and source.rows else ""
        is_json = text.lstrip()[0] in "{[" or isinstance(source, JsonList)
        return f"an empty list{at}: JSON without an address" if is_json else "plain text without a link"
    tree = parse(text)
    title = next((f", titled {text_of(each)[:60]!r}" for each in select(tree, "title") if text_of(each)), "")
    scripts, characters = len(select(tree, "script")), len("".join(text_of(each) for each in select(tree, "body")))
    if scripts and characters < _LITTLE:
        return f"a page that only a script fills ({scripts} scripts, {characters} characters of text, no link){title}"
    return f"a page without a link{title}"


def _is_on_site(url: str, page_url: str, site: Site) -> bool:
    host = host_of(url)
    return host == host_of(page_url) or any(host == own or host.endswith(f".{own}") for own in site.hosts)


def _is_road(url: str) -> bool:
    """Whether an address is a front page or a folder: navigation, not an article of a form that is not known."""
    path = urlsplit(url).path
    return is_front_page(url) or (path.endswith("/") and find_day(url) is None)


def _show(urls: Iterable[str]) -> str:
    """Two examples, preferably with a day in their address, as articles have."""
    ordered: Sequence[str] = sorted(urls, key=lambda url: (find_day(url) is None, url))
    return f" ({' and '.join(url[:200] for url in ordered[:2])})"
