"""Repair a damaged text, and record each repair. A text without damage comes back as it is.

Two kinds of damage: a mirror that wrote readings after characters (`mirror`, `shifted`), and bytes that were decoded
by the wrong table (`mojibake`). Where a repair is not certain the text stays, and a row with `before` equal to `after`
marks the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cundang.model.article import Repair
from pipelines.repair.mirror import is_mirrored, repair_mirror
from pipelines.repair.mojibake import repair_mojibake


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, and what was done to it; positions are those of the text before."""

    text: str
    repairs: tuple[Repair, ...] = ()


def repair(text: str, context: str = "") -> Repaired:
    """Repair a text. `context` is the text it comes from, which may show more plainly that a mirror wrote it.

    >>> repair("黨委(黨組)").repairs
    ()
    """
    repairs = repair_mojibake(text)
    if ")" in text and is_mirrored(f"{text}\n{context}"):
        repairs = _drop_overlaps([*repair_mirror(text), *repairs])
    return Repaired(_apply(text, repairs), tuple(repairs))


def undo(text: str, repairs: Iterable[Repair]) -> str:
    """Undo repairs: the text as it was before them."""
    pieces, start, shift = [], 0, 0
    for done in repairs:
        position = done.position + shift
        pieces += [text[start:position], done.before]
        start = position + len(done.after)
        shift += len(done.after) - len(done.before)
    return "".join([*pieces, text[start:]])


def _drop_overlaps(repairs: list[Repair]) -> list[Repair]:
    """Sort repairs by position; of two that overlap the first one given stays."""
    kept: list[Repair] = []
    end = 0
    for candidate in sorted(repairs, key=lambda candidate: candidate.position):  # a stable sort
        if candidate.position >= end:
            kept.append(candidate)
            end = candidate.position + len(candidate.before)
    return kept


def _apply(text: str, repairs: list[Repair]) -> str:
    pieces, end = [], 0
    for each in repairs:
        pieces += [text[end : each.position], each.after]
        end = each.position + len(each.before)
    return "".join([*pieces, text[end:]])
