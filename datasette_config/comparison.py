"""Compare two articles for readers: sentence by sentence, and by character within a sentence that was changed.

What is compared are the letters, folded; what is shown are the words of the articles, in their own script.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cundang.text.alignment import Step, align
from cundang.text.copies import compare as count_changes
from cundang.text.fold import fold
from cundang.text.letters import Letters, read_letters
from datasette_config.diff import Kind, diff

_PASSAGES, _LONGEST = 3, 120  # passages quoted of a copy, and characters of each


class Piece(NamedTuple):
    """A stretch of two texts: `same` in both, though in other characters or signs perhaps, or in one alone."""

    kind: Kind
    before: str
    after: str


class Passage(NamedTuple):
    """Something that a copy did: `left_out`, `added` or `changed`, in how many sentences, and their words."""

    kind: str
    sentences: int
    pieces: list[Piece]


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Compare two rows with `title` and `text`: the pieces of both, and `counts` in letters and in sentences."""
    old, new = read_letters(before["text"]), read_letters(after["text"])
    return {
        "pieces": list(_list_pieces(before["text"], after["text"], old, new)),
        "title_pieces": list(_compare_words(before["title"], after["title"])),
        "counts": count_changes(old, new),
    }


def find_passages(before: str, after: str) -> tuple[list[Passage], int]:
    """Find the first passages in which two texts differ, cut short; and how many more there are."""
    old, new = read_letters(before), read_letters(after)
    steps = [step for step in align(old, new) if step.kind != "same"]
    return [_quote(step, before, after, old, new) for step in steps[:_PASSAGES]], max(0, len(steps) - _PASSAGES)


def _list_pieces(before: str, after: str, old: Letters, new: Letters) -> Iterator[Piece]:
    i = k = 0  # what is done of both texts; between the sentences stand dateline, signs and spaces
    for step in align(old, new):
        (start, end), (place, stop) = _find_span(old, step.i, step.j, i), _find_span(new, step.k, step.m, k)
        yield from _compare_words(before[i:start], after[k:place])
        yield from _show(step, before[start:end], after[place:stop])
        i, k = end, stop
    yield from _compare_words(before[i:], after[k:])


def _find_span(letters: Letters, start: int, stop: int, at: int) -> tuple[int, int]:
    """Find where sentences stand in their text; none stand where the last ones ended."""
    return (letters.spans[start][0], letters.spans[stop - 1][1]) if start < stop else (at, at)


def _show(step: Step, before: str, after: str) -> Iterator[Piece]:
    if step.kind == "changed":
        yield from _compare_words(before, after)
    elif step.kind == "same":
        yield Piece("same", before, after)
    else:
        yield Piece("deleted" if before else "inserted", before, after)


def _compare_words(before: str, after: str) -> Iterator[Piece]:
    """Compare by character, in whatever script both are: the fold keeps the length of a text."""
    i = k = 0
    for kind, text in diff(fold(before), fold(after)):
        end, stop = i + len(text) * (kind != "inserted"), k + len(text) * (kind != "deleted")
        yield Piece(kind, before[i:end], after[k:stop])
        i, k = end, stop


def _quote(step: Step, before: str, after: str, old: Letters, new: Letters) -> Passage:
    (start, end), (place, stop) = _find_span(old, step.i, step.j, 0), _find_span(new, step.k, step.m, 0)
    shown = _show(step, before[start:end].strip(), after[place:stop].strip())
    sentences = max(step.j - step.i, step.m - step.k)
    return Passage(step.kind.replace(" ", "_"), sentences, list(_cut(shown)))


def _cut(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Cut pieces short, so that they have some _LONGEST characters in all."""
    left = _LONGEST
    for piece in pieces:
        before, after = (text if len(text) <= left else f"{text[:left]}…" for text in (piece.before, piece.after))
        yield Piece(piece.kind, before, after)
        left -= max(len(piece.before), len(piece.after))
        if left <= 0:
            return
