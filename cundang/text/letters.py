"""The letters of a text: what texts are compared by, sentence by sentence, in any script, with any spaces and signs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import opencc

from cundang.text.datelines import strip_frame
from cundang.text.fold import fold_table, make_table_fold
from cundang.text.language import detect_script
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
    """Read the letters of a text. In one in traditional characters the words of Taiwan become those of the mainland
    too, as converters make the one of the other: 網路 is 网络.
    """
    begin, end = strip_frame(text)
    convert = _get_converter().convert if detect_script(text) == "Hant" else None
    fold = _make_fold()
    folded = text if convert else fold(text)
    sentences, spans = [], []
    for found in _SENTENCE.finditer(folded, begin, end):
        sentence = fold(convert(found[0])) if convert else found[0]
        if letters := _NO_LETTER.sub("", sentence).lower():
            sentences.append(letters)
            spans.append(found.span())
    return Letters(tuple(sentences), tuple(spans))


@cache
def _make_fold() -> Callable[[str], str]:
    """The fold by which texts are compared: scripts, widths, and the variants of a character too."""
    table = dict(fold_table())
    for pairs in (RADICALS, VARIANTS, AMBIGUOUS):
        table.update((written, table.get(meant, meant)) for written, meant in zip(pairs[::2], pairs[1::2], strict=True))
    return make_table_fold({c: table.get(new, new) for c, new in table.items()})


@cache
def _get_converter() -> Any:
    return opencc.OpenCC("tw2sp")
