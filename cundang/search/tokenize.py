"""Fold and tokenise, for index and query alike.

CJK text is indexed as overlapping pairs of characters: 雄安新区 as 雄安 安新 新区 区. The lone last character lets a
query of one character find it as a prefix. A query of several characters is the phrase of its pairs, so recall and
precision are those of a substring search, at every length (docs/decisions.md).
"""

import re
import sqlite3
from collections.abc import Mapping

from cundang.text.fold import CJK

TOK_VERSION = 1  # of `tokens`; the index of a file made with another one is made anew (`archive reindex`)

Fold = Mapping[int, str]  # as str.translate takes it

_RUN = re.compile(f"[{CJK}]+")
# A reading after an ideograph, with its tone mark, is not searched for and would part the pair around it.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}\)")


def load_fold(connection: sqlite3.Connection) -> Fold:
    """The fold that the index of a file was made with."""
    return {ord(c): t for c, t in connection.execute("SELECT c, t FROM zh_fold")}


def tokenize(text: str, fold: Fold) -> str:
    """A text as the index has it: folded, CJK runs as overlapping pairs, all else as it is."""
    return _RUN.sub(_pairs, _READING.sub("", text.translate(fold)))


def _pairs(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(map(str.__add__, characters, characters[1:]))} {characters[-1]} "
