"""What the selectors of a profile find on a page, whether they are CSS or paths into the state of a script."""

import re
from collections.abc import Iterator
from typing import Any

from cundang.model.article import Attachment
from cundang.model.profile import STATE
from cundang.text.address import encode_address, is_web, join
from cundang.text.file_address import find_file_name
from cundang.text.fold import fold
from pipelines.extract.attachments import name_attachments
from pipelines.extract.pictures import address_of
from pipelines.extract.script_state import States, list_strings, parse_body
from pipelines.extract.tree import Element, base_of, select, text_of, to_line

# A time with an offset from UTC that somebody chose; Z and +00:00 are also what systems write that know no zone.
_ZONED = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?[+-](?!00:?00)\d\d:?\d\d$")
_CLOCK = re.compile(r"\d{1,2}:\d\d")


class Selection:
    """A page as selectors are tried on it. `base` is what its links are relative to."""

    def __init__(self, tree: Element, url: str) -> None:
        self.url, self.base = url, base_of(tree, url)
        self._tree, self._states = tree, States(tree)

    def has(self, selector: str) -> bool:
        """Whether there is what a selector selects."""
        return bool(self._states.find(selector) if selector.startswith(STATE) else select(self._tree, selector))

    def list_texts(self, selector: str) -> list[str]:
        """List the texts that a selector selects, each on one line."""
        if selector.startswith(STATE):
            return list(filter(None, map(to_line, list_strings(self._states.find(selector)))))
        return [text_of(_read_kept(element)) for element in select(self._tree, selector)]

    def list_times(self, selector: str) -> list[str]:
        """List the times that a selector selects: of a `time` element what it shows, or what it says more exactly."""
        if selector.startswith(STATE):
            return self.list_texts(selector)
        return [_read_time(element) for element in select(self._tree, selector)]

    def list_bodies(self, selector: str) -> list[Element]:
        """List the elements that may be the text of the article; of a state its HTML, parsed."""
        if not selector.startswith(STATE):
            return [_read_kept(element) for element in select(self._tree, selector)]
        body = parse_body(self._states.find(selector))
        return [] if body is None else [body]

    def iterate_links(self, selector: str) -> Iterator[str]:
        """The absolute addresses of links, or those that a state has."""
        if selector.startswith(STATE):
            hrefs = list_strings(self._states.find(selector))
        else:
            hrefs = [link.get("href") or "" for link in select(self._tree, selector)]
        yield from (join(self.base, href.strip()) for href in hrefs)

    def iterate_pictures(self, selector: str) -> Iterator[str]:
        """The addresses of pictures, as the page writes them: those in elements, or those that a state has."""
        if selector.startswith(STATE):
            yield from list_strings(self._states.find(selector))
        else:
            for element in select(self._tree, selector):
                yield from map(address_of, element.iter("img"))

    def iterate_attachments(self, selector: str) -> Iterator[Attachment]:
        """The attachments that a selector selects: links, elements with links, or what a state has of them."""
        if selector.startswith(STATE):
            value = self._states.find(selector)
            yield from filter(None, map(self._read_attachment, value if isinstance(value, list) else [value]))
        else:
            links = (link for element in select(self._tree, selector) for link in element.iter("a"))
            yield from name_attachments(links, self.base)

    def _read_attachment(self, item: Any) -> Attachment | None:
        """Read an address, or an object with `url` and `name`."""
        parts = item if isinstance(item, dict) else {"url": item}
        address, name = (to_line(next(iter(list_strings(parts.get(part))), "")) for part in ("url", "name"))
        url = encode_address(join(self.base, address)) if address else ""
        return Attachment(url, name or find_file_name(url) or url) if is_web(url) else None


def _read_time(element: Element) -> str:
    """What an element shows of a time; of a `time` its `datetime`, where that has the zone, or alone the clock."""
    shown, told = text_of(_read_kept(element)), to_line(element.get("datetime") or "")
    if element.tag == "time" and (_ZONED.search(told) or (_CLOCK.search(told) and not _CLOCK.search(fold(shown)))):
        return told
    return shown


def _read_kept(element: Element) -> Element:
    """What a `textarea` keeps for a script to draw, parsed where it is HTML; any other element itself."""
    if element.tag != "textarea":
        return element
    kept = parse_body(element.text)
    return element if kept is None else kept
