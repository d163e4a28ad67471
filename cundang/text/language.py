"""The language and the script of a text, by its characters."""

import re
import unicodedata
from functools import cache

import opencc

from cundang.text.fold import fold_table

_SAMPLE = 500  # characters; more hardly changes an answer
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for|with|was|on|by)\b")


def detect_language(text: str) -> str | None:
    """Detect the language of a text, by ISO 639-1: zh, ja, ko or en; None where none of them is plain."""
    sample = text[:_SAMPLE]
    han = kana = hangul = 0
    if not sample.isascii():
        han, kana, hangul = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _HANGUL))
    latin = len(_LATIN.findall(sample))
    if hangul * 5 > han + hangul + latin / 5:
        return "ko"
    if kana * 10 > han + kana + latin / 5:
        return "ja"
    if han * 5 > latin:  # an ideograph counts as five letters
        return "zh"
    if len(_ENGLISH.findall(sample.lower())) * 20 > latin / 5:
        return "en"
    return None


@cache
def _collect_unique_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Collect the characters that only simplified text has, and those that only traditional text has.

    Characters that traditional text has as well, such as 后, 干 or 床, are among neither: they are in the first level
    of Big5, the 5,401 characters that nearly all of any traditional text consists of.
    """
    traditional = frozenset(
        c for c, t in fold_table().items() if unicodedata.name(c, "").startswith("CJK UNIFIED") and t > "\u3400"
    )
    simplified = sorted({fold_table()[c] for c in traditional})
    converted = opencc.OpenCC("s2t").convert("\n".join(simplified)).split("\n")
    changed = (s for s, t in zip(simplified, converted, strict=True) if s != t)
    return frozenset(s for s in changed if not b"\xa4" <= s.encode("big5", "ignore") < b"\xc9"), traditional


def detect_script(text: str) -> str | None:
    """Detect the script of a Chinese text, by ISO 15924: Hans or Hant; None where nothing in it is of one alone."""
    simplified, traditional = _collect_unique_characters()
    characters = set(text[:_SAMPLE])
    hans, hant = len(characters & simplified), len(characters & traditional)
    if hans == hant == 0:
        return None
    return "Hans" if hans >= hant else "Hant"
