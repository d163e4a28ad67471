"""The text that stands in a frame of a page: find the frame, and put its page in its place."""

import re
from urllib.parse import urlsplit

from lxml import etree

from cundang.text.address import canonicalize, follow, is_web
from pipelines.extract.tree import Element, base_of, parse, select
from pipelines.extract.worker import is_heavy, run_bounded

_NO_PAGE = re.compile(r"\.(?:js|css|swf|jpe?g|png|gif|svg|mp[34]|flv|pdf|docx?|xml|json)$", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_SMALL = 50  # pixels; a frame that is not higher or wider holds a counter or a button
_ADDRESSES = ("src", "href", "data-src")


def find_frame(text: str, url: str, encoding: str = "utf-8") -> str | None:
    """The address of the first frame of a page that may hold its text, canonical; None where there is none.

    It is a page of the same host, and is shown. Raises RefusedError where the page cannot be parsed.
    """
    if "frame" not in text.lower():
        return None
    find = _find_frame
    return run_bounded(find, text, url, encoding) if is_heavy(text) else find(text, url, encoding)


def put_in_place(text: str, url: str, encoding: str, inner: str, inner_url: str) -> str:
    """Put the page of a frame (`inner`, at `inner_url`) where the frame stands; its addresses become absolute.

    Raises RefusedError where one of the two cannot be parsed.
    """
    arguments = (text, url, encoding, inner, inner_url)
    return run_bounded(_put_in_place, *arguments) if is_heavy(text + inner) else _put_in_place(*arguments)


def _find_frame(text: str, url: str, encoding: str) -> str | None:
    return next((address for _, address in _list_frames(parse(text), url, encoding)), None)


def _list_frames(tree: Element, url: str, encoding: str) -> list[tuple[Element, str]]:
    base, host = base_of(tree, url), urlsplit(url).netloc.lower()
    found = []
    for frame in select(tree, "frame[src], iframe[src]"):
        address = follow(base, frame.get("src") or "", encoding)
        if not is_web(address) or _NO_PAGE.search(urlsplit(address).path) or not _is_shown(frame):
            continue
        address = canonicalize(address)
        if urlsplit(address).netloc == host and address != canonicalize(url):
            found.append((frame, address))
    return found


def _is_shown(frame: Element) -> bool:
    sizes = [re.fullmatch(r"\s{0,9}(\d{1,4})(?:px)?\s{0,9}", frame.get(name) or "") for name in ("width", "height")]
    return not (any(size and int(size[1]) <= _SMALL for size in sizes) or _NOT_SHOWN.search(frame.get("style") or ""))


def _put_in_place(text: str, url: str, encoding: str, inner: str, inner_url: str) -> str:
    tree, inner_tree = parse(text), parse(inner)
    place = next((frame for frame, address in _list_frames(tree, url, encoding) if address == inner_url), None)
    body = next(inner_tree.iter("body"), inner_tree)
    if place is None:
        return text
    base = base_of(inner_tree, inner_url)
    for element in body.iter(etree.Element):
        for name in _ADDRESSES:
            if value := element.get(name):
                element.set(name, follow(base, value))
    if place.tag == "frame":  # a page of frames has no other text
        place = next((above for above in place.iterancestors("frameset")), place)
    body.tag, body.tail = "div", place.tail
    parent = place.getparent()
    if parent is None:
        return inner
    parent.replace(place, body)
    return str(etree.tostring(tree, encoding="unicode", method="html"))
