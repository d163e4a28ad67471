"""The parsed page: selecting elements by CSS, and reading an element as paragraphs of text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from cssselect import HTMLTranslator
from lxml import etree

from cundang.model.errors import RefusedError
from cundang.text.address import is_web, join
from cundang.text.fold import CJK

Element = etree._Element  # lxml's public name for the type of all elements

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul"]
)  # fmt: skip
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "button",
        "textarea",
        "input",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
# libxml2 reads nothing behind </html>, which templates put together of pieces write in the middle of a page; HTML needs neither.
_ENDS_OF_PAGE = re.compile(rb"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_BUTTON_PARAGRAPHS = 4  # a button with so many was not ended where the page ends it, and holds the rest of the page
_MOST_ATTRIBUTES = (
    10_000  # words in long tags; the most of 2,348 pages is 2,300. A parser's time grows with their square
)
_WINDOW = 20_000  # characters
_LONG_TAG = re.compile(r"<([a-z][\w-]{0,30})\s[^<>]{20000,}+>?", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u200b\ufeff]+")
# A line end in the source between two ideographs (or their punctuation) is no space in the text.
_SOURCE_BREAK = re.compile(f"(?<=[{CJK}，。、；：？！”’）》】])[ \t]*[\r\n]\\s*(?=[{CJK}“‘（《【])")
EMPTY_LINES = re.compile(r"\n\s*\n|\n(?=[^\S\n]*[\u2003\u3000]{2})")  # two `br`, or one before an indented line
# Around the text of a link, while an element is read: two control characters that no page shows.
_LINK, _LINK_END = "\x0e", "\x0f"
_MARKS = re.compile(f"[{_LINK}{_LINK_END}]")
_OUTSIDE = re.compile(f"{_LINK}[^{_LINK_END}]*{_LINK_END}?")
_SIGNS = re.compile(r"\W+")
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|ceb|zip|rar|7z|txt|jpe?g|png|mp[34])(?:$|[?#])", re.IGNORECASE
)


def parse(markup: str) -> Element:
    """The tree of a page. NUL, which libxml2 takes for the end, is replaced; entities of the page are never loaded."""
    data = _ENDS_OF_PAGE.sub(b"", trimmed(markup).encode("utf-8", "replace").replace(b"\0", "\ufffd".encode()))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise RefusedError("extract", f"not HTML ({error})") from error
    if tree is None:
        raise RefusedError("extract", "not HTML (no element at all)")
    for button in list(tree.iter("button")):
        if sum(1 for _ in islice(button.iter("p"), _BUTTON_PARAGRAPHS)) == _BUTTON_PARAGRAPHS:
            button.tag = "div"
    return tree


def trimmed(markup: str) -> str:
    """A page without the attributes of tags that have thousands of them. To find that it has none costs next to nothing."""
    return _LONG_TAG.sub(r"<\1>", markup) if _attributes(markup) > _MOST_ATTRIBUTES else markup


def _attributes(markup: str) -> int:
    """How many words stand in tags that are a window long or more: to find these costs next to nothing."""
    words = 0
    for start in range(0, len(markup) - _WINDOW + 1, _WINDOW):
        end = start + _WINDOW
        if markup.find(">", start, end) < 0:
            tag = markup.rfind("<", 0, end)
            if tag >= 0 and markup.find(">", tag, end) < 0:
                words += len(markup[max(tag, start) : end].split())
    return words


@cache
def _compiled(css: str) -> Callable[[Element], list[Element]]:
    """A selector as a function. A leading `#id` goes by libxml2's table of ids: 2 µs instead of 60 for a whole page."""
    by_id = re.fullmatch(r"#([\w-]+)(?:\s+(.+))?", css)
    if not by_id:
        return etree.XPath(HTMLTranslator().css_to_xpath(css))
    whole = f"id('{by_id[1]}')"
    rest = HTMLTranslator().css_to_xpath(by_id[2], prefix="/descendant::") if by_id[2] else ""
    return etree.XPath(" | ".join(whole + part for part in rest.split(" | ")))


def select(element: Element, css: str) -> list[Element]:
    """All elements below one that a CSS selector names, in the order of the page."""
    return _compiled(css)(element)


def select_any(element: Element, selectors: Iterable[str]) -> list[Element]:
    """All elements that any of some selectors names."""
    return [found for css in selectors for found in select(element, css)]


def base_of(tree: Element, url: str) -> str:
    """What the relative addresses of a page are relative to: its `base`, which 5 % of pages have, or its own address."""
    for base in tree.iter("base"):
        if href := (base.get("href") or "").strip():
            found = join(url, href)
            return found if is_web(found) else url
    return url


def squeeze(text: str) -> str:
    """A string as one line: white space runs become one space, none at the ends."""
    text = text.strip()
    if text.isprintable():  # no white space but plain spaces, which are most texts: a third of the time
        return " ".join(text.split()) if "  " in text else text
    return _SPACE.sub(" ", text).strip()


def text_of(element: Element) -> str:
    """What an element says, as one line. Of a `meta`, its content."""
    if element.tag == "meta":
        return squeeze(element.get("content") or "")
    return squeeze(_Reading(element, Drop()).text())


class Drop:
    """Which elements not to read. `.class`, `#id` and `tag` are looked up; any other selector is an XPath of its own."""

    def __init__(self, selectors: Iterable[str] = ()) -> None:
        simple = [css for css in selectors if re.fullmatch(r"[.#]?[\w-]+", css)]
        self.classes = frozenset(css[1:] for css in simple if css[0] == ".")
        self.ids = frozenset(css[1:] for css in simple if css[0] == "#")
        self.tags = _UNREAD | {css for css in simple if css[0] not in ".#"}
        self.others = tuple(css for css in selectors if css not in simple)


class Paragraph(NamedTuple):
    """A paragraph of a text, and whether it is nothing but links to other pages (to files is another thing)."""

    text: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The paragraphs of an element, and the `img` in it, each with the text of the captions that follow it."""

    paragraphs: list[Paragraph]
    images: list[tuple[str, str]]


def read(element: Element, drop: Drop, captions: tuple[str, ...] = ()) -> Content:
    """What an element says: paragraphs parted by blank lines, `br` and table rows as a line end, cells by tabs.

    Left out are scripts, players, forms, what the page hides by an inline style, and what `drop` names; captions go to
    the pictures. Indentation and runs of white space are layout, not text.
    """
    reading = _Reading(element, drop, select_any(element, captions), marks=True)
    found, links = [], 0
    for block in reading.text().split("\f"):
        for paragraph in EMPTY_LINES.split(block):
            opened, links = links, links + paragraph.count(_LINK) - paragraph.count(_LINK_END)
            lines = (shown.strip() for shown in _MARKS.sub("", paragraph).split("\n"))
            if kept := "\n".join(shown for shown in lines if shown):
                found.append(Paragraph(kept, _is_linked(kept, _LINK * opened + paragraph)))
    return Content(found, reading.images)


def _is_linked(shown: str, marked: str) -> bool:
    """Whether four fifths of the letters of a paragraph are in links."""
    outside = _OUTSIDE.sub("", marked) if _LINK in marked else shown
    return 5 * len(_SIGNS.sub("", outside)) <= len(_SIGNS.sub("", shown))


class _Reading:
    """One walk over an element. The text has marks where it breaks: form feed (block), newline (line), tab (cell)."""

    def __init__(self, root: Element, drop: Drop, captions: Iterable[Element] = (), marks: bool = False) -> None:
        self._marks = marks
        self.images: list[tuple[str, str]] = []
        self._pieces: list[str] = []
        self._drop = drop
        self._unread = frozenset(select_any(root, drop.others))
        self._captions = frozenset(captions)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._close(element, root)
            elif element is not root and self._skips(element):
                walk.skip_subtree()
            else:
                self._open(element)

    def text(self) -> str:
        return "".join(self._pieces)

    def _skips(self, element: Element) -> bool:
        if element.tag in self._drop.tags or element in self._unread:
            return True
        attributes = element.attrib
        if not attributes:
            return False
        if element in self._captions:
            if self.images:
                address, caption = self.images[-1]
                self.images[-1] = (address, " ".join(filter(None, (caption, text_of(element)))))
            return True
        return (
            attributes.get("id") in self._drop.ids
            or not self._drop.classes.isdisjoint(attributes.get("class", "").split())
            or bool(_HIDDEN.search(attributes.get("style", "")))
        )

    def _open(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS or _is_spacer(element):
            self._pieces.append("\f")
        elif tag in ("br", "tr"):
            self._pieces.append("\n")
        elif tag in ("td", "th") and element.getprevious() is not None:
            self._pieces.append("\t")
        elif tag == "img":
            self.images.append((element.get("src") or "", ""))
        elif self._marks and tag == "a" and _leads_away(element):
            self._pieces.append(_LINK)
        if element.text:
            self._pieces.append(line(element.text))

    def _close(self, element: Element, root: Element) -> None:
        if element.tag in _BLOCKS or _is_spacer(element):
            self._pieces.append("\f")
        elif self._marks and element.tag == "a" and _leads_away(element):
            self._pieces.append(_LINK_END)
        if element.tail and element is not root:
            self._pieces.append(line(element.tail))


def _is_spacer(element: Element) -> bool:
    """Whether a `span` is shown as a block, which some editors write for an empty line."""
    return element.tag == "span" and _AS_BLOCK.search(element.get("style", "")) is not None


def _leads_away(link: Element) -> bool:
    """Whether a link leads to another page: not within the page, and not to a file."""
    href = link.get("href") or "#"
    return not href.startswith("#") and not _FILE.search(href)


def line(text: str) -> str:
    """A text node with its white space as a browser shows it."""
    if text.isprintable() and "  " not in text:  # no white space but single spaces
        return text
    if ("\n" in text or "\r" in text) and not text.isascii():
        text = _SOURCE_BREAK.sub("", text)
    return _SPACE.sub(" ", text)
