"""Where a page's name of its source links to: 来源：<a href="http://paper.example/">新河日报</a>."""

import re

from cundang.model.article import Field, Found
from cundang.text.address import canonicalize, host_of, is_web, join, path_of, unwrap_wayback
from cundang.text.calendars import DAY
from cundang.text.fold import fold
from cundang.text.labels import read_labelled, read_name
from pipelines.extract.tree import Element, base_of

_LONGEST_NAME = 60  # characters of a link that is the name of a source
_LONGEST_LINE = 200  # characters of the line that it stands in
_MOST_ABOVE = 3  # elements around a link, the innermost first, that may be its line
_MOST_PIECES = 40  # strings of an element that are read
_OF_SOURCE = re.compile(r"sourc|laiyuan|(?:^|[-_ ])(?:from|ly|mp)(?:$|[-_ ])", re.IGNORECASE)
_FRONT = re.compile(r"/?(?:index\.\w{2,5})?")


def add_source_link(found: Found, tree: Element, url: str) -> dict[str, Field]:
    """The fields of a page, with `source_url` where its name of the source is a link: an absolute address of the web.

    The link is the name alone, in a line that has a label or a day, or in an element that is named for the source. One
    to the page itself, or to the front page of its site, says nothing.
    """
    fields = dict(found.fields)
    name = read_name("source_name", found.raw("source_name")) if found.raw("source_name") else None
    if not name or len(name) > _LONGEST_NAME:
        return fields
    base, sought = base_of(tree, url), _fold_name(name)
    for link in tree.iter("a"):
        href = (link.get("href") or "").strip()
        if href and _names(link, name, sought) and _is_marked(link):
            address = unwrap_wayback(join(base, href))[0]
            if is_web(address) and not _is_own(address, url):
                fields["source_url"] = Field(address, "link of the source")
                break
    return fields


def _fold_name(name: str) -> str:
    return re.sub(r"\s", "", fold(name)).lower()


def _names(link: Element, name: str, sought: str) -> bool:
    """Whether a link is but the name, with or without its label."""
    text = _read(link, _LONGEST_NAME)
    if name[0] not in text and fold(name[0]) not in fold(text):
        return False
    return _fold_name(text) == sought or _fold_name(read_labelled("source_name", text)) == sought


def _is_marked(link: Element) -> bool:
    """Whether a link stands where pages name their source."""
    element: Element | None = link
    for _ in range(_MOST_ABOVE):
        if element is None:
            return False
        if _OF_SOURCE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[-200:]):
            return True
        line = _read(element, _LONGEST_LINE)
        if len(line) > _LONGEST_LINE:
            return False
        if read_labelled("source_name", line) or DAY.search(fold(line)):
            return True
        element = element.getparent()
    return False


def _read(element: Element, most: int) -> str:
    """The text of an element; where it is longer than `most` characters, its beginning, which is longer too."""
    text = ""
    for number, piece in enumerate(element.itertext()):
        text += piece.strip(" \t\r\n") if len(piece) < 10 * most else piece[: most + 1]
        if len(text) > most or number > _MOST_PIECES:
            return text if len(text) > most else text + " " * most
    return text.strip()


def _is_own(address: str, url: str) -> bool:
    """Whether an address is that of a page itself, or the front page of its host."""
    if canonicalize(address) == canonicalize(url):
        return True
    return host_of(address) == host_of(url) and _FRONT.fullmatch(path_of(address)) is not None
