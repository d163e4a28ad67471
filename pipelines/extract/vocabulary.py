"""The words of class and id names and of texts, and how often articles stand under each or have it.

They are learned by `make train` and kept in the model. `hints.py` says what some names mean; here a few thousand have
only a number. Web designers who use one system (a CMS, a theme, a widget) write the same names on all their sites:
`zhengwen`, `TRS_Editor`, `wp-polls`, `article-excerpt`. What is around articles is said in the same words on all sites
too: `Related stories`, `相关新闻`, `cookies`, `本平台仅提供信息存储服务`.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_WORD = re.compile(r"[a-z]{2,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGIT = re.compile(r"\d+")
_WIDE = "\u3040-\u9fff\uf900-\ufaff"
_WORD_OR_END = re.compile(rf"[^\W\d_{_WIDE}]{{2,}}|\n")
_PAIR = re.compile(rf"(?=([{_WIDE}]{{2}}))")
_LINE_END = ord("\n")
_END = 99.0  # stands for the end of a text among its odds
_LONGEST_TEXT = 50  # characters of a text that are read
_LONGEST_WHOLE = 40  # characters; what recurs on many sites is short
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


class TextOdds(NamedTuple):
    """The log odds of the known words that texts begin with, a number a text: lowest, highest, mean, and how many are
    known; 0 where none is. `whole` is that of a short text as a whole."""

    lowest: Floats
    highest: Floats
    mean: Floats
    known: Floats
    whole: Floats


class Vocabulary:
    """Words with the log odds that a block belongs to the article: one below an element of such a name, and one whose
    text begins with such words."""

    def __init__(self, odds: Mapping[str, float], said: Mapping[str, float]) -> None:
        self._odds = odds
        self._said = {**said, "\n": _END}
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

    def read_texts(self, texts: Sequence[str]) -> TextOdds:
        """Look up how texts begin, each on one line: the words of `split_text`, of all texts at once."""
        n = len(texts)
        joined = "\n".join([text[:_LONGEST_TEXT] for text in texts]).lower() + "\n"
        look_up = self._said.get
        odds = np.fromiter(map(look_up, _WORD_OR_END.findall(joined), repeat(0.0)), np.float32)
        ends = odds == _END
        found = (odds != 0) & ~ends
        places, odds = np.cumsum(ends)[found], odds[found]
        if not joined.isascii():
            points = np.frombuffer(joined.encode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass"), np.uint32)
            wide = _is_wide(points)
            pairs = np.flatnonzero(wide[:-1] & wide[1:])
            of_pairs = np.fromiter((look_up(joined[i : i + 2], 0.0) for i in pairs.tolist()), np.float32, len(pairs))
            known = of_pairs != 0
            if known.any():
                places = np.concatenate([places, np.cumsum(points == _LINE_END)[pairs[known]]])
                odds = np.concatenate([odds, of_pairs[known]])
                order = np.argsort(places, kind="stable")
                places, odds = places[order], odds[order]
        count = np.bincount(places, minlength=n).astype(np.float32)
        lowest, highest, mean, whole = np.zeros((4, n), np.float32)
        if len(places):
            starts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
            at = places[starts]
            lowest[at], highest[at] = np.minimum.reduceat(odds, starts), np.maximum.reduceat(odds, starts)
            mean[at] = np.add.reduceat(odds, starts) / count[at]
        wholes = _DIGIT.sub("", joined).split("\n")
        short = [number for number, text in enumerate(texts) if 0 < len(text) <= _LONGEST_WHOLE]
        whole[short] = [look_up("=" + wholes[number], 0.0) for number in short]
        return TextOdds(lowest, highest, mean, count, whole)


def split_text(text: str) -> list[str]:
    """The words that a text begins with; of Chinese each two characters that stand together.

    >>> split_text("Read 3 more: 相关新闻")
    ['read', 'more', '相关', '关新', '新闻']
    """
    text = text[:_LONGEST_TEXT].lower()
    return [word for word in _WORD_OR_END.findall(text) if word != "\n"] + _PAIR.findall(text)


def _is_wide(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points are of scripts without spaces between words, as `_WIDE` has them."""
    return np.asarray(((points >= 0x3040) & (points < 0xA000)) | ((points >= 0xF900) & (points < 0xFB00)))


def name_whole(text: str) -> str:
    """The name under which a short text as a whole is known; digits do not count.

    >>> name_whole("Comments (12)")
    '=comments ()'
    """
    return "=" + _DIGIT.sub("", text).lower()


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
