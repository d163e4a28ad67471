"""A second look at pages whose text a parser lost: nested too deep for libxml2, or broken in a way it does not mend."""

import re
from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from pipelines.extract.tree import Element

_PARAGRAPHS = {"p", "li", "h1", "h2", "h3", "td", "blockquote", "pre", "dd"}
_KEPT = {"h1", "h2", "h3", "li"}  # others are paragraphs, once their nesting is gone
_UNREAD = ["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"]
_UNSHOWN = re.compile(r"</?(?:noscript|noframes|template|textarea)\b[^<>]{0,300}>", re.IGNORECASE)
_LEAST = 200  # characters; a page with less text than that may have lost it
_MARKUP = 50  # characters of a page for each of its text; 7 % of 2,348 pages have more
_SHARE = 0.5  # of the second parser's text; with less, the first has lost some


def is_text_lost(markup: str, characters: int, tree: Element | None = None) -> bool:
    """Whether there is much more text on a page than the `characters` that the first parser found: it gave up on the
    `tree`, or a second one finds more, which is asked of pages that are nearly all markup: it costs as much as the
    first, and no other page of 2,348 had lost half of its text (bench/lost.py)."""
    return (tree is not None and _gave_up(tree)) or (is_bare(markup, characters) and parse_if_more(markup, characters))


def is_bare(markup: str, characters: int) -> bool:
    """Whether a page is nearly all markup around its `characters` of text."""
    return characters < _LEAST or characters * _MARKUP < len(markup)


def parse_if_more(markup: str, characters: int) -> bool:
    """Whether lexbor finds much more text on a page than the `characters` that the first parser found."""
    second = LexborHTMLParser(markup)
    second.strip_tags(_UNREAD)
    body = second.body
    seen = len(re.sub(r"\s+", "", body.text())) if body else 0
    return seen > _LEAST and characters < seen * _SHARE


def _gave_up(tree: Element) -> bool:
    """Whether libxml2 stopped in the middle of a page, at an element nested 2,048 deep: its last message says so."""
    parser = tree.getroottree().parser
    log = list(parser.error_log) if parser else []
    return bool(log) and log[-1].type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def flatten(markup: str) -> str:
    """The head and the paragraphs of a page as new markup without their nesting, by Beautiful Soup's own parser, which
    minds neither depth nor missing ends."""
    soup = BeautifulSoup(markup, "html.parser")
    head = "".join(
        f"<meta name={_quoted(meta.get('name') or meta.get('property') or '')} content={_quoted(meta.get('content') or '')}>"
        for meta in soup.find_all("meta")
    )
    title = soup.find("title")
    pieces: list[tuple[Tag | None, list[str]]] = []
    for block, text in _strings(soup):
        if block and pieces and pieces[-1][0] is block:
            pieces[-1][1].append(text)
        else:
            pieces.append((block, [text]))
    named = ((block.name if block and block.name in _KEPT else "p", "".join(texts)) for block, texts in pieces)
    body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in named)
    return (
        f"<html><head><title>{escape(title.get_text() if title else '')}</title>{head}</head><body>{body}</body></html>"
    )


def _strings(soup: BeautifulSoup) -> Iterator[tuple[Tag | None, str]]:
    """Each text of a page in order, with the paragraph that it is in. What an element is in is known from its parent:
    to ask Beautiful Soup costs the depth each time, 54 s for 5,000 `div`."""
    paragraphs: dict[int, Tag | None] = {id(soup): None}  # of the elements that are read, by their identity
    for node in soup.descendants:
        if id(node.parent) not in paragraphs:
            continue
        around = paragraphs[id(node.parent)]
        if isinstance(node, Tag):
            if node.name not in _UNREAD and node.name != "title":
                paragraphs[id(node)] = node if node.name in _PARAGRAPHS else around
        elif type(node) is NavigableString and node.strip():
            yield around, str(node)


def _quoted(text: object) -> str:
    return f'"{escape(str(text))}"'


def reveal(markup: str) -> str:
    """A page with what it shows no reader without a script, or none with one, among the rest: a `noscript`, the template
    of a shadow root, a text area without an end. Empty where it has none."""
    shown, count = _UNSHOWN.subn("", markup)
    return shown if count else ""
