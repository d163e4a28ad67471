"""The alignment of two texts by sentences: what both have, what one leaves out, adds, or has in other words."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from cundang.text.letters import Letters

_MOST = 40_000_000  # letters times letters of a stretch that is aligned by letter: 5 MB of bits, some 10 ms
_RUN = 4  # letters in a row that are in both texts by more than chance
_LIKE = 0.5  # of the longer of two sentences, that they have in common: the one is the other in other words

Kind = Literal["same", "changed", "left out", "added"]


class Step(NamedTuple):
    """A step of an alignment: sentences old[i:j] of the one text beside new[k:m] of the other.

    `same` has as many on both sides, letter by letter the same, or in other sentences. Of `changed` each side has one,
    and `common` letters are in both. Of `left out` and `added` one side is empty.
    """

    kind: Kind
    i: int
    j: int
    k: int
    m: int
    common: int


def align(old: Letters, new: Letters) -> list[Step]:
    """Align two texts: the longest common subsequence of their sentences, and within what differs that of letters."""
    steps: list[Step] = []
    i = k = 0
    for start, end, place in [*_find_same(old.sentences, new.sentences), (len(old.sentences), 0, len(new.sentences))]:
        steps += _align_stretch(old.sentences, new.sentences, i, start, k, place)
        i, k = max(start, end), place + max(0, end - start)
        if start < end:
            steps.append(Step("same", start, end, place, k, sum(map(len, old.sentences[start:end]))))
    return steps


def _find_same(old: Sequence[str] | str, new: Sequence[str] | str) -> list[tuple[int, int, int]]:
    """The stretches that both have: where each begins and ends in the old text, and where it begins in the new one."""
    blocks = LCSseq.opcodes(old, new)
    return [(block.src_start, block.src_end, block.dest_start) for block in blocks if block.tag == "equal"]


def _align_stretch(old: Sequence[str], new: Sequence[str], i: int, j: int, k: int, m: int) -> Iterator[Step]:
    """Align sentences of which none is the same: pair those that are like each other, in their order."""
    before, after = "".join(old[i:j]), "".join(new[k:m])
    if before and before == after:  # other signs between the sentences
        yield Step("same", i, j, k, m, len(before))
        return
    common = _count_common(old[i:j], new[k:m]) if before and after else {}
    a, b = i, k
    for left, right, letters in _pair(common, old[i:j], new[k:m]):
        yield from _step_to(a, i + left, b, k + right)
        same = letters == len(old[i + left]) == len(new[k + right])
        a, b = i + left + 1, k + right + 1
        yield Step("same" if same else "changed", a - 1, a, b - 1, b, letters)
    yield from _step_to(a, j, b, m)


def _step_to(a: int, left: int, b: int, right: int) -> Iterator[Step]:
    if a < left:
        yield Step("left out", a, left, b, b, 0)
    if b < right:
        yield Step("added", left, left, b, right, 0)


def _count_common(old: Sequence[str], new: Sequence[str]) -> dict[tuple[int, int], int]:
    """Count the letters that each sentence has in common with each of the other text, in runs of at least _RUN."""
    lefts, rights = ([*accumulate(map(len, sentences))] for sentences in (old, new))
    common: dict[tuple[int, int], int] = {}
    if lefts[-1] * rights[-1] > _MOST:
        return common
    left = right = 0
    for begin, end, place in _find_same("".join(old), "".join(new)):
        start, shift = begin, place - begin
        while end - begin >= _RUN and start < end:  # a run may go on over the end of a sentence
            while lefts[left] <= start:
                left += 1
            while rights[right] <= start + shift:
                right += 1
            stop = min(end, lefts[left], rights[right] - shift)
            common[left, right] = common.get((left, right), 0) + stop - start
            start = stop
    return common


def _pair(common: dict[tuple[int, int], int], old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Pair sentences that are like each other, each once; the pairs of `common` are in the order of both texts."""
    last = (-1, -1)
    for (left, right), letters in common.items():
        if left > last[0] and right > last[1] and letters >= _LIKE * max(len(old[left]), len(new[right])):
            last = (left, right)
            yield left, right, letters
