"""One walk over a page: its text as blocks, each with what is around it."""

from typing import NamedTuple

from lxml import etree

from pipelines.extract.hints import HINTS, hints
from pipelines.extract.tree import Element

# What a tag does to the text. Tags that are not here are inline.
_BLOCK, _UNREAD, _BREAK, _LINK, _IMAGE, _CELL = 1, 2, 3, 4, 5, 6
_ACTS = {
    **dict.fromkeys(["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"], _BLOCK),
    **dict.fromkeys(["script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "select", "button", "textarea", "input", "math", "head", "link", "meta"], _UNREAD),
    "br": _BREAK, "a": _LINK, "img": _IMAGE, "td": _CELL, "th": _CELL,
}  # fmt: skip
# The number of a tag, as a feature: what the block is, then what it is in.
TAGS = {tag: number for number, tag in enumerate(
    ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "td", "blockquote", "pre", "figcaption", "dd", "dt", "section", "article", "span", "center"), 1)}  # fmt: skip
_TAG_HINTS = {"nav": "nav", "footer": "footer", "aside": "side", "header": "header", "figure": "picture", "figcaption": "picture",
              "article": "article", "main": "content", "dialog": "login", "form": "subscribe", "address": "byline"}  # fmt: skip
_TAG_BITS = {tag: 1 << list(HINTS).index(hint) for tag, hint in _TAG_HINTS.items()}
HIDDEN = 1 << len(HINTS)  # an inline style hides it
_BOLD = frozenset(("b", "strong", "em"))


_DEEPEST = 48  # elements around a block that are told apart; real pages have 10 to 35


class Block(NamedTuple):
    """A run of text without a block's border in it. `text` has the page's own white space, and a vertical tab for `br`."""

    text: str
    linked: int  # characters of the text that are in links
    bold: int  # characters of the text that are in b, strong, em
    tag: int  # number of the tag of the innermost block element, see TAGS
    bits: int  # hints of all ancestors
    near: int  # hints of the innermost two block elements
    depth: int  # block elements around it
    within: tuple[int, ...]  # numbers of the elements around it, the outermost first
    signature: str  # tags and classes of the innermost three
    images: int  # pictures seen before this block
    cells: tuple[int, ...] = ()  # where in the text a further cell of its table begins


class Walked(NamedTuple):
    """The blocks of a page in order, and its pictures: their elements."""

    blocks: list[Block]
    images: list[Element]


_Around = tuple[int, int, int, int, tuple[int, ...], str]  # tag, bits, near, own bits, within, signature


def walk(root: Element) -> Walked:  # noqa: PLR0912, PLR0915 - one tight loop: a call an element would double its cost
    """The text blocks of a page."""
    blocks: list[Block] = []
    images: list[Element] = []
    pieces: list[str] = []
    cells: list[int] = []
    linked = bold = links = bolds = number = 0
    around: list[_Around] = [(0, 0, 0, 0, (), "")]
    acts = _ACTS.get
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = str(element.tag)
        act = acts(tag)
        if event == "start":
            if act == _UNREAD:
                walker.skip_subtree()
                continue
            if act == _BLOCK:
                if pieces:
                    _add(blocks, pieces, linked, bold, around, len(images), cells)
                    pieces, cells = [], []
                linked = bold = 0
                number += 1
                around.append(_entered(element, tag, around[-1], number))
            elif act == _BREAK:
                pieces.append("\v")
            elif act == _LINK:
                links += 1
            elif act == _IMAGE:
                images.append(element)
            elif act == _CELL:
                if pieces:
                    cells.append(sum(map(len, pieces)))
            elif tag in _BOLD:
                bolds += 1
            text = element.text
        else:
            if act == _BLOCK:
                if pieces:
                    _add(blocks, pieces, linked, bold, around, len(images), cells)
                    pieces, cells = [], []
                linked = bold = 0
                around.pop()
            elif act == _LINK:
                links -= 1
            elif tag in _BOLD:
                bolds -= 1
            text = element.tail if element is not root else None
        if text:
            pieces.append(text)
            if links:
                linked += len(text)
            if bolds:
                bold += len(text)
    return Walked(blocks, images)


def _entered(element: Element, tag: str, above: _Around, number: int) -> _Around:
    _, bits, _, parent, within, signature = above
    names = element.get("class") or ""
    own_id = element.get("id")
    own = hints(f"{names} {own_id}" if own_id else names) | _TAG_BITS.get(tag, 0)
    style = element.get("style")
    if style and "none" in style and "display" in style:
        own |= HIDDEN
    inside = (*within, number) if len(within) < _DEEPEST else within
    return TAGS.get(tag, 0), bits | own, own | parent, own, inside, f"{signature[-60:]}>{tag}.{names[:40]}"


def _add(
    blocks: list[Block], pieces: list[str], linked: int, bold: int, around: list[_Around], images: int, cells: list[int]
) -> None:
    text = "".join(pieces)
    if not text.isspace():
        tag, bits, near, _, within, signature = around[-1]
        blocks.append(Block(text, linked, bold, tag, bits, near, len(around), within, signature, images, tuple(cells)))
