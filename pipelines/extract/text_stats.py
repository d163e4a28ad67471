"""What texts are made of: words, sentences, digits and capitals, counted for all texts of a page at once.

Each character is looked up in a table of what it is, so that each count is an operation or two on a whole page; a
pattern for each count of each text took six times as long.
"""

import re
import sys
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cundang.text.fold import CJK

Counts = NDArray[np.float32]

_IDEOGRAPH, _SPACE, _WORD, _DIGIT, _CAPITAL, _COMMA, _STOP, _WIDE_STOP, _END, _WIDE = (1 << bit for bit in range(10))
_CLASSES = {
    _IDEOGRAPH: re.compile(f"[{CJK}]+"),
    _SPACE: re.compile(r"\s+"),
    _WORD: re.compile(r"\w+"),
    _DIGIT: re.compile(r"\d+"),
    _WIDE: re.compile(r"[^\x00-\x7f]+"),
}
_CAPITALS = (range(0x41, 0x5B), range(0xC0, 0xD7), range(0xD8, 0xDF), range(0x410, 0x430))  # A-Z, À-Ö, Ø-Þ, А-Я
_SIGNS = {_COMMA: ",，、", _STOP: ".!?。！？…;；:：", _WIDE_STOP: "。！？", _END: ".!?。！？…»”\"')）」』】"}
_LAST = 0x40000  # the first point behind the ideographs; from here on there are no letters, digits and spaces


class Characters(NamedTuple):
    """Of each text: its length in words (a CJK character counts as one), ends of sentences, commas, whether it ends as a
    sentence does, decimal digits, and words with a capital."""

    words: Counts
    stops: Counts
    commas: Counts
    ends: Counts
    digits: Counts
    capitals: Counts


@cache
def _table() -> NDArray[np.uint16]:
    table = np.zeros(_LAST + 1, np.uint16)
    every = "".join(map(chr, range(_LAST)))
    for bit, pattern in _CLASSES.items():
        for run in pattern.finditer(every):
            table[run.start() : run.end()] |= bit
    table[[*chain(*_CAPITALS)]] |= _CAPITAL
    for bit, signs in _SIGNS.items():
        table[[*map(ord, signs)]] |= bit
    table[_LAST] = _WIDE
    return table


def count_characters(texts: Sequence[str]) -> Characters:
    """What some texts are made of, each on one line without white space at its ends."""
    joined = "\n".join(["", *texts, "", ""])  # a line end before the first and two behind the last
    points = np.frombuffer(joined.encode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass"), np.uint32)
    all_kinds = _table().take(points, mode="clip")
    before, kinds, after = all_kinds[:-2], all_kinds[1:-1], all_kinds[2:]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths + 1) - 1  # of each text, where its line end is
    starts = ends - lengths

    def count(found: NDArray[np.bool_]) -> Counts:
        return np.add.reduceat(found, starts, dtype=np.float32)

    def has(kind: int, of: NDArray[np.uint16] = kinds) -> NDArray[np.bool_]:
        return np.asarray(of & kind, np.bool_)

    apart = has(_SPACE | _IDEOGRAPH, all_kinds)
    begins = ~apart[1:-1] & apart[:-2]
    return Characters(
        words=count(begins | has(_IDEOGRAPH)),
        stops=count((has(_STOP) & has(_SPACE | _WIDE, after)) | has(_WIDE_STOP)),
        commas=count(has(_COMMA)),
        ends=has(_END)[ends - 1].astype(np.float32),
        digits=count(has(_DIGIT)),
        capitals=count(has(_CAPITAL) & ~has(_WORD, before)),
    )
