"""How a site names its articles: list pages, APIs, data files, sitemaps, feeds, links. Pure: a page in, addresses out."""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree
from w3lib.url import add_or_replace_parameter

from pipelines.address import canonical, is_web
from pipelines.decode import decode
from pipelines.errors import RefusedError
from pipelines.extract.tree import parse, select, text_of
from pipelines.page import Page

_JSONP = re.compile(r"\s{0,20}[\w$.]{0,100}\s{0,20}\((.*)\)\s{0,20};?\s{0,20}", re.DOTALL)
_XML = re.compile(r"\s{0,20}<\?xml|\s{0,20}<(?:urlset|sitemapindex|rss|feed)\b")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEXT = re.compile(r"下一?页|下一?頁|[>›»]{1,2}|[Nn]ext")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_DATA_FILE = re.compile(r"datasource:([0-9a-f]{32})")
_DAY = re.compile(r"/(20\d\d|19\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LARGEST = 16 << 20  # bytes, unpacked
_LARGEST_JSON_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Named:
    """What a list page names: articles, by their canonical addresses, and further lists of the same source."""

    articles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)  # of addresses, where the source says so


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place where a site names its articles. `guess`: what is known of it was not seen on a page of the site."""

    name: str
    url: str
    guess: bool = False
    optional: bool = False  # whether it may be missing, as the sitemap of a site that nobody has described

    def read(self, page: Page, article: re.Pattern[str]) -> Named:
        """What a page of this source names: addresses of the page's host or below that match the site's pattern.

        JSON, JSONP, XML and HTML are told apart by content. Raises RefusedError where the page is none of them.
        """
        page = _unzipped(page)
        text = decode(page).text
        if _XML.match(text):
            found = _in_xml(text, page.url)
        elif text.lstrip()[:1] in ("{", "[") or _JSONP.fullmatch(text):
            found = _in_json(text, page.url)
        else:
            found = _in_html(text, page.url)
        articles = dict.fromkeys(canonical(url) for url in found.articles if is_web(url) and article.search(url))
        lists = dict.fromkeys(url.partition("#")[0] for url in found.lists if is_web(url) and _same_host(url, page.url))
        lists.pop(page.url, None)
        days = {canonical(url): day for url, day in found.days.items()}
        known = {url: day for url in articles if (day := days.get(url) or day_of(url))}
        return Named(tuple(articles), tuple(lists), known)


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

    def read(self, page: Page, article: re.Pattern[str]) -> Named:
        named = super().read(page, article)
        number = parse_qs(urlsplit(page.url).query).get(self.page_parameter, [""])[0]
        if not named.articles or not number.isdigit():
            return named
        following = add_or_replace_parameter(page.url, self.page_parameter, str(int(number) + 1))
        return replace(named, lists=(*named.lists, following))


def day_of(url: str) -> str | None:
    """The day that an address gives.

    >>> day_of("http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm")
    '2020-01-31'
    """
    found = _DAY.search(urlsplit(url).path)
    return "-".join(found.groups()) if found else None


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


def _same_host(url: str, other: str) -> bool:
    return urlsplit(url).netloc == urlsplit(other).netloc


def _in_html(text: str, url: str) -> Named:
    tree = parse(text)
    links = [(urljoin(url, href), a) for a in select(tree, "a") if (href := (a.get("href") or "").strip())]
    lists = [link for link, a in links if _NEXT.fullmatch(text_of(a))]
    lists += [
        urljoin(url, e.get("href") or "")
        for e in select(tree, "link[href]")
        if e.get("rel") == "alternate" and (e.get("type") or "") in _FEED_TYPES
    ]
    named = (
        (e.get("preview") or "ds_", _DATA_FILE.fullmatch(e.get("data") or ""))
        for e in select(tree, "[datatype=ds], [preview]")
    )
    lists += [urljoin(url, f"{prefix}{data[1]}.json") for prefix, data in named if data]
    return Named(tuple(link for link, _ in links), tuple(lists))


def _in_xml(text: str, url: str) -> Named:
    """Of a sitemap the `loc`, those of an index being lists; of a feed the `link`."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise RefusedError("discover", "not XML, though it begins like it")
    found = [(etree.QName(e).localname, e.text or e.get("href") or "") for e in root.iter("{*}loc", "{*}link")]
    addresses = tuple(urljoin(url, address.strip()) for _, address in found if address.strip())
    if etree.QName(root).localname == "sitemapindex":
        return Named(lists=addresses)
    days = {
        urljoin(url, (entry.findtext("{*}loc") or "").strip()): day[:10]
        for entry in root.iter("{*}url")
        if _ISO_DAY.match(day := (entry.findtext("{*}lastmod") or "").strip())
    }
    return Named(addresses, days=days)


def _in_json(text: str, url: str) -> Named:
    """Every string that could be an address: APIs call it LinkUrl, publishUrl, url ..., relative or absolute."""
    wrapped = _JSONP.fullmatch(text) if text.lstrip()[:1] not in ("{", "[") else None
    try:
        data = json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("discover", f"not JSON, though it begins like it ({error})") from error
    strings = (value for value in _strings(data, 0) if "/" in value and len(value) < 2000)
    return Named(tuple(urljoin(url, value.strip()) for value in strings if "<" not in value))


def _strings(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _LARGEST_JSON_DEPTH:
        for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _strings(child, depth + 1)
