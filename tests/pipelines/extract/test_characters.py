"""Counting and folding characters by tables, beside the patterns and the slow way that say what is meant."""

import re
import sys

import pytest

from cundang.text.fold import fold
from pipelines.extract.text_stats import count_words, measure_texts

PATTERNS = {
    "stops": r"[.!?。！？…;；:：](?=\s|$|[^\x00-\x7f])|[。！？]",
    "commas": "[,，、]",
    "ends": "[.!?。！？…»”\"')）」』】]$",
    "digits": r"\d",
    "capitals": r"\b[A-ZÀ-ÖØ-ÞА-Я]",
}
TEXTS = [
    "雄安新区设立，3.5 年来……建成了。Second sentence, by J. R. R. Tolkien!",
    "a",
    "Äpfel: «Öl» 2020 \U0001f600 𠀀字 \ud800",
    "ＡＢＣ １２ ٣٤ snake_Case X",
    "",
    "（完）",
]


@pytest.mark.parametrize("count", ["words", *PATTERNS])
def test_characters_are_counted_as_the_patterns_count_them(count: str) -> None:
    every = [c for c in map(chr, range(sys.maxunicode + 1)) if not c.isspace()]
    texts = [*TEXTS, *every]
    by_pattern = count_words if count == "words" else lambda text: len(re.findall(PATTERNS[count], text))
    assert getattr(measure_texts(texts), count).tolist() == [by_pattern(text) for text in texts]


def test_a_long_text_is_folded_as_a_short_one() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    assert fold(text) == "".join(map(fold, text))
    assert fold("雄安新區Ａ５\ud800" * 100) == "雄安新区A5\ud800" * 100
