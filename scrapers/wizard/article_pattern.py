"""Make the pattern of a site's articles from their addresses: numbers, dates and ids vary, the rest stands."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from cundang.text.address import find_day, host_of
from scrapers.wizard.names import find_domain

# A UUID, a hash, an id of letters and digits (doc-inhabcd1234567, KJ2ABCD05, ARTIxYz...), a number
_VARYING = re.compile(
    r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?P<hash>(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z]))"
    r"|(?P<id>\b(?=[A-Za-z]{0,60}[0-9])(?=[0-9]{0,60}[A-Za-z])[A-Za-z0-9]{12,64}\b)|(?P<number>\d+)"
)
_PATTERNS = {"uuid": "[0-9a-f-]{36}", "hash": "[0-9a-f]{32}", "id": "[0-9A-Za-z]+", "number": r"\d+"}
_LONG_NUMBER = re.compile(r"\d{3}")
_PAGE = re.compile(r"(?:(?:index|list)[-_]?\d*|page[-_]?\d+|node_\w+)\.\w{3,5}$|/$")  # of a list, not of an article


class Shape(NamedTuple):
    """An address in parts: its host and port, the folders that only have names, and a pattern of what follows."""

    netloc: str
    folders: str
    tail: str


def make_pattern(example: str | None, links: Iterable[str]) -> tuple[str, str]:
    """Make a pattern of articles from one of them, or from the likeliest links of a list; and say what it is made of.

    Where other links have the form of the example in another folder or on another host of the domain, the pattern
    allows these too. Empty where no link could be an article's.
    """
    shapes = {link: find_shape(link) for link in dict.fromkeys(links) if host_of(link)}
    if example:
        shape, origin = find_shape(example), "made from the address of the article"
    else:
        dated = Counter(shapes[link].tail for link in shapes if find_day(link) and not _PAGE.search(link))
        numbered = Counter(
            shapes[link].tail
            for link in shapes
            if _LONG_NUMBER.search(urlsplit(link).path) and not _PAGE.search(urlsplit(link).path)
        )
        if not (counted := dated or numbered):
            return "", ""
        tail, count = counted.most_common(1)[0]
        shape = next(each for each in shapes.values() if each.tail == tail)
        origin = f"guessed from {count} links with a {'day' if dated else 'number'} in their address"
    domain = find_domain(shape.netloc.partition(":")[0])
    alike = [shape]
    alike += [each for each in shapes.values() if each.tail == shape.tail and _is_below(each.netloc, domain)]
    return _format(alike, domain), origin


def find_shape(url: str) -> Shape:
    """Part an address into what stands and what varies from article to article."""
    parts = urlsplit(url)
    *folders, name = parts.path.split("/")
    fixed: list[str] = []
    while folders and not _VARYING.search(folders[0]):
        fixed.append(folders.pop(0))
    tail = "/".join(map(_generalise, [*folders, name]))
    query = rf"\?{_generalise(parts.query)}" if parts.query else ""
    return Shape(parts.netloc.lower(), "".join(f"{folder}/" for folder in fixed), f"{tail}{query}")


def _generalise(text: str) -> str:
    pieces, place = [], 0
    for found in _VARYING.finditer(text):
        pieces += [_escape(text[place : found.start()]), _PATTERNS[found.lastgroup or ""]]
        place = found.end()
    return "".join([*pieces, _escape(text[place:])])


def _escape(text: str) -> str:
    """Escape what means something in a pattern; a hyphen does only within brackets."""
    return re.escape(text).replace(r"\-", "-")


def _format(alike: list[Shape], domain: str) -> str:
    hosts, folders = {each.netloc for each in alike}, {each.folders for each in alike}
    bare = {host.removeprefix("www.") for host in hosts}
    if len(bare) == 1:
        www = r"(?:www\.)?" if any(host.startswith("www.") for host in hosts) else ""
        host = www + _escape(bare.pop())
    else:
        host = rf"(?:[\w-]+\.)*{_escape(domain)}"
    path = _escape(folders.pop()) if len(folders) == 1 else rf"{_escape(_find_common(folders))}(?:[\w-]+/)*"
    return f"^https?://{host}{path}{alike[0].tail}$"


def _find_common(folders: set[str]) -> str:
    """The folders that all of some paths begin with, up to a slash."""
    first, last = min(folders).split("/"), max(folders).split("/")
    count = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return "/".join(first[:count]) + "/"


def _is_below(netloc: str, domain: str) -> bool:
    host = netloc.partition(":")[0]
    return host == domain or host.endswith(f".{domain}")
