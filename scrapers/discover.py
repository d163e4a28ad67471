"""Find the addresses of articles in list pages, APIs, data files, sitemaps, feeds and links. Does no I/O."""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from w3lib.url import add_or_replace_parameter

from cundang.model.errors import RefusedError
from cundang.model.page import Page
from cundang.text.address import canonicalize, find_day, is_web, join
from cundang.text.file_address import find_file_name
from pipelines.decode import decode
from pipelines.extract.tree import base_of, parse, select, text_of
from scrapers.url_dates import parse_day

_JSONP = re.compile(r"\s{0,20}[\w$.]{0,100}\s{0,20}\((.*)\)\s{0,20};?\s{0,20}", re.DOTALL)
_XML = re.compile(r"\s{0,20}<\?xml|\s{0,20}<(?:urlset|sitemapindex|rss|feed)\b")
_NEXT = re.compile(r"下一?页|下一?頁|[>›»]{1,2}|[Nn]ext")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_DATA_FILE = re.compile(r"datasource:([0-9a-f]{32})")
_ENTRIES = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")  # of a sitemap, an index, RSS, Atom
_DATES = {
    "news": "{*}news/{*}publication_date",
    "lastmod": "{*}lastmod",
    "pubDate": "{*}pubDate",
    "date": "{*}date",
    "published": "{*}published",
    "updated": "{*}updated",
}
# Links to files that are not pages.
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|zip|rar|gz|mp[34]|docx?|xlsx?|pptx?)(?:\?|$)", re.IGNORECASE
)
_LARGEST = 16 << 20  # bytes, unpacked
_LARGEST_JSON_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Discovered:
    """The addresses on a list page: articles, canonical, and further lists of the same source.

    `parts` are lists that this one consists of (the sitemaps of an index, data files, feeds), `lists` its next pages.
    `days` maps articles and parts to their day (2024-01-31), where the source or the address gives one. `outside` are
    links that do not match the site's pattern of articles, `files` those of them that lead to documents (.pdf, .doc).
    """

    articles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The addresses on a list page, absolute but not yet canonical, with the days of publication and of last change."""

    links: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    published: Mapping[str, str | None] = field(default_factory=dict)
    changed: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place where a site lists its articles. `guess`: its address was not found on a page of the site."""

    name: str
    url: str
    guess: bool = False
    optional: bool = False  # whether it may be missing, such as the sitemap of a site without a module

    def read(self, page: Page, article: re.Pattern[str], zone: tzinfo | None = UTC) -> Discovered:
        """Find the articles that a page of this source names, by the site's pattern `article`, and its further lists.

        JSON, JSONP, XML and HTML are recognised by content. Days are those of `zone`. Raises RefusedError where the
        page cannot be parsed.
        """
        page = _unzip(page)
        text = decode(page).text
        if _XML.match(text):
            found = _find_in_xml(text, page.url, zone or UTC, page.fetched_at)
        elif text.lstrip()[:1] in ("{", "[") or _JSONP.fullmatch(text):
            found = _find_in_json(text, page.url)
        else:
            found = _find_in_html(text, page.url)
        links = dict.fromkeys(url for url in found.links if is_web(url))
        articles = dict.fromkeys(canonicalize(url) for url in links if article.search(url))
        lists, parts = (_select_lists(urls, page.url) for urls in (found.lists, found.parts))
        to_read = {page.url, *lists, *parts}
        others = dict.fromkeys(url.partition("#")[0] for url in links if not article.search(url))
        files = [url for url in others if find_file_name(url)]
        outside = [url for url in others if not _FILE.search(url) and url not in to_read and not find_file_name(url)]
        published, changed = (
            {canonicalize(u): d for u, d in days.items()} for days in (found.published, found.changed)
        )
        found_days = {url: published.get(url) or find_day(url) or changed.get(url) for url in articles}
        found_days |= {url: changed.get(canonicalize(url)) for url in parts}
        days = {url: day for url, day in found_days.items() if day}
        return Discovered(tuple(articles), lists, parts, days, tuple(outside), tuple(files))


@dataclass(frozen=True, kw_only=True)
class Listing(Source):
    """A list page: its links, the next of its numbered pages, and the data files (`ds_<hash>.json`) that it loads."""


@dataclass(frozen=True, kw_only=True)
class Sitemap(Source):
    """A sitemap, or an index of sitemaps."""


@dataclass(frozen=True, kw_only=True)
class Feed(Source):
    """An RSS or Atom feed."""


@dataclass(frozen=True, kw_only=True)
class Links(Source):
    """A start page: the pages that it links to are read for articles and for further links."""


@dataclass(frozen=True, kw_only=True)
class JsonList(Source):
    """A list API with numbered pages: `url` is the first page, `page_parameter` the query parameter of the number.

    The next page is requested as long as a page names articles.
    """

    page_parameter: str = "pgnum"

    def read(self, page: Page, article: re.Pattern[str], zone: tzinfo | None = UTC) -> Discovered:
        found = super().read(page, article, zone)
        number = parse_qs(urlsplit(page.url).query).get(self.page_parameter, [""])[0]
        if not found.articles or not number.isdigit():
            return found
        following = add_or_replace_parameter(page.url, self.page_parameter, str(int(number) + 1))
        return replace(found, lists=(*found.lists, following))


def _unzip(page: Page) -> Page:
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


def _select_lists(urls: tuple[str, ...], of: str) -> tuple[str, ...]:
    """Select addresses of lists to read: on the host of the page `of` that names them, and not that page."""
    kept = dict.fromkeys(url.partition("#")[0] for url in urls if is_web(url) and _is_same_host(url, of))
    kept.pop(of, None)
    return tuple(kept)


def _is_same_host(url: str, other: str) -> bool:
    return urlsplit(url).netloc == urlsplit(other).netloc


def _find_in_html(text: str, url: str) -> _Found:
    tree = parse(text)
    url = base_of(tree, url)
    links = [(join(url, href), a) for a in select(tree, "a") if (href := (a.get("href") or "").strip())]
    parts = [
        join(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if e.get("rel") == "alternate" and (e.get("type") or "") in _FEED_TYPES
    ]
    data_files = (
        (e.get("preview") or "ds_", _DATA_FILE.fullmatch(e.get("data") or ""))
        for e in select(tree, "[datatype=ds], [preview]")
    )
    parts += [join(url, f"{prefix}{data[1]}.json") for prefix, data in data_files if data]
    following = tuple(link for link, a in links if _NEXT.fullmatch(text_of(a)))
    return _Found(tuple(link for link, _ in links), following, tuple(parts))


def _find_in_xml(text: str, url: str, zone: tzinfo, fetched_at: datetime) -> _Found:
    """Find the `loc` of a sitemap or an index (there they are lists), the `link` of a feed."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise RefusedError("discover", "not XML, though it begins like XML")
    published: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    for entry in root.iter(*_ENTRIES):
        dates = {name: parse_day(entry.findtext(path), zone, fetched_at) for name, path in _DATES.items()}
        own = [join(url, address) for address in _find_addresses(entry)]
        published |= dict.fromkeys(own, dates["news"] or dates["pubDate"] or dates["date"] or dates["published"])
        changed |= dict.fromkeys(own, dates["lastmod"] or dates["updated"])
    addresses = tuple(join(url, address) for address in _find_addresses(root))
    if etree.QName(root).localname == "sitemapindex":
        return _Found(parts=addresses, changed=changed)
    return _Found(addresses, published=published, changed=changed)


def _find_addresses(element: etree._Element) -> list[str]:
    """Find the addresses in a sitemap, a feed, or an entry of one."""
    found = (e.text or e.get("href") or "" for e in element.iter("{*}loc", "{*}link"))
    return [address.strip() for address in found if address.strip()]


def _find_in_json(text: str, url: str) -> _Found:
    """Find every string that could be an address: APIs call it LinkUrl, publishUrl, url ..., relative or absolute."""
    wrapped = _JSONP.fullmatch(text) if text.lstrip()[:1] not in ("{", "[") else None
    try:
        data = json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("discover", f"not JSON, though it begins like JSON ({error})") from error
    strings = (value for value in _iterate_strings(data, 0) if "/" in value and len(value) < 2000)
    return _Found(tuple(join(url, value.strip()) for value in strings if "<" not in value))


def _iterate_strings(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _LARGEST_JSON_DEPTH:
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _iterate_strings(child, depth + 1)
