"""Show in a text what cleaning removed and what repair changed, each in its place."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple


class Annotation(NamedTuple):
    """A stretch of text: `kept`, `removed` (note: its kind) or `repaired` (note: the text before the repair)."""

    kind: str
    text: str
    note: str = ""


def annotate(
    text: str, removed: Iterable[tuple[int, str, str]], repairs: Iterable[tuple[int, str, str]]
) -> list[Annotation]:
    """Split a text into annotated stretches, with the removed text put back in its place.

    `removed` are (position in the repaired text, characters, kind), `repairs` (position in the extracted text, before,
    after), both in order, as in the tables of these names.
    """
    characters = [(character, "kept", "") for character in text]
    for position, gone, kind in removed:
        characters[position:position] = [(character, "removed", kind) for character in gone]
    moved = 0
    for position, before, after in repairs:
        for index in range(position + moved, min(position + moved + max(1, len(after)), len(characters))):
            characters[index] = (characters[index][0], "repaired", before)
        moved += len(after) - len(before)
    return [
        Annotation(kind, "".join(character for character, _, _ in run), note)
        for (kind, note), run in groupby(characters, key=lambda it: (it[1], it[2]))
    ]
