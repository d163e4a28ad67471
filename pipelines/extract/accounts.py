"""The account or paper that a page in Chinese has its article from, in an element that is named for it."""

import re
from collections.abc import Iterator

from cundang.model.article import Field
from cundang.text.fold import CJK, fold
from cundang.text.surnames import is_person
from pipelines.extract.page_view import PageView
from pipelines.extract.tree import Element, to_line

_OF_SOURCE = re.compile(
    r"sourc|laiyuan|wemedia|js_name|(?:nick|account|media|mp|subscribe)-?_?name|(?:^|[-_ ])(?:ly|mp)(?:$|[-_ ])",
    re.IGNORECASE,
)
_NO_SOURCE_NAMES = re.compile(r"sourcemap|resourc|picture|image|comment|reply|avatar|qr", re.IGNORECASE)
# The same of whoever posted: an account where it is no person's name, or where readers can follow it.
_OF_POSTER = re.compile(r"author|writer|user-?_?name|poster|publisher", re.IGNORECASE)
_FOLLOW = re.compile(r"\+?\s?(?:已?关注|订阅|加关注|进入主页)")
_LONGEST_NAME = 20
_MOST_BELOW = 4  # blocks below a name in which readers are asked to follow it
_LINE = re.compile(f"[{CJK}\\w]")


def find_marked_names(view: PageView) -> Iterator[tuple[str, Field]]:
    """Find the names that stand alone in elements named for a source or a poster, between headline and text.

    With each `source`, or `account` for one that is a poster's and no person's.
    """
    numbers = [number for number in view.byline_area if number not in view.chosen]
    words = {to_line(view.blocks[number].text): number for number in numbers}
    lines = "\n".join(words)
    if not _LINE.search(lines):
        return
    for element in view.tree.iter("a", "span", "strong", "em", "i", "b", "div", "p", "h2", "h3", "li", "dd"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_of_source, is_of_poster = _OF_SOURCE.search(names[-200:]), _OF_POSTER.search(names[-200:])
        if not (is_of_source or is_of_poster) or _NO_SOURCE_NAMES.search(names[-200:]):
            continue
        name = _read_name(element)
        if not name or name not in lines:
            continue
        if is_of_source:
            yield "source", Field(name, "element named for a source")
        elif not is_person(name) or _is_followed(view, words.get(name, -1)):
            yield "account", Field(name, "element named for a poster")


def _read_name(element: Element) -> str:
    if len(element) > 2:
        return ""
    text = "".join(element.itertext())
    name = to_line(text[:200]) if len(text) <= 200 else ""
    return name if 2 <= len(name) <= _LONGEST_NAME else ""


def _is_followed(view: PageView, number: int) -> bool:
    """Whether one of the blocks right below a name asks readers to follow it."""
    below = view.blocks[number + 1 : number + 1 + _MOST_BELOW] if number >= 0 else ()
    return any(_FOLLOW.fullmatch(fold(block.text.strip())) for block in below)
