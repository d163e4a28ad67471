"""Fold and tokenize texts and queries in the same way.

CJK text is indexed as overlapping pairs of characters: 雄安新区 as 雄安 安新 新区 区. The lone last character lets a
query of one character find it as a prefix. A query of several characters is the phrase of its pairs, so recall and
precision are those of a substring search, at every length (docs/decisions.md).
"""

import re
import sqlite3
from collections.abc import Mapping

from cundang.text.fold import CJK

TOK_VERSION = 1  # of `tokenize`; an index of another version has to be rebuilt (`archive reindex`)

Fold = Mapping[int, str]  # as str.translate takes it

_RUN = re.compile(f"[{CJK}]+")
# A reading after an ideograph, with its tone mark, is not searched for, and would separate the pair around it.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}\)")


def load_fold(connection: sqlite3.Connection) -> Fold:
    """Load the fold that the index of an archive was made with."""
    return {ord(c): t for c, t in connection.execute("SELECT c, t FROM zh_fold")}


def tokenize(text: str, fold: Fold) -> str:
    """Tokenize a text: folded, CJK runs as overlapping pairs, everything else unchanged."""
    return _RUN.sub(_make_pairs, _READING.sub("", text.translate(fold)))


def _make_pairs(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(map(str.__add__, characters, characters[1:]))} {characters[-1]} "
