"""The parsed page: parse it, select elements by CSS, and read an element as paragraphs of text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from cundang.model.errors import RefusedError
from cundang.text.address import is_web, join
from cundang.text.file_address import find_file_name, may_lead_to_file
from cundang.text.fold import CJK
from cundang.text.selectors import to_xpath
from pipelines.extract.elements import BLOCKS, PREFORMATTED, UNREAD
from pipelines.extract.hidden import hides, is_unseen
from pipelines.extract.mend import SEPARATORS, mend_ends, mend_markup, mend_separators, mend_tree
from pipelines.extract.pictures import address_of, list_unscripted
from pipelines.extract.style_sheets import NO_RULES, read_hiding_rules
from pipelines.extract.tables import is_data_table, lay_out_table

Element = etree._Element  # lxml's public name for the type of all elements

_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_BUTTON_PARAGRAPHS = 4  # a button with so many was not closed, and holds the rest of the page
# Words in long tags; the most of 2,348 pages is 2,300. A parser's time grows with the square of a tag's attributes.
_MOST_ATTRIBUTES = 10_000
_WINDOW = 20_000  # characters
_LONG_TAG = re.compile(r"<([a-z][\w-]{0,30})\s[^<>]{20000,}+>?", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2028\u2029]+")
# Invisible characters stay inside a text: search folds them. At its ends there is nothing that they part or join.
_INVISIBLE = " \t\r\n\f\v\xa0\u3000\xad\u200b\u2060\ufeff"
_NO_MISREAD = rf"\0-\x7f{CJK}\u3000-\u303f\uff00-\uffef"
# Of the controls above 7F those beside Latin letters and their signs stay: repair knows misread text by them.
_CONTROLS = re.compile(
    r"[\0-\x08\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]"
    rf"|(?<![^{_NO_MISREAD}])[\x80-\x9f]+(?![^{_NO_MISREAD}])"
)
# A line end in the source between two ideographs (or their punctuation) is no space in the text.
_SOURCE_BREAK = re.compile(f"(?<=[{CJK}，。、；：？！”’）》】])[ \t]*[\r\n]\\s*(?=[{CJK}“‘（《【])")
EMPTY_LINES = re.compile(r"\n\s*\n|\n(?=[^\S\n]*[\u2003\u3000]{2})")  # two `br`, or one before an indented line
# Marks around the text of a link while an element is read: two control characters that no page shows.
_LINK, _LINK_END = "\x0e", "\x0f"
_EMPTY_CELL = "\x10"  # at the start of a row whose first cell is empty
_PREFORMATTED_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_MARKS = re.compile(f"[{_LINK}{_LINK_END}]")
_LINKED = re.compile(f"{_LINK}[^{_LINK_END}]*{_LINK_END}?")
_NO_LETTERS = re.compile(r"\W+")
_MEDIA = re.compile(r"\.(?:jpe?g|png|mp[34])(?:$|[?#])", re.IGNORECASE)


def parse(markup: str) -> Element:
    """Parse a page. Raises RefusedError where it has no element at all.

    Entities that the page defines are never loaded. Where libxml2 reads what browsers do not, it is mended (mend.py).
    """
    data = mend_markup(trim_long_tags(markup).encode("utf-8", "replace"))
    tree, errors = _parse(data)
    if (mended := mend_ends(data, errors)) is not data:
        tree, _ = _parse(mended)
    mend_tree(tree)
    if any(sign in markup for sign in SEPARATORS):
        mend_separators(tree)
    for button in list(tree.iter("button")):
        if sum(1 for _ in islice(button.iter("p"), _BUTTON_PARAGRAPHS)) == _BUTTON_PARAGRAPHS:
            button.tag = "div"
    return tree


def _parse(data: bytes) -> tuple[Element, Iterable[etree._LogEntry]]:
    """Parse markup; returns its tree, and what the parser minds in it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise RefusedError("extract", f"not HTML ({error})") from error
    if tree is None:
        raise RefusedError("extract", "not HTML (no element at all)")
    return tree, parser.error_log


def trim_long_tags(markup: str) -> str:
    """Take out the attributes of tags that have thousands of them. To see that there are none costs next to nothing."""
    return _LONG_TAG.sub(r"<\1>", markup) if _count_long_tag_words(markup) > _MOST_ATTRIBUTES else markup


def _count_long_tag_words(markup: str) -> int:
    """Count the words in tags that fill a whole window. To find these costs next to nothing."""
    words = 0
    for start in range(0, len(markup) - _WINDOW + 1, _WINDOW):
        end = start + _WINDOW
        if markup.find(">", start, end) < 0:
            tag = markup.rfind("<", 0, end)
            if tag >= 0 and markup.find(">", tag, end) < 0:
                words += len(markup[max(tag, start) : end].split())
    return words


@cache
def _compile_selector(css: str) -> Callable[[Element], list[Element]]:
    """Compile a CSS selector. Raises ValueError where it is none."""
    return etree.XPath(to_xpath(css))


def select(element: Element, css: str) -> list[Element]:
    """Select all elements below one by a CSS selector, in the order of the page."""
    return _compile_selector(css)(element)


def select_any(element: Element, selectors: Iterable[str]) -> list[Element]:
    """Select all elements below one that any of some selectors matches, selector by selector."""
    return [match for css in selectors for match in select(element, css)]


def base_of(tree: Element, url: str) -> str:
    """The address that the links of a page are relative to: its `base`, which 5 % of pages have, or its own."""
    for base in tree.iter("base"):
        if href := (base.get("href") or "").strip():
            address = join(url, href)
            return address if is_web(address) else url
    return url


def to_line(value: Any) -> str:
    """Put a string on one line: each run of white space becomes one space, none at the ends. Of other values empty."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if text.isprintable():  # no white space but plain spaces, as in most texts: a third of the time
        return " ".join(text.split()) if "  " in text else text
    return strip_invisible(_SPACE.sub(" ", _CONTROLS.sub("", text.replace("\v", "\n"))))  # a `br`, see blocks.py


def strip_invisible(text: str) -> str:
    """Strip white space and what is as little seen off the ends of a text."""
    return text.strip().strip(_INVISIBLE)


def text_of(element: Element) -> str:
    """The text of an element on one line; of a `meta` its content."""
    if element.tag == "meta":
        return to_line(element.get("content") or "")
    return to_line(_TextWalk(element, Drop()).text())


class Drop:
    """The elements to leave out, by selectors: `.class`, `#id` and `tag` are looked up, others are XPaths."""

    def __init__(self, selectors: Iterable[str] = ()) -> None:
        simple = [css for css in selectors if re.fullmatch(r"[.#]?[\w-]+", css)]
        self.classes = frozenset(css[1:] for css in simple if css[0] == ".")
        self.ids = frozenset(css[1:] for css in simple if css[0] == "#")
        self.tags = UNREAD | {css for css in simple if css[0] not in ".#"}
        self.others = tuple(css for css in selectors if css not in simple)


class Paragraph(NamedTuple):
    """A paragraph of a text. `linked`: it consists of links to other pages; links to files do not count."""

    text: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The paragraphs of an element, the addresses of its `img` with the captions that follow them, and its links."""

    paragraphs: list[Paragraph]
    images: list[tuple[str, str]]
    links: list[Element]


def read_content(element: Element, drop: Drop, captions: tuple[str, ...] = ()) -> Content:
    """Read an element as paragraphs. `br` and table rows end a line, and cells are parted by tabs.

    Left out are scripts, players, forms, what an inline style hides, and the elements of `drop`. The text of the
    elements that `captions` selects goes to the pictures. Indentation and runs of white space are layout, not text.
    """
    walk = _TextWalk(element, drop, select_any(element, captions), marks=True)
    paragraphs, is_open = [], False
    for block in walk.text().split("\f"):
        for part in EMPTY_LINES.split(block):
            before, is_open = (
                _LINK * is_open,
                part.rfind(_LINK) > part.rfind(_LINK_END) or (is_open and _LINK_END not in part),
            )
            lines = (strip_invisible(line).lstrip(_EMPTY_CELL) for line in _MARKS.sub("", part).split("\n"))
            if text := "\n".join(line for line in lines if line):
                paragraphs.append(Paragraph(text, _is_linked(text, before + part)))
    return Content(paragraphs, walk.images, walk.links)


def read_table(table: Element) -> str:
    """Read a table of data: a line a row, tabs between cells."""
    content = read_content(table, Drop())
    return "\n".join(paragraph.text for paragraph in content.paragraphs)


def _is_linked(text: str, marked: str) -> bool:
    """Whether four fifths of the letters of a paragraph are in links; `marked` is the same text with its marks."""
    unlinked = _LINKED.sub("", marked) if _LINK in marked else text
    return 5 * len(_NO_LETTERS.sub("", unlinked)) <= len(_NO_LETTERS.sub("", text))


class _TextWalk:
    """One walk over an element. Its text has a form feed where a block ends, a newline for a line, a tab for a cell."""

    def __init__(self, root: Element, drop: Drop, captions: Iterable[Element] = (), marks: bool = False) -> None:
        self._marks = marks
        self.images: list[tuple[str, str]] = []
        self.links: list[Element] = []
        self._pieces: list[str] = []
        self._drop = drop
        self._dropped = frozenset(select_any(root, drop.others))
        self._captions = frozenset(captions)
        self._hiding = read_hiding_rules(root) if marks else NO_RULES
        self._preformatted = 0  # elements around that keep their line ends
        self._walk(root)

    def _walk(self, root: Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if event == "end":
                if element is not skipped:
                    self._close(element)
                if element.tail and element is not root:
                    self._add(element.tail)
            elif element is not root and (self._is_dropped(element) or self._is_hidden(element)):
                if element.tag in BLOCKS and not self._is_hidden(element):
                    self._pieces.append("\f")
                skipped = element
                walk.skip_subtree()
            elif element.tag == "table" and is_data_table(element):
                self._add_table(element)
                skipped = element
                walk.skip_subtree()
            else:
                self._open(element)

    def _add_table(self, table: Element) -> None:
        lines = lay_out_table(table, self._read_cell, lambda part: self._is_dropped(part) or self._is_hidden(part))
        text = "\n".join(_EMPTY_CELL + line if line.startswith("\t") else line for line in lines)
        self._pieces.append(f"\f{text}\f")

    def _read_cell(self, cell: Element) -> str:
        """Read a cell as one line."""
        pieces, self._pieces = self._pieces, []
        self._walk(cell)
        text, self._pieces = " ".join("".join(self._pieces).split()), pieces
        return strip_invisible(text)

    def text(self) -> str:
        return "".join(self._pieces)

    def _is_hidden(self, element: Element) -> bool:
        names = element.attrib
        return (
            bool(names)
            and ("hidden" in names or hides(names.get("style", "")) or self._hiding.hide(element))
            and is_unseen(element)
        )

    def _is_dropped(self, element: Element) -> bool:
        if element.tag in self._drop.tags or element in self._dropped:
            if element.tag == "noscript":
                self.images += [(address_of(image), "") for image in list_unscripted(element)]
            return True
        attributes = element.attrib
        if not attributes:
            return False
        if element in self._captions:
            if self.images:
                address, caption = self.images[-1]
                self.images[-1] = (address, " ".join(filter(None, (caption, text_of(element)))))
            return True
        return attributes.get("id") in self._drop.ids or not self._drop.classes.isdisjoint(
            attributes.get("class", "").split()
        )

    def _open(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS or _is_spacer(element):
            self._pieces.append("\f")
        elif tag in ("br", "tr"):
            self._pieces.append("\n")
        elif tag in ("td", "th") and element.getprevious() is not None:
            self._pieces.append("\t")
        elif tag == "img":
            self.images.append((address_of(element), ""))
        elif self._marks and tag == "a":
            self.links.append(element)
            if _leads_away(element):
                self._pieces.append(_LINK)
        self._preformatted += _keeps_lines(element)
        if element.text:
            self._add(element.text)

    def _close(self, element: Element) -> None:
        self._preformatted -= _keeps_lines(element)
        if element.tag in BLOCKS or _is_spacer(element):
            self._pieces.append("\f")
        elif self._marks and element.tag == "a" and _leads_away(element):
            self._pieces.append(_LINK_END)

    def _add(self, text: str) -> None:
        if self._preformatted:
            self._pieces.append("\n".join(map(collapse_spaces, text.splitlines())))
        else:
            self._pieces.append(collapse_spaces(text))


def _is_spacer(element: Element) -> bool:
    """Whether a `span` is shown as a block, which some editors write for an empty line."""
    return element.tag == "span" and _SHOWN_AS_BLOCK.search(element.get("style", "")) is not None


def _keeps_lines(element: Element) -> bool:
    """Whether the line ends in the source of an element are line ends of its text."""
    if element.tag in PREFORMATTED:
        return True
    style = element.get("style", "")
    return "white-space" in style and _PREFORMATTED_STYLE.search(style) is not None


def _leads_away(link: Element) -> bool:
    """Whether a link leads to another page: not within the page, and not to a file."""
    href = link.get("href") or "#"
    if href.startswith("#") or _MEDIA.search(href):
        return False
    return not (may_lead_to_file(href) and find_file_name(href, "".join(link.itertext()).strip()))


def collapse_spaces(text: str) -> str:
    """Collapse the white space of a text node as a browser does; characters that no browser shows go."""
    if text.isprintable() and "  " not in text:  # no white space but single spaces
        return text
    if ("\n" in text or "\r" in text) and not text.isascii():
        text = _SOURCE_BREAK.sub("", text)
    return _SPACE.sub(" ", _CONTROLS.sub("", text))
