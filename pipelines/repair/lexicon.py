"""What is known of characters and words: readings, GBK bytes, and a lexicon of folded words."""

import importlib
import math
from functools import cache
from typing import Any

from cundang.text.fold import fold, fold_table

_LONGEST_WORD = 4
_WORDS_COUNTED = 60_000_000  # the sum of the frequencies in jieba's list


@cache
def _load_library(name: str) -> Any:
    """Load a dictionary that only damaged text needs: each takes up to 0.3 s, which every command would wait for."""
    return importlib.import_module(name)


@cache
def readings(character: str) -> frozenset[str]:
    """The readings of a character, with tone marks; none of one that is no ideograph, which needs no dictionary."""
    if character < "〇":
        return frozenset()
    return frozenset(_load_library("pypinyin.pinyin_dict").pinyin_dict.get(ord(character), "").split(","))


@cache
def characters_of(reading: str) -> tuple[str, ...]:
    """The characters of GBK with a reading, of those that a conversion to traditional makes."""
    return _converted_by_reading().get(reading, ())


@cache
def _converted_by_reading() -> dict[str, tuple[str, ...]]:
    by_reading: dict[str, list[str]] = {}
    for character in fold_table():
        if len(gbk(character)) == 2:
            for reading in readings(character):
                by_reading.setdefault(reading, []).append(character)
    return {reading: tuple(characters) for reading, characters in by_reading.items()}


@cache
def gbk(character: str) -> bytes:
    """The two bytes of a character in GBK, the one of an ASCII character; none where GB 18030 needs four."""
    encoded = character.encode("gb18030", "ignore")
    return encoded if len(encoded) <= 2 else b""


def decode_gbk(lead: int, trail: int) -> str:
    """Decode two bytes as a character of GBK; empty where they are none."""
    return bytes((lead, trail)).decode("gb18030", "ignore")


@cache
def is_usual(character: str) -> bool:
    """Whether a character is a sign, or one of the 3,755 of GB 2312's first level (nearly all of any text)."""
    encoded = gbk(fold(character))
    return len(encoded) == 1 or (len(encoded) == 2 and encoded[0] <= 0xD7 and encoded[1] >= 0xA1)


@cache
def frequency(word: str) -> int:
    """How often the lexicon's makers met a word, about; 0 for what is no word."""
    folded = fold(word)
    rjieba = _load_library("rjieba")
    return int(rjieba.suggest_freq(folded)) if rjieba.has_word(folded) else 0


def log_likelihood(text: str) -> float:
    """The logarithm of how likely a text is as a row of words of the lexicon, in the likeliest segmentation."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        words = ((start, frequency(text[start:end])) for start in range(max(0, end - _LONGEST_WORD), end))
        best.append(max(best[start] + _log_frequency(times) for start, times in words if times or end - start == 1))
    return best[-1]


def _log_frequency(times: int) -> float:
    return math.log((times or 0.1) / _WORDS_COUNTED)
