"""The letters of a text: what texts are compared by, sentence by sentence, in any script, with any spaces and signs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import opencc

from cundang.text.datelines import strip_frame
from cundang.text.fold import fold_table, make_table_fold
from cundang.text.variants import AMBIGUOUS, RADICALS, VARIANTS

# A sentence ends at a full stop, a question, an exclamation, a semicolon or a line, with what closes behind it.
_SENTENCE = re.compile(r"[^。！？!?；;\n.]*(?:\.(?!\s|$)[^。！？!?；;\n.]*)*+[。！？!?；;\n.]?[”’」』）)\]】\"'\s]*")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Letters:
    """The letters and digits of each sentence of a text, folded, and where the sentences stand in the text.

    A sentence without any is left out, and so is what a house puts around a text: dateline, reporter's line, （完）.
    """

    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def joined(self) -> str:
        """All of them in a row."""
        return "".join(self.sentences)

    def __len__(self) -> int:
        return len(self.joined)


def read_letters(text: str) -> Letters:
    """Read the letters of a text."""
    begin, end = strip_frame(text)
    found = [
        (letters.lower(), sentence.span())
        for sentence in _SENTENCE.finditer(_make_fold()(text), begin, end)
        if (letters := _NO_LETTER.sub("", sentence[0]))
    ]
    sentences = _use_one_word([letters for letters, _ in found])
    return Letters(tuple(sentences), tuple(span for _, span in found))


def _use_one_word(sentences: list[str]) -> list[str]:
    """Let the words of the mainland be those of Taiwan (网络, 網路), as converters make the one of the other, and some
    sites only half of it: all become the same, whichever they were.
    """
    converted = _make_fold()(_get_converter().convert("\n".join(sentences))).split("\n")
    return converted if len(converted) == len(sentences) else sentences


@cache
def _make_fold() -> Callable[[str], str]:
    """The fold by which texts are compared: scripts, widths, and the variants of a character too."""
    table = dict(fold_table())
    for pairs in (RADICALS, VARIANTS, AMBIGUOUS):
        table.update((written, table.get(meant, meant)) for written, meant in zip(pairs[::2], pairs[1::2], strict=True))
    return make_table_fold({c: table.get(new, new) for c, new in table.items()})


@cache
def _get_converter() -> Any:
    return opencc.OpenCC("s2twp")
