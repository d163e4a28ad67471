"""Highlight the words of a query in the original text. Folding keeps lengths, so positions in folded text are valid."""

import re
from collections.abc import Sequence

from cundang.search.tokenize import Fold

_SNIPPET = 120  # characters


def highlight(text: str, terms: Sequence[str], fold: Fold) -> tuple[str, ...]:
    """Cut the original text into plain and highlighted pieces in turn; the first is plain (perhaps empty)."""
    if not terms:
        return (text,)
    folded = text.translate(fold).lower()
    pattern = re.compile("|".join(map(re.escape, terms)))
    pieces, done = [], 0
    for found in pattern.finditer(folded if len(folded) == len(text) else text):
        pieces += [text[done : found.start()], text[found.start() : found.end()]]
        done = found.end()
    return (*pieces, text[done:])


def make_snippet(text: str, terms: Sequence[str], fold: Fold) -> tuple[str, ...]:
    """Cut out some text around the first term, highlighted, with … where it was cut."""
    folded = text.translate(fold).lower()
    places = [place for term in terms if (place := folded.find(term)) >= 0]
    start = max(0, min(places, default=0) - _SNIPPET // 4)
    cut = text[start : start + _SNIPPET].replace("\n\n", " ").replace("\n", " ")
    first, *rest = highlight(cut, terms, fold)
    pieces = [f"{'…' if start else ''}{first}", *rest]
    if start + _SNIPPET < len(text):
        pieces[-1] += "…"
    return tuple(pieces)
