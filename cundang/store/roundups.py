"""Round-ups: texts that have several others in them, one beside the other. They join no cluster of these."""

from collections.abc import Callable, Sequence

from cundang.store.overlaps import Overlap

_WHOLE = 0.8  # of a text: a copy of so much of another may have a part of a third one as well
_PART = 0.15  # of a text, or half of the other: a shorter passage is a quotation
_BESIDE = 0.5  # of the shorter of two passages: where they share less, they stand beside each other


def find_parts(length: int, overlaps: Sequence[Overlap], are_related: Callable[[int, int], bool]) -> set[int]:
    """The texts that a text has beside each other as a round-up; none where it is no round-up.

    `length` is the number of its letters. Parts that tell the same text, as `are_related` says, count as one. A text
    that makes up nearly all of it is no part: the rest was added to a copy.
    """
    passages: list[list[Overlap]] = []  # each with all that stand at one place
    for overlap in sorted(overlaps, key=lambda each: (-each.shared, each.other)):
        at_place = [passage for passage in passages if is_at_place(overlap, passage[0])]
        for passage in at_place[:1]:
            passage.append(overlap)
        if not at_place and overlap.shared >= _PART * length:
            passages.append([overlap])
    beside = [passages[0]] if passages else []
    for passage in passages[1:]:
        if not any(are_related(passage[0].other, other[0].other) for other in beside):
            beside.append(passage)
    if len(beside) < 2:
        return set()
    return {each.other for passage in beside for each in passage if each.shared < _WHOLE * length}


def is_at_place(one: Overlap, other: Overlap) -> bool:
    """Whether two passages of a text are at one place."""
    common = min(one.stop, other.stop) - max(one.begin, other.begin)
    return common > _BESIDE * min(one.stop - one.begin, other.stop - other.begin)
