"""A text that a page holds twice: for the desktop and for the phone, or once more for machines. One copy is kept.

A sentence, a caption or a question that stands on a page several times is not such a copy: both parts must be about the
whole text, and stand in elements of their own.
"""

import re
from collections.abc import Iterable, Sequence, Set
from math import log2

from pipelines.extract.blocks import HIDDEN, Block

_SIGNS = re.compile(r"[\W_]+")
_PROBE, _WIDE_PROBE = 16, 8  # characters; a copy may have other commas, and clauses of Chinese are short
_PROBES = 5  # longest blocks that are looked for a second time before anything else is done
_SHINGLE = 8  # letters and digits; a word or two, or a clause of Chinese
_SHARE = 0.6  # of the one part that must be in the other, and of the other in the one, to be the same text
_WHOLE = 0.9  # of a shorter part that must be in the rest: a copy that was cut off, or one of several
_LEAST_PART = 0.3  # of the length of the rest that a shorter part must have
_LEAST = 60  # letters and digits of a part
_LEAST_LINE = 20  # characters of a line that is told again
_STEPS = 2  # lengths are told apart by half a power of two; a line more makes no better copy
_MOST_BLOCKS = 2000  # of a text whose parts are compared


def drop_repeats(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """The chosen blocks without those that hold the article once more.

    Of two copies of about one length the one that is shown is kept, then the longer, then the one of more paragraphs,
    then the first. Of a copy of which only a part was chosen, and the whole text, the latter is kept.
    """
    left = list(chosen)
    while 1 < len(left) <= _MOST_BLOCKS and _may_repeat(blocks, left) and (copy := _find_copy(blocks, left)):
        left = [number for number in left if number not in copy]
    return _drop_rests(blocks, left)


def _drop_rests(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """The chosen blocks without what is left of a copy at the end: elements whose lines were all chosen before."""
    places: dict[str, tuple[int, ...]] = {}
    held: dict[tuple[int, ...], list[bool]] = {}
    for number in chosen:
        parent, line = blocks[number].ancestors[:-1], blocks[number].line
        is_again = len(line) >= _LEAST_LINE and places.setdefault(line, parent) != parent
        held.setdefault(parent, []).append(is_again)
    left = list(chosen)
    while left and all(held[blocks[left[-1]].ancestors[:-1]]):
        left.pop()
    return left


def _may_repeat(blocks: Sequence[Block], chosen: Sequence[int]) -> bool:
    """Whether one of the longest blocks begins as something else goes on; nearly no page comes further."""
    lines = [blocks[number].line for number in chosen]
    joined = "\n".join(lines)
    longest = sorted(lines, key=len, reverse=True)[:_PROBES]
    probes = (line[: _PROBE if line.isascii() else _WIDE_PROBE] for line in longest)
    return any(joined.count(probe) > 1 for probe in probes)


def _find_copy(blocks: Sequence[Block], chosen: Sequence[int]) -> Set[int]:
    texts = {number: _SIGNS.sub("", blocks[number].line).lower() for number in chosen}
    held: dict[int, list[int]] = {}
    for number in chosen:
        for element in blocks[number].ancestors:
            held.setdefault(element, []).append(number)
    sizes = {number: len(text) for number, text in texts.items()}
    total = sum(sizes.values())
    tried: set[tuple[int, ...]] = set()
    for part in held.values():
        if len(part) == len(chosen):
            continue
        size = sum(map(sizes.__getitem__, part))
        if not _LEAST_PART / (1 + _LEAST_PART) * total <= size <= total / (1 + _SHARE) or tuple(part) in tried:
            continue
        tried.add(tuple(part))
        inside = set(part)
        rest = [number for number in chosen if number not in inside]
        if len(chosen) > 2 and min(size, total - size) >= _LEAST and _is_same(texts, part, rest):
            alike = min(size, total - size) >= _SHARE * max(size, total - size)
            if not alike:
                return inside if 2 * size < total else set(rest)
            return inside if _rank(blocks, texts, part) < _rank(blocks, texts, rest) else set(rest)
    return frozenset()


def _is_same(texts: dict[int, str], part: Sequence[int], rest: Sequence[int]) -> bool:
    a, b = _cut(texts[n] for n in part), _cut(texts[n] for n in rest)
    common = len(a & b)
    length = sum(len(texts[n]) for n in part) / max(1, sum(len(texts[n]) for n in rest))
    if length >= _SHARE:
        return common >= _SHARE * max(len(a), len(b))
    return len(part) > 1 and common >= _WHOLE * len(a)


def _cut(texts: Iterable[str]) -> set[str]:
    joined = "".join(texts)
    return {joined[i : i + _SHINGLE] for i in range(len(joined) - _SHINGLE + 1)}


def _rank(blocks: Sequence[Block], texts: dict[int, str], part: Sequence[int]) -> tuple[bool, int, int, int]:
    shown = not any(blocks[number].hints & HIDDEN for number in part)
    length = round(_STEPS * log2(sum(len(texts[number]) for number in part)))
    return shown, length, len(part), -part[0]
