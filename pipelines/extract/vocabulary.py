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
_NONE = float("inf")


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
            odds = self._odds
            known = [odds[word] for word in split_words(name) if word in odds]
            shape = _DIGIT.sub("", name)
            said = Said(_NONE, -_NONE, 0, 0, shape)
            if known:
                said = Said(min(known), max(known), sum(known), len(known), shape)
            if len(self._said) >= _MOST_KNOWN:
                self._said.clear()
            self._said[name] = said
        return said


def split_words(name: str) -> list[str]:
    """The words of an element's name in their order, then its tag in angle brackets, unless that is a common one.

    >>> split_words("section articleBody main-2 post-1806")
    ['article', 'body', 'main', 'post', '<section>']
    """
    tag, _, names = name[:_LONGEST].partition(" ")
    if not names.islower():
        names = _HUMP.sub(" ", names).lower()
    found = _WORD.findall(names)
    return found if tag in _COMMON else [*found, f"<{tag}>"]
