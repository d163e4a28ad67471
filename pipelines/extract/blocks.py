"""One walk over a page: its text as blocks, each with the elements that surround it."""

from typing import NamedTuple

from lxml import etree

from pipelines.extract.elements import BLOCKS, UNREAD
from pipelines.extract.hidden import hides, is_unseen
from pipelines.extract.hints import BITS, HINTS, read_hints
from pipelines.extract.pictures import list_unscripted
from pipelines.extract.style_sheets import HidingRules, read_hiding_rules
from pipelines.extract.tree import Element

# What a tag does to the text. Tags that are not here are inline.
_BLOCK, _UNREAD, _BREAK, _LINK, _IMAGE, _BOLD, _META, _CELL = 1, 2, 3, 4, 5, 6, 7, 8
# Beside the common lists: the classifier was trained on blocks that end with a row, and without the text of formulas,
# which an element that a profile selects keeps.
_ACTIONS = {
    **dict.fromkeys(BLOCKS | {"tr"}, _BLOCK),
    **dict.fromkeys(UNREAD | {"math", "head"}, _UNREAD),
    **dict.fromkeys(("b", "strong", "em"), _BOLD),
    **dict.fromkeys(("link", "meta"), _META),
    **dict.fromkeys(("td", "th"), _CELL),
    "a": _LINK,
    "br": _BREAK,
    "img": _IMAGE,
}
_CONTAINERS = frozenset(("table", "dl", "ul", "ol"))
# The number of a block's tag, as a feature of the trained model; 0 for all others.
TAGS = {
    "p": 1,
    "div": 2,
    "li": 3,
    "h1": 4,
    "h2": 5,
    "h3": 6,
    "h4": 7,
    "h5": 8,
    "td": 9,
    "blockquote": 10,
    "pre": 11,
    "xmp": 11,
    "listing": 11,
    "plaintext": 11,
    "figcaption": 12,
    "dd": 13,
    "dt": 14,
    "section": 15,
    "article": 16,
    "span": 17,
    "center": 18,
}
# The hint that a tag gives by itself, see hints.py.
_TAG_HINTS = {
    "nav": "nav",
    "footer": "footer",
    "aside": "side",
    "header": "header",
    "figure": "picture",
    "figcaption": "picture",
    "article": "article",
    "main": "content",
    "dialog": "login",
    "form": "subscribe",
    "address": "byline",
}
_TAG_BITS = {tag: BITS[hint] for tag, hint in _TAG_HINTS.items()}
HIDDEN = 1 << len(HINTS)  # the hint of an element that an inline style hides
UNSEEN = HIDDEN << 1  # of a block that readers never see, see hidden.py; no feature of the model
# Attributes that mark an element as a date or an author.
_MARKS = {("rel", "author"), ("itemprop", "author"), ("itemprop", "creator"), ("itemprop", "datePublished")}
_MARKED_IN_HEAD = etree.XPath(
    '/html/head/*[@rel="author" or @itemprop="author" or @itemprop="creator" or @itemprop="datePublished"]'
)
_DEEPEST = 48  # ancestors of a block that are recorded; real pages have 10 to 35


class Block(NamedTuple):
    """A run of text without a block's border in it.

    `text` has the page's own white space, and a vertical tab for each `br`; `line` has each run of white space as one
    space. `linked` and `bold` are characters of `text`. `hints` are those of all ancestors, `near_hints` those of the
    innermost two block elements, as bits (see hints.py).
    """

    text: str
    line: str
    linked: int  # characters in links
    bold: int  # characters in b, strong, em
    tag: int  # number of the tag of the innermost block element, see TAGS
    hints: int
    near_hints: int
    depth: int  # block elements around it
    ancestors: tuple[int, ...]  # numbers of the block elements around it, the outermost first
    signature: str  # tags and classes of the innermost three
    images_before: int  # pictures on the page before this block
    cells: tuple[int, ...] = ()  # offsets in the text where a further cell of its table begins


class BlockElement(NamedTuple):
    """A block element: the number of its parent, its own hints, and its tag, class and id with spaces between."""

    parent: int
    hints: int
    name: str


class PageBlocks(NamedTuple):
    """The blocks of a page in order, its block elements by their numbers (0 is none), and its pictures.

    `links` are its links, each with the number of the block that it stands in.
    `containers` are its tables and lists by their numbers as block elements, each with the number of its first block.
    `marked` are the elements that are marked as a date or an author: a `time`, or by `rel` or `itemprop`.
    """

    blocks: list[Block]
    elements: list[BlockElement]
    images: list[Element]
    links: list[tuple[int, Element]]
    marked: list[Element]
    containers: dict[int, tuple[Element, int]]


_Place = tuple[int, int, int, int, tuple[int, ...], str]  # from `tag` to `signature`, as in Block


def _is_hidden(element: Element, names: list[str], hiding: HidingRules) -> bool:
    """Whether readers never see an inline element; `names` are those of its attributes."""
    return (
        "hidden" in names
        or ("style" in names and hides(element.get("style", "")))
        or (("class" in names or "id" in names) and hiding.hide(element))
    ) and is_unseen(element)


def _list_marked(hidden: Element) -> list[Element]:
    """The elements in one that is not shown that machines are told a date or an author by."""
    return [each for each in hidden.iter() if each.tag == "time" or not _MARKS.isdisjoint(each.items())]


def read_blocks(root: Element) -> PageBlocks:  # noqa: PLR0912, PLR0915
    """Read the text blocks of a page. One tight loop: a call for each element would double its cost."""
    blocks: list[Block] = []
    elements = [BlockElement(0, 0, "div")]
    images: list[Element] = []
    links: list[tuple[int, Element]] = []
    containers: dict[int, tuple[Element, int]] = {}
    marked = _MARKED_IN_HEAD(root)
    pieces: list[str] = []
    cells: list[int] = []
    linked = bold = open_links = open_bolds = 0
    cell_pieces = 0  # pieces before the last cell
    hidden: Element | None = None
    hiding = read_hiding_rules(root)
    may_hide = hiding.may_hide
    open_elements: list[tuple[int, _Place]] = [(0, (0, 0, 0, 1, (), ""))]  # own hints, place
    action_of, number_of, tag_bits, new = _ACTIONS.get, TAGS.get, _TAG_BITS.get, tuple.__new__
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag: str = element.tag  # type: ignore[assignment]  # an element of HTML
        action = action_of(tag)
        text: str | None
        if element is hidden:  # its end: what is not shown parts nothing
            hidden = None
            text = element.tail
        elif action == _BLOCK:
            if pieces:
                whole = "".join(pieces)
                if len(open_elements) > 1 and not whole.isspace():  # a frameset's text stands in no element
                    line = " ".join(whole.split())
                    place = open_elements[-1][1]
                    # as Block(...) does, in a third of the time
                    blocks.append(new(Block, (whole, line, linked, bold, *place, len(images), tuple(cells))))
                pieces, cells, cell_pieces = [], [], 0
            linked = bold = 0
            if event == "start":
                classes = own_id = ""
                hints = tag_bits(tag, 0)
                unseen = False
                for attribute in element.items():  # one call for all costs less than one for each
                    name, value = attribute
                    if name == "class":
                        classes = value
                    elif name == "id":
                        own_id = value
                    elif name == "style":
                        if "none" in value and "display" in value:
                            hints |= HIDDEN
                        unseen = unseen or (hides(value) and is_unseen(element))
                    elif name == "hidden":
                        unseen = unseen or is_unseen(element)
                    elif attribute in _MARKS:
                        marked.append(element)
                if classes or own_id:
                    if may_hide(classes, own_id):
                        unseen = unseen or (hiding.hide(element) and is_unseen(element))
                    hints |= read_hints(f"{classes} {own_id}" if own_id else classes)
                parent_hints, (_, all_hints, _, depth, ancestors, signature) = open_elements[-1]
                number = len(elements)
                parent = ancestors[-1] if ancestors else 0
                if tag in _CONTAINERS:
                    containers[number] = (element, len(blocks))
                elements.append(new(BlockElement, (parent, hints, f"{tag} {classes} {own_id}")))
                if len(ancestors) < _DEEPEST:
                    ancestors = (*ancestors, number)
                signature = f"{signature[-60:]}>{tag}.{classes[:40]}"
                if unseen:
                    all_hints |= UNSEEN
                place = (number_of(tag, 0), all_hints | hints, hints | parent_hints, depth + 1, ancestors, signature)
                open_elements.append((hints, place))
                text = element.text
            else:
                open_elements.pop()
                text = element.tail if element is not root else None
        elif event == "start":
            if action == _UNREAD:
                if tag == "noscript":
                    images.extend(list_unscripted(element))
                walk.skip_subtree()
                continue
            if action == _BREAK:
                pieces.append("\v")
            elif action == _IMAGE:
                images.append(element)
            elif action == _CELL:
                if pieces:
                    start = (cells[-1] if cells else 0) + sum(map(len, pieces[cell_pieces:]))
                    cells.append(start)
                    cell_pieces = len(pieces)
            else:
                names = element.keys()
                if names and _is_hidden(element, names, hiding):
                    hidden = element
                    marked.extend(_list_marked(element))
                    walk.skip_subtree()
                    continue
                has_mark = ("rel" in names or "itemprop" in names) and not _MARKS.isdisjoint(element.items())
                if tag == "time" or has_mark:
                    marked.append(element)
                if action == _LINK:
                    open_links = 1  # one link does not stand in another: its start ends that
                    links.append((len(blocks), element))
                elif action == _BOLD:
                    open_bolds += 1
                elif action == _META:
                    walk.skip_subtree()
                    continue
            text = element.text
        else:
            if action == _LINK:
                open_links = 0
            elif action == _BOLD:
                open_bolds -= 1
            text = element.tail if element is not root else None
        if text:
            pieces.append(text)
            if open_links:
                linked += len(text)
            if open_bolds:
                bold += len(text)
    return PageBlocks(blocks, elements, images, links, marked, containers)
