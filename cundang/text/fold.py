"""The fold: one form for the spellings of a character in either script, by which labels and rules compare.

Traditional becomes simplified, character by character, and full-width forms become half-width. The fold keeps the
length of a text, so a position in the folded text is the same position in the original. Search folds more
(`cundang.search.fold`).
"""

import sys
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain

import opencc

# Ideographs (with 〇 and the extensions), kana and hangul: the scripts that are written without spaces.
CJK = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"

# Where NFKC has compatibility characters, and where OpenCC has traditional ones (Unicode 15 blocks).
_COMPATIBLE = (range(0xA0, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0xFFF0))
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0))
_LONG = 100  # characters; shorter texts str.translate folds faster


@cache
def fold_table() -> dict[str, str]:
    """Each character that the fold changes, and what it becomes.

    NFKC where that is one character for one (full-width Latin, compatibility ideographs), then OpenCC's t2s, asked
    for each character alone because its phrases would change the length.
    """
    table = {c: unicodedata.normalize("NFKC", c) for c in map(chr, chain(*_COMPATIBLE))}
    ideographs = [*map(chr, chain(*_IDEOGRAPHS))]
    compatible = "\n".join([table.get(c, c) for c in ideographs])
    simplified = opencc.OpenCC("t2s").convert(compatible).split("\n")
    table.update((c, new) for c, new in zip(ideographs, simplified, strict=True) if c != new)
    return dict(sorted((c, new) for c, new in table.items() if c != new and len(new) == 1))


@cache
def _translation() -> dict[int, str]:
    return {ord(c): new for c, new in fold_table().items()}


@cache
def _make_long_fold() -> Callable[[str], str]:
    return make_table_fold(fold_table())


def make_table_fold(table: Mapping[str, str]) -> Callable[[str], str]:
    """Make a function that folds long texts, one character for one: all of them looked up at once, in a twentieth of
    the time of str.translate.
    """
    import numpy as np  # noqa: PLC0415 - takes a seventh of a second to load, which commands should not wait for

    points = np.arange(sys.maxunicode + 1, dtype="<u4")
    for c, new in table.items():
        points[ord(c)] = ord(new)

    def fold_by_table(text: str) -> str:
        folded: bytes = points[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")].tobytes()
        return folded.decode("utf-32-le", "surrogatepass")

    return fold_by_table


def fold(text: str) -> str:
    """Fold every character of a text, which stays as long as it is.

    >>> fold("雄安新區Ａ５")
    '雄安新区A5'
    """
    if text.isascii():
        return text
    return text.translate(_translation()) if len(text) < _LONG else _make_long_fold()(text)
