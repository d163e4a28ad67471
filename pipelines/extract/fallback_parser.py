"""A second look at pages whose text a parser lost: nested too deep for libxml2, or broken in a way it does not mend."""

import re
from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from pipelines.extract.elements import UNREAD
from pipelines.extract.tree import Element

_PARAGRAPHS = {"p", "li", "h1", "h2", "h3", "td", "blockquote", "pre", "dd"}
_KEPT_TAGS = {"h1", "h2", "h3", "li"}  # other paragraphs are `p`, once their nesting is gone
# The text of buttons and in players' elements counts: what an unclosed button holds is the rest of a broken page.
_SKIPPED = UNREAD - {"object", "embed", "canvas", "audio", "video", "button", "input"}
_UNSHOWN_TAGS = re.compile(r"</?(?:noscript|noframes|template|textarea)\b[^<>]{0,300}>", re.IGNORECASE)
_LEAST = 200  # characters; a page with less text than that may have lost it
_MARKUP = 50  # characters of markup for each of text; 7 % of 2,348 pages have more
_SHARE = 0.5  # of the second parser's text; with less, the first has lost some


def is_text_lost(markup: str, characters: int, tree: Element | None = None) -> bool:
    """Whether there is much more text on a page than the `characters` that the first parser found.

    That is so where the parser gave up on the `tree`, or where a second parser finds more. The second is only asked of
    pages that are nearly all markup, as it costs as much as the first; no other page of 2,348 had lost half of its text
    (bench/lost.py).
    """
    if tree is not None and _is_given_up(tree):
        return True
    return is_bare(markup, characters) and has_more_text(markup, characters)


def is_bare(markup: str, characters: int) -> bool:
    """Whether a page is nearly all markup around its `characters` of text."""
    return characters < _LEAST or characters * _MARKUP < len(markup)


def has_more_text(markup: str, characters: int) -> bool:
    """Whether lexbor finds much more text on a page than the `characters` that the first parser found."""
    second = LexborHTMLParser(markup)
    second.strip_tags(sorted(_SKIPPED))
    body = second.body
    second_characters = len(re.sub(r"\s+", "", body.text())) if body else 0
    return second_characters > _LEAST and characters < second_characters * _SHARE


def _is_given_up(tree: Element) -> bool:
    """Whether libxml2 stopped in the middle of a page, at an element nested 2,048 deep: its last message says so."""
    parser = tree.getroottree().parser
    log = list(parser.error_log) if parser else []
    return bool(log) and log[-1].type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def flatten(markup: str) -> str:
    """Write the head and the paragraphs of a page as new markup without their nesting.

    Beautiful Soup's own parser reads the page: it minds neither depth nor missing ends.
    """
    soup = BeautifulSoup(markup, "html.parser")
    metas = []
    for meta in soup.find_all("meta"):
        name = _quote(meta.get("name") or meta.get("property") or "")
        metas.append(f"<meta name={name} content={_quote(meta.get('content') or '')}>")
    title = soup.find("title")
    paragraphs: list[tuple[Tag | None, list[str]]] = []
    for element, text in _iterate_texts(soup):
        if element and paragraphs and paragraphs[-1][0] is element:
            paragraphs[-1][1].append(text)
        else:
            paragraphs.append((element, [text]))
    body = []
    for element, texts in paragraphs:
        tag = element.name if element and element.name in _KEPT_TAGS else "p"
        body.append(f"<{tag}>{escape(''.join(texts))}</{tag}>")
    head = f"<title>{escape(title.get_text() if title else '')}</title>{''.join(metas)}"
    return f"<html><head>{head}</head><body>{''.join(body)}</body></html>"


def _iterate_texts(soup: BeautifulSoup) -> Iterator[tuple[Tag | None, str]]:
    """Each text of a page in order, with the paragraph that it is in.

    What an element is in is looked up by its parent: to ask Beautiful Soup costs the depth each time, 54 s for 5,000
    `div`.
    """
    paragraphs: dict[int, Tag | None] = {id(soup): None}  # of the elements that are read, by their identity
    for node in soup.descendants:
        if id(node.parent) not in paragraphs:
            continue
        paragraph = paragraphs[id(node.parent)]
        if isinstance(node, Tag):
            if node.name not in _SKIPPED and node.name != "title":
                paragraphs[id(node)] = node if node.name in _PARAGRAPHS else paragraph
        elif type(node) is NavigableString and node.strip():
            yield paragraph, str(node)


def _quote(text: object) -> str:
    return f'"{escape(str(text))}"'


def reveal(markup: str) -> str:
    """Put what a page shows no reader without a script, or none with one, among its text; empty where it has none.

    That is a `noscript`, the template of a shadow root, a text area without an end: only their tags are taken out.
    """
    revealed, count = _UNSHOWN_TAGS.subn("", markup)
    return revealed if count else ""
