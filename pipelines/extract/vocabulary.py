"""The words of class and id names, and how often articles stand under each: learned by `make train`, kept in the model.

`hints.py` says what some words mean; here a few thousand have only a number. Web designers of one system (a CMS, a theme, a
widget) use the same names on all their sites: `zhengwen`, `TRS_Editor`, `wp-polls`, `article-excerpt`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_WORD = re.compile(r"[a-z]{2,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGIT = re.compile(r"\d+")
_LONGEST = 300  # characters of an element's names that are read
_COMMON = frozenset(("div", "p", "li", "ul", "td", "tr", "tbody", "table"))  # tags that say nothing
_MOST_KNOWN = 50_000  # names remembered, of one process: the pages of a site share theirs


class Said(NamedTuple):
    """What the words of one element's names say: the least and the most, their sum and number; infinite and 0 where none is
    known. `shape` is the name without digits, which brothers share."""

    least: float
    most: float
    total: float
    known: int
    shape: str


class Vocabulary:
    """Words with the log odds that a block below an element of such a name belongs to the article."""

    def __init__(self, odds: Mapping[str, float]) -> None:
        self._odds = odds
        self._said: dict[str, Said] = {}

    def of(self, name: str) -> Said:
        """What an element's name says: its tag, class and id with spaces between."""
        said = self._said.get(name)
        if said is None:
            known = [odds for word in words(name) if (odds := self._odds.get(word)) is not None]
            shape = _DIGIT.sub("", name)
            said = (
                Said(min(known), max(known), sum(known), len(known), shape)
                if known
                else Said(_NONE, -_NONE, 0, 0, shape)
            )
            if len(self._said) >= _MOST_KNOWN:
                self._said.clear()
            self._said[name] = said
        return said


_NONE = float("inf")


def words(name: str) -> tuple[str, ...]:
    """The words of an element's name, each once, in the order of the name; the tag in angle brackets, unless it is a common one.

    >>> words("section articleBody main-2 post-1806")
    ('<section>', 'article', 'body', 'main', 'post')
    """
    tag, _, names = name.partition(" ")
    found = _WORD.findall(_HUMP.sub(" ", names[:_LONGEST]).lower())
    if tag not in _COMMON:
        found.insert(0, f"<{tag}>")
    return tuple(dict.fromkeys(found))
