"""The words of class and id names, and how often articles stand under each: learned by `make train`, kept in the model.

`hints.py` says what some words mean; here a few thousand have only a number. Web designers who use one system (a CMS, a
theme, a widget) write the same names on all their sites: `zhengwen`, `TRS_Editor`, `wp-polls`, `article-excerpt`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_WORD = re.compile(r"[a-z]{2,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGIT = re.compile(r"\d+")
_LONGEST = 300  # characters of an element's name that are read
_COMMON = frozenset(("div", "p", "li", "ul", "td", "tr", "tbody", "table"))  # tags that tell nothing
_MOST_REMEMBERED = 50_000  # names, in one process: the pages of a site share theirs
_INFINITE = float("inf")


class NameOdds(NamedTuple):
    """The log odds of the known words in one element's name, see `Vocabulary`: lowest, highest, their sum and number.

    Where no word is known, lowest and highest are infinite and the others 0. `shape` is the name without its digits,
    which siblings of one kind share.
    """

    lowest: float
    highest: float
    total: float
    known: int
    shape: str


class Vocabulary:
    """Words with the log odds that a block below an element of such a name belongs to the article."""

    def __init__(self, odds: Mapping[str, float]) -> None:
        self._odds = odds
        self._remembered: dict[str, NameOdds] = {}

    def look_up(self, name: str) -> NameOdds:
        """Look up an element's name: its tag, class and id with spaces between."""
        remembered = self._remembered.get(name)
        if remembered is None:
            odds = self._odds
            known = [odds[word] for word in split_words(name) if word in odds]
            shape = _DIGIT.sub("", name)
            remembered = NameOdds(_INFINITE, -_INFINITE, 0, 0, shape)
            if known:
                remembered = NameOdds(min(known), max(known), sum(known), len(known), shape)
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[name] = remembered
        return remembered


def split_words(name: str) -> list[str]:
    """The words of an element's name in their order, then its tag in angle brackets, unless that is a common one.

    >>> split_words("section articleBody main-2 post-1806")
    ['article', 'body', 'main', 'post', '<section>']
    """
    tag, _, names = name[:_LONGEST].partition(" ")
    if not names.islower():
        names = _HUMP.sub(" ", names).lower()
    words = _WORD.findall(names)
    return words if tag in _COMMON else [*words, f"<{tag}>"]
