"""One walk over a page: its text as blocks, each with what is around it."""

from typing import NamedTuple

from lxml import etree

from pipelines.extract.hints import HINTS, read_hints
from pipelines.extract.tree import Element

# What a tag does to the text. Tags that are not here are inline.
_BLOCK, _UNREAD, _BREAK, _LINK, _IMAGE, _BOLD, _META, _CELL = 1, 2, 3, 4, 5, 6, 7, 8
_ACTS = {
    **dict.fromkeys(["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"], _BLOCK),
    **dict.fromkeys(["script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "select", "button", "textarea", "input", "math", "head"], _UNREAD),
    **dict.fromkeys(["b", "strong", "em"], _BOLD), "br": _BREAK, "a": _LINK, "img": _IMAGE, "link": _META, "meta": _META,
    "td": _CELL, "th": _CELL,
}  # fmt: skip
# The number of a tag, as a feature: what the block is, then what it is in.
TAGS = {tag: number for number, tag in enumerate(
    ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "td", "blockquote", "pre", "figcaption", "dd", "dt", "section", "article", "span", "center"), 1)}  # fmt: skip
_TAG_HINTS = {"nav": "nav", "footer": "footer", "aside": "side", "header": "header", "figure": "picture", "figcaption": "picture",
              "article": "article", "main": "content", "dialog": "login", "form": "subscribe", "address": "byline"}  # fmt: skip
_TAG_BITS = {tag: 1 << list(HINTS).index(hint) for tag, hint in _TAG_HINTS.items()}
HIDDEN = 1 << len(HINTS)  # an inline style hides it
_MARKED = {("rel", "author"), ("itemprop", "author"), ("itemprop", "creator"), ("itemprop", "datePublished")}
_MARKED_IN_HEAD = etree.XPath(
    '/html/head/*[@rel="author" or @itemprop="author" or @itemprop="creator" or @itemprop="datePublished"]'
)
_DEEPEST = 48  # elements around a block that are told apart; real pages have 10 to 35


class Block(NamedTuple):
    """A run of text without a block's border in it. `text` has the page's own white space, and a vertical tab for `br`."""

    text: str
    line: str  # the text with each run of white space as one space
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


class Around(NamedTuple):
    """A block element: the number of the one around it, its own hints, and its tag, class and id with spaces between."""

    parent: int
    hints: int
    name: str


class PageBlocks(NamedTuple):
    """The blocks of a page in order, the block elements by their numbers (0 is none), its pictures, and the elements that are
    marked as a date or an author: a `time`, or by `rel` or `itemprop`."""

    blocks: list[Block]
    elements: list[Around]
    images: list[Element]
    marked: list[Element]


_Place = tuple[int, int, int, int, tuple[int, ...], str]  # tag, bits, near, depth, within, signature: as in Block


def read_blocks(root: Element) -> PageBlocks:  # noqa: PLR0912, PLR0915 - one tight loop: a call an element would double its cost
    """The text blocks of a page."""
    blocks: list[Block] = []
    elements = [Around(0, 0, "div")]
    images: list[Element] = []
    marked = _MARKED_IN_HEAD(root)
    pieces: list[str] = []
    cells: list[int] = []
    linked = bold = links = bolds = seen = 0  # `seen`: the pieces before the last cell
    around: list[tuple[int, _Place]] = [(0, (0, 0, 0, 1, (), ""))]  # own hints, place
    acts, tags, tag_bits, new = _ACTS.get, TAGS.get, _TAG_BITS.get, tuple.__new__
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag: str = element.tag  # type: ignore[assignment]  # an element of HTML
        act = acts(tag)
        text: str | None
        if act == _BLOCK:
            if pieces:
                whole = "".join(pieces)
                if len(around) > 1 and not whole.isspace():  # what a frameset has stands in no element
                    line = " ".join(whole.split())
                    # as Block(...) does, in a third of the time
                    blocks.append(new(Block, (whole, line, linked, bold, *around[-1][1], len(images), tuple(cells))))
                pieces, cells, seen = [], [], 0
            linked = bold = 0
            if event == "start":
                names = own_id = ""
                own = tag_bits(tag, 0)
                for attribute in element.items():  # one call for all costs less than one for each
                    name, value = attribute
                    if name == "class":
                        names = value
                    elif name == "id":
                        own_id = value
                    elif name == "style":
                        if "none" in value and "display" in value:
                            own |= HIDDEN
                    elif attribute in _MARKED:
                        marked.append(element)
                if names or own_id:
                    own |= read_hints(f"{names} {own_id}" if own_id else names)
                above, (_, bits, _, depth, within, signature) = around[-1]
                number = len(elements)
                elements.append(new(Around, (within[-1] if within else 0, own, f"{tag} {names} {own_id}")))
                if len(within) < _DEEPEST:
                    within = (*within, number)
                signature = f"{signature[-60:]}>{tag}.{names[:40]}"
                around.append((own, (tags(tag, 0), bits | own, own | above, depth + 1, within, signature)))
                text = element.text
            else:
                around.pop()
                text = element.tail if element is not root else None
        elif event == "start":
            if act == _UNREAD:
                walker.skip_subtree()
                continue
            if act == _BREAK:
                pieces.append("\v")
            elif act == _IMAGE:
                images.append(element)
            elif act == _CELL:
                if pieces:
                    at = (cells[-1] if cells else 0) + sum(map(len, pieces[seen:]))
                    cells.append(at)
                    seen = len(pieces)
            else:
                kinds = element.keys()
                if tag == "time" or (
                    ("rel" in kinds or "itemprop" in kinds) and not _MARKED.isdisjoint(element.items())
                ):
                    marked.append(element)
                if act == _LINK:
                    links += 1
                elif act == _BOLD:
                    bolds += 1
                elif act == _META:
                    walker.skip_subtree()
                    continue
            text = element.text
        else:
            if act == _LINK:
                links -= 1
            elif act == _BOLD:
                bolds -= 1
            text = element.tail if element is not root else None
        if text:
            pieces.append(text)
            if links:
                linked += len(text)
            if bolds:
                bold += len(text)
    return PageBlocks(blocks, elements, images, marked)
