"""Whether a page without </html> was cut off, or is whole: HTML lets a page leave out the end tags of many elements."""

import re

from pipelines.extract.tree import Element

# The elements whose end tag may be left out.
_OPTIONAL_END = frozenset(
    (
        *("html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"),
        *("colgroup", "option", "optgroup", "rb", "rt", "rtc", "rp"),
    )
)
_IN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*\Z")
_IN_REFERENCE = re.compile(r"&#?\w{0,30}\Z")
_SENTENCE_ENDS = tuple("。！？…；.!?”’」』）)】")
_UNREAD = ("script", "style", "textarea", "title")
_LAST = 5000  # characters


def is_cut_off(markup: str, tree: Element) -> bool:
    """Whether a page that has no </body> and no </html> ends in the middle of its text.

    A page that ends behind a tag may be whole. One that ends with text is, if that ends a sentence, or if nothing
    around it needs an end tag, and the page writes none of those that it may leave out.
    """
    markup = markup.rstrip()
    if markup.endswith(">"):
        return False
    end = markup[-_LAST:]
    if _IN_TAG.search(end) or _IN_REFERENCE.search(end) or markup.rfind("<!--") > markup.rfind("-->"):
        return True
    around = _list_around_end(tree)
    if any(tag in _UNREAD for tag in around):
        return True
    if markup.endswith(_SENTENCE_ENDS):
        return False
    lower = markup.lower()
    return any(tag not in _OPTIONAL_END or f"</{tag}>" in lower for tag in around)


def _list_around_end(tree: Element) -> list[str]:
    """The tags of the elements that hold the last text of a page: those that are open at its end."""
    element, tags = tree, [str(tree.tag)]
    while len(element) and not (element[-1].tail or "").strip():
        element = element[-1]
        tags.append(str(element.tag))
    return tags
