"""One form for all spellings of a character: what the search index and the cleaning rules compare by.

Traditional becomes simplified, character by character, and full-width forms become half-width. The fold keeps the
length of a text, so a position in the folded text is the same position in the original.
"""

import unicodedata
from functools import cache

import opencc

# Ideographs (with 〇 and the extensions), kana and hangul: the scripts that are written without spaces.
CJK = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"


# Where NFKC has compatibility characters, and where OpenCC has traditional ones (Unicode 15 blocks).
_COMPATIBLE = range(0xA0, 0xFFF0)
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0))


@cache
def fold_table() -> dict[str, str]:
    """Each character that the fold changes, and what it becomes.

    NFKC where that is one character for one (full-width Latin, compatibility ideographs), then OpenCC's t2s, asked
    for each character alone because its phrases would change the length.
    """
    table = {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in _COMPATIBLE}
    ideographs = [chr(point) for block in _IDEOGRAPHS for point in block]
    compatible = [table.get(c, c) for c in ideographs]
    simplified = opencc.OpenCC("t2s").convert("\n".join(compatible)).split("\n")
    table.update(zip(ideographs, simplified, strict=True))
    return {c: new for c, new in table.items() if c != new and len(new) == 1}


@cache
def _translation() -> dict[int, str]:
    return {ord(c): new for c, new in fold_table().items()}


def fold(text: str) -> str:
    """The text with every character folded; as long as before.

    >>> fold("雄安新區Ａ５")
    '雄安新区A5'
    """
    return text.translate(_translation())
