"""Fold and tokenize texts and queries in the same way.

CJK text is indexed as overlapping pairs of characters: 雄安新区 as 雄安 安新 新区 区. The lone last character lets a
query of one character find it as a prefix. A query of several characters is the phrase of its pairs, so recall and
precision are those of a substring search, at every length (docs/decisions.md).
"""

import re

from cundang.search.fold import Fold
from cundang.text.fold import CJK

# Of `tokenize`; an index of another version has to be rebuilt (`archive reindex`). The fold has no version: the archive
# holds the one that its index was made with.
TOK_VERSION = 1

_RUN = re.compile(f"[{CJK}]+")
# A reading after an ideograph, with its tone mark, is not searched for, and would separate the pair around it.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-z]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}\)")


def tokenize(text: str, fold: Fold) -> str:
    """Tokenize a text: folded, CJK runs as overlapping pairs, everything else unchanged."""
    return fold.close_pairs(make_pairs(fold.spell(text)))


def make_pairs(spelled: str) -> str:
    """Tokenize a text that `Fold.spell` gave; its open characters stay open."""
    return _RUN.sub(_split_run, _READING.sub("", spelled))


def _split_run(run: re.Match[str]) -> str:
    characters = run[0]
    return f" {' '.join(map(str.__add__, characters, characters[1:]))} {characters[-1]} "
