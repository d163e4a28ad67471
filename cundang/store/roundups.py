"""Round-ups: texts that have several others in them, one beside the other. They join no cluster of these."""

from collections.abc import Callable, Sequence

from cundang.store.overlaps import Overlap

_WHOLE = 0.8  # of a text: a copy of so much of another one may have some of a third one as well
_COPY, _LITTLE = 0.5, 0.15  # of a text: and one of so much may have so little of others
_BESIDE = 0.5  # of the shorter of two passages: where they share less, they stand beside each other


def find_parts(length: int, overlaps: Sequence[Overlap], are_related: Callable[[int, int], bool]) -> set[int]:
    """The texts that a text has beside each other as a round-up; none where it is no round-up.

    `length` is the number of its letters; of overlaps that share as much the first counts. Parts that tell the same
    text, as `are_related` says, count as one. Where one text makes up nearly all of it, it is a copy of that, and the
    rest was added.
    """
    passages: list[list[Overlap]] = []  # each with all that stand at one place, the fullest first
    for overlap in sorted(overlaps, key=lambda each: -each.shared):
        at_place = [passage for passage in passages if is_at_place(overlap, passage[0])]
        if at_place:
            at_place[0].append(overlap)
        else:
            passages.append([overlap])
    beside: list[list[Overlap]] = []
    for passage in passages:
        if not any(are_related(passage[0].other, other[0].other) for other in beside):
            beside.append(passage)
    if len(beside) < 2:
        return set()
    most, rest = beside[0][0].shared, sum(passage[0].shared for passage in beside[1:])
    if most >= _WHOLE * length or (most >= _COPY * length and rest < _LITTLE * length):
        return set()
    return {each.other for passage in beside for each in passage}


def is_at_place(one: Overlap, other: Overlap) -> bool:
    """Whether two passages of a text are at one place."""
    common = min(one.stop, other.stop) - max(one.begin, other.begin)
    return common > _BESIDE * min(one.stop - one.begin, other.stop - other.begin)
