"""Counting and folding characters by tables, beside the patterns and the slow way that say what is meant."""

import re
import sys

import pytest

from cundang.text.fold import fold
from pipelines.extract.text_stats import TextStats, count_words, measure_texts
from pipelines.extract.tree import to_line

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


TEXTS += [c for c in map(chr, range(sys.maxunicode + 1)) if not c.isspace()]  # and every character by itself


@pytest.fixture(scope="module")
def counted() -> TextStats:
    return measure_texts(TEXTS)


@pytest.mark.parametrize("count", ["words", *PATTERNS])
def test_characters_are_counted_as_the_patterns_count_them(counted: TextStats, count: str) -> None:
    find = re.compile(PATTERNS.get(count, "")).findall
    by_pattern = count_words if count == "words" else lambda text: len(find(text))
    assert getattr(counted, count).tolist() == [by_pattern(text) for text in TEXTS]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("林晓岚\v新河日报", "林晓岚 新河日报"),  # a `br` between them
        ("林晓岚 \v\v 新河日报", "林晓岚 新河日报"),
        ("开\x02渔\x7f", "开渔"),
        ("\u200b林晓岚\xa0\t", "林晓岚"),
    ],
)
def test_lines_are_put_on_one_with_a_space_and_control_characters_without(text: str, line: str) -> None:
    assert to_line(text) == line


def test_a_long_text_is_folded_as_a_short_one() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    assert fold(text) == "".join(map(fold, text))
    assert fold("雄安新區Ａ５\ud800" * 100) == "雄安新区A5\ud800" * 100
