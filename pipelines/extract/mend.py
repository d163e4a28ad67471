"""Where libxml2's tree is not the HTML standard's: markup mended before it is parsed, and the tree after.

On 2,348 pages of ../shared the two trees hold the same blocks of text but for a few; old markup is where they part.
"""

import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

Element = etree._Element

# libxml2 reads nothing behind </html>, which templates put together of pieces write in the middle of a page. HTML needs
# neither end tag. </br> is a line break in every browser.
_ENDS = re.compile(rb"</(?:(body|html)\s{0,9}|br\s{0,9}/?)>", re.IGNORECASE)
# An end tag of a paragraph without a start ends a line in browsers: the text behind it is no part of the text before.
_STRAY_PARAGRAPH_END = re.compile(rb"</p>(?=\s{0,99}(?:[^\s<\"'\\]|<(?:a|b|strong|i|em|u|font|span)\b))", re.IGNORECASE)
_HEADING_TAG = re.compile(rb"<(/?)h([1-6])(?=[\s>])", re.IGNORECASE)
_UNEXPECTED = re.compile(r"Unexpected end tag : (p|h[1-6])\s*")
# Tags whose start ends an open one of the same group, up to an element of another kind that holds them.
_SIBLINGS = (
    (("dd", "dt"), frozenset(("dl", "ul", "ol", "table", "td", "th", "blockquote", "center", "body"))),
    (("rb", "rt", "rp", "rtc"), frozenset(("ruby", "body"))),
)
_SEPARATORS = re.compile("[\u2028\u2029]+")
SEPARATORS = ("\u2028", "\u2029", "&#8232", "&#8233", "&#x2028", "&#x2029")  # as a page writes them
_WITHOUT_LINES = ("html", "head", "title", "script", "style", "textarea", "option")

_HIGHEST = 16  # elements between one and another of its kind that it stands in; more is no way to indent


def mend_markup(data: bytes) -> bytes:
    """Take out of UTF-8 markup what libxml2 minds and browsers do not: NUL, `</html>` and `</br>`."""
    return _ENDS.sub(lambda match: b"" if match[1] else b"<br>", data.replace(b"\0", b"").replace(b"\v", b""))


def mend_ends(data: bytes, errors: Iterable[etree._LogEntry]) -> bytes:
    """Write for end tags of paragraphs and headings that libxml2 found no start for what browsers read; else the same.

    A paragraph's makes an empty paragraph: `hr` parts the text alike and holds nothing. A heading's ends whatever
    heading is open.
    """
    tags = {match[1][0] for error in errors if (match := _UNEXPECTED.fullmatch(error.message))}
    if "h" in tags:
        data = _match_headings(data)
    if "p" in tags:
        data = _STRAY_PARAGRAPH_END.sub(b"</p><hr>", data)
    return data


def _match_headings(data: bytes) -> bytes:
    open_level = b""

    def match_level(tag: re.Match[bytes]) -> bytes:
        nonlocal open_level
        level, open_level = (open_level or tag[2], b"") if tag[1] else (tag[2], tag[2])
        return b"<%bh%b" % (tag[1], level)

    return _HEADING_TAG.sub(match_level, data)


def mend_tree(tree: Element) -> None:
    """Put elements where browsers have them."""
    for tags, holders in _SIBLINGS:
        for element in list(tree.iter(*tags)):
            _put_beside(element, tags, holders)
    for anchor in list(tree.iter("a")):  # of old pages, without an end tag: the text behind it leads nowhere
        if "href" not in anchor.attrib and next(anchor.iterdescendants("p", "div", "table", "br"), None) is not None:
            anchor.tag = "span"
    for embed in list(tree.iter("embed")):  # has no end tag, and libxml2 puts all that follows into it
        _empty(embed)


def mend_separators(tree: Element) -> None:
    """Write line breaks for the characters that stand for one (U+2028 and U+2029), which no browser shows."""
    for element in list(tree.iter()):
        if element.tag in _WITHOUT_LINES:
            continue
        if element.text and (parts := _SEPARATORS.split(element.text))[1:]:
            element.text = parts[0]
            for part in reversed(parts[1:]):
                element.insert(0, _make_break(element, part))
        if element.tail and (parts := _SEPARATORS.split(element.tail))[1:]:
            element.tail = None  # else it would stand behind the breaks
            for part in reversed(parts[1:]):
                element.addnext(_make_break(element, part))
            element.tail = parts[0]


def _make_break(element: Element, tail: str) -> Element:
    line_break = element.makeelement("br")
    line_break.tail = tail
    return line_break


def _put_beside(element: Element, tags: tuple[str, ...], holders: frozenset[str]) -> None:
    """Move an element that stands in one of its own kind behind that one, with all that follows it there."""
    path = []
    for ancestor in islice(element.iterancestors(), _HIGHEST):
        if ancestor.tag in holders:
            return
        path.append(ancestor)
        if ancestor.tag in tags:
            break
    else:
        return
    for parent in path:
        _move_behind([element, *element.itersiblings()], parent)


def _empty(embed: Element) -> None:
    """Move what stands in an element that has no content behind it."""
    if len(embed):
        _move_behind(list(embed), embed)
    embed.tail, embed.text = f"{embed.text or ''}{embed.tail or ''}", None


def _move_behind(elements: list[Element], parent: Element) -> None:
    """Move elements, each with the text behind it, behind their parent; the text that was there stays behind them."""
    tail, parent.tail = parent.tail, None
    for element in reversed(elements):
        parent.addnext(element)
    if tail:
        elements[-1].tail = (elements[-1].tail or "") + tail
