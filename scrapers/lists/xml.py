"""Read a sitemap, an index of sitemaps, or a feed; and a sitemap of plain lines."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from lxml import etree

from cundang.model.errors import RefusedError
from cundang.text.address import follow, is_web
from scrapers.lists.found import Found, describe_faults
from scrapers.url_dates import parse_day

_KINDS = {"urlset": "sitemap", "sitemapindex": "sitemap index", "rss": "feed", "feed": "feed", "rdf": "feed"}
_ENTRIES = {"url", "sitemap", "item", "entry"}  # of a sitemap, an index, RSS, Atom
_PUBLISHED = ("publication_date", "pubdate", "date", "published")  # the first is of news sitemaps
_CHANGED = ("lastmod", "updated")
_PAGE = ("", "alternate")  # of the links of Atom those that lead to the article; others to comments, files, itself
_ROOT = re.compile(r"<([A-Za-z_][\w.-]{0,60}(?::[\w.-]{1,60})?)")
_BARE_AND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # which no XML has
_BLANKS = " \t\r\n\f\v\ufeff\u3000\xa0"
_SPACE = re.compile(f"[{_BLANKS}]*+")
_MOST_EXAMPLE = 80  # characters


def find_root(text: str) -> str:
    """The name of the root element of a document, in lower case and without its prefix; empty where there is none.

    Before it may be a byte order mark, blanks, the declaration, comments, and a DOCTYPE.

    >>> find_root("<!-- by hand --><sm:urlset>"), find_root("<?xml version='1.0'?><!DOCTYPE html><html>")
    ('urlset', 'html')
    """
    place = 0
    while True:
        blanks = _SPACE.match(text, place)
        place = blanks.end() if blanks else place
        if text.startswith("<!--", place):
            place = _skip(text, "-->", place + 4)
        elif text.startswith("<?", place):
            place = _skip(text, "?>", place + 2)
        elif text[place : place + 9].lower() == "<!doctype":
            end, subset = text.find(">", place), text.find("[", place)
            if 0 <= subset < end:
                place = _skip(text, "]", subset)
            place = _skip(text, ">", place)
        else:
            root = _ROOT.match(text, place)
            return root[1].rpartition(":")[2].lower() if root else ""


def _skip(text: str, end: str, start: int) -> int:
    """The place behind the next `end`; the end of the text where there is none."""
    place = text.find(end, start)
    return len(text) if place < 0 else place + len(end)


def is_xml(text: str) -> bool:
    """Whether a text is a sitemap, a feed, or other XML that is no page.

    Records of Hanweb's jpage are HTML, whatever they declare to be.
    """
    root = find_root(text)
    if root == "datastore" or "<datastore" in text[:500]:
        return False
    return root in _KINDS or (text.lstrip(_BLANKS).startswith("<?xml") and root not in ("html", ""))


def read_xml(text: str, url: str, zone: tzinfo, fetched_at: datetime) -> Found:
    """Find the `loc` of a sitemap or an index (there they are lists), the `link` of a feed.

    An & that is not escaped is an &. Raises RefusedError where it is not XML.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    data = _escape_ands(text.lstrip(_BLANKS).translate(_CONTROLS)).encode("utf-8", "replace")
    root = etree.fromstring(data, parser, base_url=url)
    if root is None:
        raise RefusedError("discover", "not XML, though it begins like XML")
    has_bases = "xml:base" in text
    published: dict[str, str | None] = {}
    changed: dict[str, str | None] = {}
    following: list[str] = []
    others: list[str] = []
    count, unaddressed, undated = 0, [], []

    def resolve(element: etree._Element, reference: str) -> str:
        return follow((element.base or url) if has_bases else url, reference)

    for element in root.iter(etree.Element):
        name = _name(element)
        if name in _ENTRIES and element is not root:
            count += 1
            written = _find_addresses(element, name)
            own = [resolve(*found) for found in written]
            raw = _find_days(element)
            days = {name: parse_day(text, zone, fetched_at) for name, text in raw.items()}
            if raw and not any(days.values()):
                undated.append(next(iter(raw.values())))
            if not any(map(is_web, own)):
                unaddressed.append(next((address for _, address in written), "empty"))
            published |= dict.fromkeys(own, _choose(days, _PUBLISHED))
            changed |= dict.fromkeys(own, _choose(days, _CHANGED))
        elif name in ("loc", "link") and not any(_name(above) in _ENTRIES for above in element.iterancestors()):
            if element.get("rel") == "next":  # https://www.rfc-editor.org/rfc/rfc5005
                following.append(resolve(element, element.get("href") or ""))
            elif (element.get("rel") or "") in _PAGE and (address := _address_of(element)):
                others.append(resolve(element, address))
    addresses = tuple(dict.fromkeys([*others, *published]))
    kind = _KINDS.get(_name(root), "")
    odd = (*_find_faults(text, root, kind, addresses), *describe_faults(count, unaddressed, undated))
    if kind == "sitemap index":
        return Found(parts=addresses, changed=changed, odd=odd, form=kind)
    return Found(addresses, lists=tuple(following), published=published, changed=changed, odd=odd, form=kind or "feed")


def _find_faults(text: str, root: etree._Element, kind: str, addresses: tuple[str, ...]) -> Iterator[str]:
    """What was not understood, or did not come."""
    name = _name(root)
    if not text.rstrip(_BLANKS + "\0").endswith(">"):
        yield f"the XML is cut off within <{name[:_MOST_EXAMPLE]}>; it was read as far as it goes"
    if not kind and not addresses:
        yield f"XML of no kind that is known (<{name[:_MOST_EXAMPLE]}>), without an address"


def _escape_ands(text: str) -> str:
    """Escape each & that is none of an entity, but for those in CDATA, where it needs none."""
    first, *sections = text.split("<![CDATA[")
    pieces = [_BARE_AND.sub("&amp;", first)]
    for section in sections:
        data, end, rest = section.partition("]]>")
        pieces.append(f"<![CDATA[{data}{end}{_BARE_AND.sub('&amp;', rest)}")
    return "".join(pieces)


def _name(element: etree._Element) -> str:
    """The name of an element in lower case, without its prefix, be it declared or not."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _find_days(entry: etree._Element) -> dict[str, str]:
    """The days in an entry as they are written, the first of each name."""
    found: dict[str, str] = {}
    for element in entry.iter(etree.Element):
        name, text = _name(element), (element.text or "").strip()
        if text and (name in _PUBLISHED or name in _CHANGED):
            found.setdefault(name, text)
    return found


def _choose(days: dict[str, str | None], names: tuple[str, ...]) -> str | None:
    return next((days[name] for name in names if days.get(name)), None)


def _find_addresses(entry: etree._Element, kind: str) -> list[tuple[etree._Element, str]]:
    """Find the addresses in an entry, each with its element: of a sitemap `loc`, of a feed `link`, else the permalink.

    Not those of its pictures (`image:loc`) and of its pages in other languages.
    """
    name = "loc" if kind in ("url", "sitemap") else "link"
    found = [
        (child, address)
        for child in entry.iterchildren(etree.Element)
        if _name(child) == name and (child.get("rel") or "") in _PAGE and (address := _address_of(child))
    ]
    return found or _find_permalink(entry)


def _address_of(element: etree._Element) -> str:
    return ("".join(element.itertext()).strip(_BLANKS) or element.get("href") or "").strip(_BLANKS)


def _find_permalink(entry: etree._Element) -> list[tuple[etree._Element, str]]:
    """Find the address of an item without a link: its guid, as RTHK writes it, the id of Atom, what RDF is about."""
    for child in entry.iterchildren(etree.Element):
        text = _address_of(child) if _name(child) in ("guid", "id") else ""
        is_path = text.startswith("/") and _name(child) == "guid" and child.get("isPermaLink", "true") == "true"
        if is_web(text) or is_path:
            return [(child, text)]
    about = next((value for name, value in entry.items() if name.endswith("}about")), "").strip()
    return [(entry, about)] if is_web(about) else []


def find_lines(text: str) -> list[str]:
    """The addresses of a sitemap of plain lines; none where a text has no line that is an address."""
    lines = (line.strip(_BLANKS) for line in text.splitlines())
    addresses = [follow(line, line) for line in lines if line[:8].lower().startswith(("http://", "https://"))]
    return list(filter(is_web, addresses))


def read_lines(text: str) -> Found:
    """Read a sitemap of plain lines (https://www.sitemaps.org/protocol.html#otherformats).

    Raises RefusedError where none of them is an address.
    """
    addresses = tuple(dict.fromkeys(find_lines(text)))
    if not addresses:
        raise RefusedError("discover", "a sitemap that is neither XML nor lines of addresses")
    lines = [line.strip(_BLANKS) for line in text.splitlines()]
    others = [line for line in lines if line and not line.startswith("#") and not line.lower().startswith("http")]
    odd = (f"{len(others)} lines of this sitemap are no addresses, e.g. {others[0][:_MOST_EXAMPLE]}",) if others else ()
    return Found(addresses, odd=odd, form="sitemap of lines")
