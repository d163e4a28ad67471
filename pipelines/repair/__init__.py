"""Mend a damaged text, and write down each mending. A text without damage comes back as it is.

Two kinds of damage: a mirror that wrote readings after characters (`mirror`, `shifted`), and bytes that were decoded
by the wrong table (`mojibake`). Where a mending is not certain the text stays, and a row with `before` equal to
`after` marks the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cundang.model.article import Repair
from pipelines.repair.mirror import is_mirrored, repair_mirror
from pipelines.repair.mojibake import repair_mojibake


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, and what was done to it; positions are those of the text that was given."""

    text: str
    repairs: tuple[Repair, ...] = ()


def repair(text: str, context: str = "") -> Repaired:
    """The text without its damage. `context` is the text it comes from, which may show a mirror's hand more plainly.

    >>> repair("黨委(黨組)").repairs
    ()
    """
    found = repair_mojibake(text)
    if ")" in text and is_mirrored(f"{text}\n{context}"):
        found = _apart([*repair_mirror(text), *found])
    return Repaired(_applied(text, found), tuple(found))


def undo(text: str, repairs: Iterable[Repair]) -> str:
    """The text as it was before its repairs."""
    pieces, start, shift = [], 0, 0
    for mended in repairs:
        at = mended.position + shift
        pieces += [text[start:at], mended.before]
        start = at + len(mended.after)
        shift += len(mended.after) - len(mended.before)
    return "".join([*pieces, text[start:]])


def _apart(repairs: list[Repair]) -> list[Repair]:
    """In order of position; of two that overlap the first one given stays."""
    taken: list[Repair] = []
    end = 0
    for mended in sorted(repairs, key=lambda mended: mended.position):  # a stable sort
        if mended.position >= end:
            taken.append(mended)
            end = mended.position + len(mended.before)
    return taken


def _applied(text: str, repairs: list[Repair]) -> str:
    pieces, done = [], 0
    for mended in repairs:
        pieces += [text[done : mended.position], mended.after]
        done = mended.position + len(mended.before)
    return "".join([*pieces, text[done:]])
