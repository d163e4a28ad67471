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
_LONGEST_STYLE = 2000  # characters
_NEVER = frozenset(("html", "head", "body", "meta", "link", "script", "style", "input", "br", "img"))
# Scripts show these once the page is loaded; WeChat's whole text is such an element.
_FADING = re.compile(r"visibility\s*:\s*hidden|(?<![\w-])opacity\s*:", re.IGNORECASE)
_FADED = 60  # characters
# The rest of an article has sentences; what is written against copying, and for machines, has one or two.
_ENDS = tuple("。！？…；.!?”’」』）)।۔؟")
_LONG_RUN = 20  # characters
_LEAST_REST = 60  # characters in such runs of text; two of them at least, or so many as make a long paragraph
_LONG_PARAGRAPH = 120
_MOST_RUNS = 2000  # of an element that are looked at
_MOST_INNER = 20  # elements of a button or of the heading around it
_LEAST_SLIDES, _MOST_SLIDES = 3, 100


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
    if _is_answer(element):
        return True
    runs = length = 0
    for text in map(str.strip, islice(element.itertext(), _MOST_RUNS)):
        if len(text) >= _LONG_RUN and (text.endswith(_ENDS) or text.count("。") > 1):
            runs, length = runs + 1, length + len(text)
            if length >= (_LEAST_REST if runs > 1 else _LONG_PARAGRAPH):
                return True
    return False


def _is_answer(element: Element) -> bool:
    """Whether an element with a sentence is what the button before it opens: an answer below its question."""
    before = element.getprevious()
    if before is None or not any(each.get("aria-expanded") for each in islice(before.iter(), _MOST_INNER)):
        return False
    text = "".join(islice(element.itertext(), _MOST_RUNS)).strip()
    return (
        len(text) >= _LEAST_REST and text.endswith(_ENDS) and next(element.iter("form", "input", "nav"), None) is None
    )


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
