"""A second look at pages whose text a parser lost: nested too deep for libxml2, or broken in a way it does not mend."""

import re
from html import escape

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

_PARAGRAPHS = ["p", "li", "h1", "h2", "h3", "td", "blockquote", "pre", "dd"]
_UNREAD = ["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"]
_LEAST = 200  # characters; a page with less text than that may have lost it
_SHARE = 0.5  # of the second parser's text; with less, the first has lost some


def lost(markup: str, characters: int) -> bool:
    """Whether a second parser (lexbor) finds much more text on a page than the `characters` that the first found."""
    if characters >= _LEAST and characters * 200 >= len(markup):
        return False
    tree = LexborHTMLParser(markup)
    tree.strip_tags(_UNREAD)
    body = tree.body
    seen = len(re.sub(r"\s+", "", body.text())) if body else 0
    return seen > _LEAST and characters < seen * _SHARE


def flattened(markup: str) -> str:
    """The head and the paragraphs of a page as new markup without their nesting, by Beautiful Soup's own parser, which
    minds neither depth nor missing ends."""
    soup = BeautifulSoup(markup, "html.parser")
    for element in soup.find_all(_UNREAD):
        if not element.decomposed and element.get("type") != "application/ld+json":
            element.decompose()
    head = "".join(
        f"<meta name={_quoted(meta.get('name') or meta.get('property') or '')} content={_quoted(meta.get('content') or '')}>"
        for meta in soup.find_all("meta")
    )
    title = soup.find("title")
    pieces: list[tuple[int, str, str]] = []
    for string in soup.find_all(string=True):
        if type(string).__name__ != "NavigableString" or not string.strip():
            continue
        block = string.find_parent(_PARAGRAPHS)
        name = block.name if block else "p"
        if pieces and block and pieces[-1][0] == id(block):
            pieces[-1] = (id(block), name, pieces[-1][2] + str(string))
        elif string.parent is None or string.parent.name != "title":
            pieces.append((id(block) if block else 0, name if name in ("h1", "h2", "h3", "li") else "p", str(string)))
    body = "".join(f"<{name}>{escape(text)}</{name}>" for _, name, text in pieces)
    return (
        f"<html><head><title>{escape(title.get_text() if title else '')}</title>{head}</head><body>{body}</body></html>"
    )


def _quoted(text: object) -> str:
    return f'"{escape(str(text))}"'
