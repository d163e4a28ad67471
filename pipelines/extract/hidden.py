"""What a page hides from its readers: by an attribute, a style, or a rule of its own style sheet.

That is no text but for one kind: the rest of an article, which opens on a click. It is told by its sentences.
"""

import re
from functools import lru_cache
from itertools import islice

from lxml import etree

Element = etree._Element

_SIZE_0 = r"\s*:\s*0(?:\.0{1,9})?(?:px|pt|em|rem|%)?\s*(?:!|;|$)"
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:text-indent|margin-left|(?<![\w-])left|(?<![\w-])top)\s*:\s*-\d{3}"
    rf"|(?<![\w-])(?:font-size|opacity){_SIZE_0}"
    rf"|(?<![\w-])(?:max-)?(?:width|height){_SIZE_0}(?=.*overflow\s*:\s*hidden)"
    rf"|overflow\s*:\s*hidden.*(?<![\w-])(?:max-)?(?:width|height){_SIZE_0}",
    re.IGNORECASE | re.DOTALL,
)
_SHOWING = re.compile(r"display\s*:(?!\s*none)|visibility\s*:\s*visible", re.IGNORECASE)
_LONGEST_STYLE = 2000  # characters
_NEVER = frozenset(("html", "head", "body", "meta", "link", "script", "style", "input", "br", "img"))
# Scripts show these once the page is loaded; WeChat's whole text is such an element.
_FADING = re.compile(r"visibility\s*:\s*hidden|(?<![\w-])opacity\s*:", re.IGNORECASE)
_FADED = 60  # characters
# The rest of an article has sentences; what is written against copying, and for machines, has one or two.
_ENDS = tuple("。！？…；.!?”’」』）)")
_LONG_RUN = 20  # characters
_LEAST_REST = 60  # characters in such runs of text; two of them at least, or so many as make a long paragraph
_LONG_PARAGRAPH = 120
_MOST_RUNS = 2000  # of an element that are looked at
_LEAST_SLIDES, _MOST_SLIDES = 3, 100
JAMMERS = frozenset(("jammer",))  # classes that Discuz gives to what it writes against copying
# Rules of a style sheet.
_SHEET = 200_000  # characters that are read
_MOST_RULES = 200
_HIDING_DECLARATIONS = ("display:none", "display: none", "visibility:hidden", "font-size:0", "font-size: 0")
_RULE_STARTS = re.compile(r";|\*/|<!--")
_SIMPLE = re.compile(r"(?:[a-z]{1,12})?\.([\w-]{1,80})")


@lru_cache(4096)
def hides(style: str) -> bool:
    """Whether an inline style hides an element.

    >>> hides("display: none"), hides("font-size:0.9em"), hides("font-size:0px; color:#fff"), hides("line-height:0")
    (True, False, True, False)
    """
    return _HIDING.search(style[:_LONGEST_STYLE]) is not None


def is_unseen(element: Element) -> bool:
    """Whether readers never see an element that an attribute, a style or a rule hides."""
    return not (element.tag in _NEVER or _is_opened(element) or _is_shown_inside(element) or _is_slide(element))


def _is_opened(element: Element) -> bool:
    """Whether what is hidden is the rest of an article: several sentences in long runs of text."""
    runs = length = 0
    for text in map(str.strip, islice(element.itertext(), _MOST_RUNS)):
        if len(text) >= _LONG_RUN and (text.endswith(_ENDS) or text.count("。") > 1):
            runs, length = runs + 1, length + len(text)
            if length >= (_LEAST_REST if runs > 1 else _LONG_PARAGRAPH):
                return True
    return False


def _is_slide(element: Element) -> bool:
    """Whether an element is one of several that are shown by turns: most of those beside it are hidden as it is."""
    parent = element.getparent()
    siblings = [] if parent is None else list(islice(parent, _MOST_SLIDES))
    classes = element.get("class")
    hidden = sum(
        each.get("hidden") is not None or hides(each.get("style", "")) or bool(classes and each.get("class") == classes)
        for each in siblings
    )
    return hidden >= _LEAST_SLIDES and 2 * hidden >= len(siblings)


def _is_shown_inside(element: Element) -> bool:
    """Whether an element is hidden by a style that what it holds undoes, or that a script takes away."""
    style = element.get("style", "").lower()
    if element.get("hidden") is not None or "none" in style:
        return False
    if _FADING.search(style):
        return any(True for _ in element.iter("img")) or len("".join(element.itertext()).strip()) > _FADED
    # Boxes are laid out without gaps in an element of size 0; those inside have sizes of their own.
    return "font-size" in style and any(
        "font-size" in child.get("style", "") or child.get("class") for child in element.iterdescendants()
    )


def list_hidden_classes(element: Element) -> frozenset[str]:
    """The classes that the style sheets in a page hide wherever they stand."""
    styles = (style.text or "" for style in element.getroottree().iter("style") if style.get("media") != "print")
    sheet = "".join(styles)[:_SHEET]
    found = set(JAMMERS)
    depth = end = 0
    for start, behind in _list_declarations(sheet):
        opening = max(end, sheet.rfind("{", end, start))
        depth += sheet.count("{", end, opening) - sheet.count("}", end, opening)
        if depth == 0 and sheet[behind] not in ".123456789":  # in no @media, not 0.9em
            before = sheet[max(0, opening - _LONGEST_STYLE) : opening].rpartition("}")[2]
            selectors = _RULE_STARTS.split(before)[-1]
            simple = map(_SIMPLE.fullmatch, map(str.strip, selectors.split(",")))
            found.update(selector[1] for selector in simple if selector)
        end = opening
    return frozenset(name for name in found if not _is_shown_elsewhere(sheet, f".{name}"))


def _list_declarations(sheet: str) -> list[tuple[int, int]]:
    """List where the declarations of a style sheet that hide something start and end, in order."""
    places = []
    for declaration in _HIDING_DECLARATIONS:
        start = sheet.find(declaration, 0, -1)
        for _ in range(_MOST_RULES):
            if start < 0:
                break
            places.append((start, start + len(declaration)))
            start = sheet.find(declaration, start + 1, -1)
    return sorted(places)


def _is_shown_elsewhere(sheet: str, selector: str) -> bool:
    """Whether another rule, as for a click, shows what one hides."""
    position = sheet.find(selector)
    while position >= 0:
        start, end = sheet.find("{", position), sheet.find("}", position)
        if 0 <= start < end and _SHOWING.search(sheet, start, min(end, start + _LONGEST_STYLE)):
            return True
        position = sheet.find(selector, position + len(selector))
    return False
