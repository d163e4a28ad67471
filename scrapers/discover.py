"""How a site names its articles: list pages, APIs, data files, sitemaps, feeds, links. Pure: a page in, addresses out."""

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
from pipelines.decode import decode
from pipelines.extract.tree import base_of, parse, select, text_of
from scrapers.url_dates import parse_day

_JSONP = re.compile(r"\s{0,20}[\w$.]{0,100}\s{0,20}\((.*)\)\s{0,20};?\s{0,20}", re.DOTALL)
_XML = re.compile(r"\s{0,20}<\?xml|\s{0,20}<(?:urlset|sitemapindex|rss|feed)\b")
_NEXT = re.compile(r"下一?页|下一?頁|[>›»]{1,2}|[Nn]ext")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_DATA_FILE = re.compile(r"datasource:([0-9a-f]{32})")
_ENTRIES = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")  # of a sitemap, an index, RSS, Atom
_DATES = {"news": "{*}news/{*}publication_date", "lastmod": "{*}lastmod", "pubDate": "{*}pubDate", "date": "{*}date",
          "published": "{*}published", "updated": "{*}updated"}  # fmt: skip
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|zip|rar|gz|mp[34]|docx?|xlsx?|pptx?)(?:\?|$)", re.IGNORECASE
)  # what is no page
_LARGEST = 16 << 20  # bytes, unpacked
_LARGEST_JSON_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Named:
    """What a list page names: articles, by their canonical addresses, and further lists of the same source.

    `parts` are lists that this one is made of (the sitemaps of an index, data files, feeds), `lists` its next pages.
    `days` are those of articles and parts, where the source or the address says so. `outside` are links that the site's
    pattern of articles leaves out.
    """

    articles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The addresses that stand on a list, as they stand there. Days: of the publication, and of the last change."""

    links: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    published: Mapping[str, str | None] = field(default_factory=dict)
    changed: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place where a site names its articles. `guess`: what is known of it was not seen on a page of the site."""

    name: str
    url: str
    guess: bool = False
    optional: bool = False  # whether it may be missing, as the sitemap of a site that nobody has described

    def read(self, page: Page, article: re.Pattern[str], zone: tzinfo | None = UTC) -> Named:
        """What a page of this source names: addresses of the page's host or below that match the site's pattern.

        JSON, JSONP, XML and HTML are told apart by content. Days are those of `zone`. Raises RefusedError where the page
        is none of them.
        """
        page = _unzipped(page)
        text = decode(page).text
        if _XML.match(text):
            found = _in_xml(text, page.url, zone or UTC, page.fetched_at)
        elif text.lstrip()[:1] in ("{", "[") or _JSONP.fullmatch(text):
            found = _in_json(text, page.url)
        else:
            found = _in_html(text, page.url)
        links = dict.fromkeys(url for url in found.links if is_web(url))
        articles = dict.fromkeys(canonicalize(url) for url in links if article.search(url))
        lists, parts = (_lists(urls, page.url) for urls in (found.lists, found.parts))
        read = {page.url, *lists, *parts}
        outside = dict.fromkeys(
            its
            for url in links
            if not article.search(url) and not _FILE.search(its := url.partition("#")[0]) and its not in read
        )
        published, changed = (
            {canonicalize(u): d for u, d in days.items()} for days in (found.published, found.changed)
        )
        said = {url: published.get(url) or find_day(url) or changed.get(url) for url in articles}
        said |= {url: changed.get(canonicalize(url)) for url in parts}
        days = {url: day for url, day in said.items() if day}
        return Named(tuple(articles), lists, parts, days, tuple(outside))


@dataclass(frozen=True, kw_only=True)
class Listing(Source):
    """A list page: its links, the next of its numbered pages, and the data files (`ds_<hash>.json`) that it shows."""


@dataclass(frozen=True, kw_only=True)
class Sitemap(Source):
    """A sitemap, or an index of sitemaps."""


@dataclass(frozen=True, kw_only=True)
class Feed(Source):
    """An RSS or Atom feed."""


@dataclass(frozen=True, kw_only=True)
class Links(Source):
    """A page whose links lead on: the pages that they name are read for articles and for further links."""


@dataclass(frozen=True, kw_only=True)
class JsonList(Source):
    """A list API with numbered pages: `url` is its first page, `page_parameter` the parameter that counts them.

    Its next page is asked for as long as a page names something.
    """

    page_parameter: str = "pgnum"

    def read(self, page: Page, article: re.Pattern[str], zone: tzinfo | None = UTC) -> Named:
        named = super().read(page, article, zone)
        number = parse_qs(urlsplit(page.url).query).get(self.page_parameter, [""])[0]
        if not named.articles or not number.isdigit():
            return named
        following = add_or_replace_parameter(page.url, self.page_parameter, str(int(number) + 1))
        return replace(named, lists=(*named.lists, following))


def _unzipped(page: Page) -> Page:
    """A list that is a gzip file, as sitemaps are, unpacked. Raises RefusedError where it is none, or a bomb."""
    if not page.body.startswith(b"\x1f\x8b"):
        return page
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(page.body, _LARGEST)
    except zlib.error as error:
        raise RefusedError("discover", f"not gzip, though it begins like it ({error})") from error
    if not unpacker.eof:
        raise RefusedError("discover", f"gzip that is cut off, or of more than {_LARGEST >> 20} MiB")
    return replace(page, body=body)


def _lists(urls: tuple[str, ...], of: str) -> tuple[str, ...]:
    """Addresses of lists that may be read: on the host of the page that names them, and not that page."""
    kept = dict.fromkeys(url.partition("#")[0] for url in urls if is_web(url) and _same_host(url, of))
    kept.pop(of, None)
    return tuple(kept)


def _same_host(url: str, other: str) -> bool:
    return urlsplit(url).netloc == urlsplit(other).netloc


def _in_html(text: str, url: str) -> _Found:
    tree = parse(text)
    url = base_of(tree, url)
    links = [(join(url, href), a) for a in select(tree, "a") if (href := (a.get("href") or "").strip())]
    parts = [
        join(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if e.get("rel") == "alternate" and (e.get("type") or "") in _FEED_TYPES
    ]
    named = (
        (e.get("preview") or "ds_", _DATA_FILE.fullmatch(e.get("data") or ""))
        for e in select(tree, "[datatype=ds], [preview]")
    )
    parts += [join(url, f"{prefix}{data[1]}.json") for prefix, data in named if data]
    following = tuple(link for link, a in links if _NEXT.fullmatch(text_of(a)))
    return _Found(tuple(link for link, _ in links), following, tuple(parts))


def _in_xml(text: str, url: str, zone: tzinfo, fetched_at: datetime) -> _Found:
    """Of a sitemap the `loc`, those of an index being lists; of a feed the `link`."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise RefusedError("discover", "not XML, though it begins like it")
    published: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    for entry in root.iter(*_ENTRIES):
        dates = {name: parse_day(entry.findtext(path), zone, fetched_at) for name, path in _DATES.items()}
        own = [join(url, address) for address in _addresses(entry)]
        published |= dict.fromkeys(own, dates["news"] or dates["pubDate"] or dates["date"] or dates["published"])
        changed |= dict.fromkeys(own, dates["lastmod"] or dates["updated"])
    addresses = tuple(join(url, address) for address in _addresses(root))
    if etree.QName(root).localname == "sitemapindex":
        return _Found(parts=addresses, changed=changed)
    return _Found(addresses, published=published, changed=changed)


def _addresses(element: etree._Element) -> list[str]:
    """The addresses in a sitemap, a feed, or an entry of one."""
    found = (e.text or e.get("href") or "" for e in element.iter("{*}loc", "{*}link"))
    return [address.strip() for address in found if address.strip()]


def _in_json(text: str, url: str) -> _Found:
    """Every string that could be an address: APIs call it LinkUrl, publishUrl, url ..., relative or absolute."""
    wrapped = _JSONP.fullmatch(text) if text.lstrip()[:1] not in ("{", "[") else None
    try:
        data = json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("discover", f"not JSON, though it begins like it ({error})") from error
    strings = (value for value in _strings(data, 0) if "/" in value and len(value) < 2000)
    return _Found(tuple(join(url, value.strip()) for value in strings if "<" not in value))


def _strings(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _LARGEST_JSON_DEPTH:
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _strings(child, depth + 1)
