"""Find what a page needs to look as it did: pictures, style sheets, scripts. Does no I/O."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree

from cundang.text.address import encode_address, host_of, is_web, join
from pipelines.extract.tree import Element, base_of, parse

Kind = Literal["picture", "style", "script", "attachment"]
MOST_NEEDS = 300  # of a page, and of a style sheet
_PICTURES = ("src", "data-src", "data-original", "data-lazy-src")  # as the extractor knows them
_SETS = ("srcset", "data-srcset")
_STYLE_URL = re.compile(
    r"""(@import\s{0,9}["'])([^"'\n]{1,2000})["']|url\(\s{0,9}["']?([^"')\s]{1,2000})["']?\s{0,9}\)"""
)
_IMPORT = re.compile(r"@import\s{0,9}$")
_STYLE_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_ICONS = {"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"}


@dataclass(frozen=True, slots=True)
class Need:
    """The address of something that a page needs, as it is asked for, and what it is to be."""

    url: str
    kind: Kind


def find_page_needs(markup: str, url: str) -> tuple[Need, ...]:
    """Find what a page needs, in its order, each once; of scripts only those of its own site, which no counters are.

    Raises RefusedError where it cannot be parsed.
    """
    tree = parse(markup)
    base = base_of(tree, url)
    needs = (_resolve(base, reference, kind) for reference, kind in _iterate_references(tree))
    own = host_of(url).removeprefix("www.")
    kept = dict.fromkeys(
        need for need in needs if need and (need.kind != "script" or _is_below(host_of(need.url), own))
    )
    return tuple(kept)[:MOST_NEEDS]


def find_style_needs(style: str, url: str) -> tuple[Need, ...]:
    """Find what a style sheet needs: the sheets that it imports, and its pictures and fonts."""
    found = (_resolve(url, reference, kind) for reference, kind in _iterate_style(style))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_NEEDS]


def _is_below(host: str, own: str) -> bool:
    return host == own or host.endswith(f".{own}")


def _resolve(base: str, reference: str, kind: Kind) -> Need | None:
    """The need of a reference; None for what is on no web address (data:, about:)."""
    address = encode_address(join(base, reference.strip()))
    return Need(address, kind) if address and is_web(address) and urlsplit(address).netloc else None


def _iterate_references(tree: Element) -> Iterator[tuple[str, Kind]]:
    for element in tree.iter(etree.Element):
        if read := _READERS.get(str(element.tag)):
            yield from read(element)
        if value := element.get("background"):
            yield value, "picture"
        if (value := element.get("style")) and "url(" in value:
            yield from _iterate_style(value)


def _read_picture(element: Element) -> Iterator[tuple[str, Kind]]:
    names = _PICTURES if element.tag == "img" else ("poster",)  # a film and its `source` are no picture
    for value in filter(None, map(element.get, names)):
        yield value, "picture"
    for value in filter(None, map(element.get, _SETS)):
        for candidate in _split_set(value):
            yield candidate, "picture"


def _read_link(element: Element) -> Iterator[tuple[str, Kind]]:
    names = set((element.get("rel") or "").lower().split())
    if value := element.get("href"):
        if "stylesheet" in names and "alternate" not in names:
            yield value, "style"
        elif names & _ICONS:
            yield value, "picture"


def _read_script(element: Element) -> Iterator[tuple[str, Kind]]:
    if value := element.get("src"):
        yield value, "script"


def _read_style(element: Element) -> Iterator[tuple[str, Kind]]:
    yield from _iterate_style(element.text or "")


_READERS: dict[str, Callable[[Element], Iterator[tuple[str, Kind]]]] = {
    **dict.fromkeys(("img", "source", "video"), _read_picture),
    "link": _read_link,
    "script": _read_script,
    "style": _read_style,
}


def _split_set(value: str) -> Iterator[str]:
    """The addresses of a `srcset`: each candidate is an address and, behind a blank, its density or width."""
    for candidate in re.split(r",\s", value):
        if address := candidate.strip().split(None, 1):
            yield address[0].rstrip(",")


def _iterate_style(style: str) -> Iterator[tuple[str, Kind]]:
    style = _STYLE_COMMENT.sub("", style)
    for found in _STYLE_URL.finditer(style):
        if found[2]:
            yield found[2], "style"
        elif found[3]:
            is_import = _IMPORT.search(style[max(0, found.start() - 20) : found.start()])
            yield found[3], "style" if is_import else "picture"
