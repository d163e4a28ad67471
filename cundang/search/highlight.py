"""Highlight the words of a query in the original text, with the invisible signs that stand within them."""

import re
from collections.abc import Sequence

from cundang.search.fold import Fold

_SNIPPET = 120  # characters


def highlight(text: str, terms: Sequence[str], fold: Fold) -> tuple[str, ...]:
    """Cut the original text into plain and highlighted pieces in turn; the first is plain (perhaps empty)."""
    if not terms:
        return (text,)
    spelled, positions = fold.spell_with_positions(text)
    pieces, done = [], 0
    for found in _compile(terms, fold, spelled).finditer(spelled):
        start, end = positions[found.start()], positions[found.end() - 1] + 1
        if start >= done:  # one character may be several in lower case
            pieces += [text[done:start], text[start:end]]
            done = end
    return (*pieces, text[done:])


def make_snippet(text: str, terms: Sequence[str], fold: Fold) -> tuple[str, ...]:
    """Cut out some text around the first term, highlighted, with … where it was cut."""
    spelled, positions = fold.spell_with_positions(text) if terms else ("", [])
    found = _compile(terms, fold, spelled).search(spelled) if terms else None
    start = max(0, (positions[found.start()] if found else 0) - _SNIPPET // 4)
    cut = text[start : start + _SNIPPET].replace("\n\n", " ").replace("\n", " ")
    first, *rest = highlight(cut, terms, fold)
    pieces = [f"{'…' if start else ''}{first}", *rest]
    if start + _SNIPPET < len(text):
        pieces[-1] += "…"
    return tuple(pieces)


def _compile(terms: Sequence[str], fold: Fold, spelled: str) -> re.Pattern[str]:
    """A pattern that finds folded terms in a spelled text, where a character may still be open (着 stands for 著)."""
    written = {folded: c for c, folded in fold.open.items() if c in spelled}
    return re.compile(
        "|".join(
            "".join(f"[{re.escape(c + written[c])}]" if c in written else re.escape(c) for c in term) for term in terms
        )
    )
