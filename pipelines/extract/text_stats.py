"""Counts over texts: words, sentence ends, commas, digits and capitals, for all texts of a page at once.

Each character is looked up in a table of its kinds, so that each count is an operation or two on a whole page; a
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

_CJK = re.compile(f"[{CJK}]")
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
_LAST = 0x40000  # the first code point behind the ideographs; no letters, digits or spaces come after it


class TextStats(NamedTuple):
    """The counts of each text, one number a text."""

    words: Counts  # a CJK character counts as one
    stops: Counts  # signs that end a sentence or a clause
    commas: Counts
    ends: Counts  # 1 where the text ends as a sentence does, else 0
    digits: Counts
    capitals: Counts  # words that begin with a capital


def count_words(text: str) -> int:
    """Count the words of a text; each CJK character counts as one."""
    if text.isascii():
        return len(text.split())
    return len(_CJK.findall(text)) + len(_CJK.sub(" ", text).split())


@cache
def _build_table() -> NDArray[np.uint16]:
    """The kinds of each code point as bits; the last entry stands for all further ones."""
    table = np.zeros(_LAST + 1, np.uint16)
    characters = "".join(map(chr, range(_LAST)))
    for bit, pattern in _CLASSES.items():
        for run in pattern.finditer(characters):
            table[run.start() : run.end()] |= bit
    table[[*chain(*_CAPITALS)]] |= _CAPITAL
    for bit, signs in _SIGNS.items():
        table[[*map(ord, signs)]] |= bit
    table[_LAST] = _WIDE
    return table


def measure_texts(texts: Sequence[str]) -> TextStats:
    """Count words, signs and digits of some texts, each on one line without white space at its ends."""
    joined = "\n".join(["", *texts, "", ""])  # a line end before the first and two behind the last
    points = np.frombuffer(joined.encode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass"), np.uint32)
    all_kinds = _build_table().take(points, mode="clip")
    before, kinds, after = all_kinds[:-2], all_kinds[1:-1], all_kinds[2:]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    line_ends = np.cumsum(lengths + 1) - 1  # the place of the line end behind each text
    starts = line_ends - lengths

    def count(matches: NDArray[np.bool_]) -> Counts:
        return np.add.reduceat(matches, starts, dtype=np.float32)

    def has(kind: int, of: NDArray[np.uint16] = kinds) -> NDArray[np.bool_]:
        return np.asarray(of & kind, np.bool_)

    parts_words = has(_SPACE | _IDEOGRAPH, all_kinds)
    begins_word = ~parts_words[1:-1] & parts_words[:-2]
    return TextStats(
        words=count(begins_word | has(_IDEOGRAPH)),
        stops=count((has(_STOP) & has(_SPACE | _WIDE, after)) | has(_WIDE_STOP)),
        commas=count(has(_COMMA)),
        ends=has(_END)[line_ends - 1].astype(np.float32),
        digits=count(has(_DIGIT)),
        capitals=count(has(_CAPITAL) & ~has(_WORD, before)),
    )
