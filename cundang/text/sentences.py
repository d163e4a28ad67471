"""Pair the sentences of two versions of a text: which stayed, which changed, which came and which went."""

import re
from bisect import bisect, insort
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

# A break between paragraphs or lines; a sentence with its end, closing quotes and blanks; an end without a sentence.
_SENTENCE = re.compile(
    r"\n+|(?:[^。！？；!?.\n]|\.(?!\s))+[。！？；!?.]*[”’」』）)】]*[ \t\u3000]*|[。！？；!?.]+[”’」』）)】]*[ \t\u3000]*"
)
_LETTER = re.compile(r"[^\W_]")
_ALIKE = 0.5  # of two sentences: so much in common, and one is taken for a version of the other
# Of two lists, or two strings, that are compared: the product of their lengths. Above it they count as wholly replaced.
_MOST_CELLS = 100_000_000  # 12 MB of bits, 0.05 s
_MOST_SENTENCES = 250_000  # each of one side with each of the other: 0.05 s


class Pair(NamedTuple):
    """A sentence as it was and as it is; one that came was empty, one that went is. Breaks between lines are sentences
    too. All `before` joined are the old text, all `after` the new one.
    """

    before: str
    after: str


class Stretch(NamedTuple):
    """The part old[start:end] of what is compared, and the part new[new_start:new_end] that stands in its place."""

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


def split_sentences(text: str) -> list[str]:
    """Split a text into its sentences, and the breaks between its lines: joined they are the text.

    >>> split_sentences("水涨了。“快走！”他说。\\n\\n天亮了")
    ['水涨了。', '“快走！”', '他说。', '\\n\\n', '天亮了']
    """
    return _SENTENCE.findall(text)


def has_letters(sentence: str) -> bool:
    """Whether there is any letter or digit in it."""
    return _LETTER.search(sentence) is not None


def pair_sentences(before: str, after: str) -> list[Pair]:
    """Pair the sentences of two versions of a text, in the order of the text, in bounded time."""
    old, new = split_sentences(before), split_sentences(after)
    pairs: list[Pair] = []
    for part in find_stretches(old, new):
        if part.is_same:
            pairs += [Pair(sentence, sentence) for sentence in old[part.start : part.end]]
        else:
            pairs += _pair_changed(old[part.start : part.end], new[part.new_start : part.new_end])
    return pairs


def find_stretches(old: list[str] | str, new: list[str] | str) -> Iterator[Stretch]:
    """Find what two strings, or two lists, have in common, in order, and what stands between."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    ends = (len(old) - tail, len(new) - tail)
    start, new_start = head, head
    if head:
        yield Stretch(True, 0, head, 0, head)
    if (ends[0] - head) * (ends[1] - head) <= _MOST_CELLS:
        for op in LCSseq.opcodes(old[head : ends[0]], new[head : ends[1]]):
            if op.tag != "equal":
                continue
            if op.src_start + head > start or op.dest_start + head > new_start:
                yield Stretch(False, start, op.src_start + head, new_start, op.dest_start + head)
            start, new_start = op.src_end + head, op.dest_end + head
            yield Stretch(True, op.src_start + head, start, op.dest_start + head, new_start)
    if start < ends[0] or new_start < ends[1]:
        yield Stretch(False, start, ends[0], new_start, ends[1])
    if tail:
        yield Stretch(True, ends[0], len(old), ends[1], len(new))


def _pair_changed(old: list[str], new: list[str]) -> list[Pair]:
    """Pair sentences none of which stayed: those that are most alike first, and none across another pair."""
    gone, come = "".join(old), "".join(new)
    too_much = len(gone) * len(come) > _MOST_CELLS or len(old) * len(new) > _MOST_SENTENCES
    if not gone or not come or too_much:
        return [*(Pair(sentence, "") for sentence in old), *(Pair("", sentence) for sentence in new)]
    alike = sorted(
        (-score * len(sentence), i, j)
        for i, sentence in enumerate(old)
        for _, score, j in process.extract(
            sentence, new, scorer=Indel.normalized_similarity, score_cutoff=_ALIKE, limit=None
        )
    )
    taken: list[tuple[int, int]] = [(-1, -1), (len(old), len(new))]
    for _, i, j in alike:
        place = bisect(taken, (i, j))
        (p, q), (r, s) = taken[place - 1], taken[place]
        if p < i < r and q < j < s:
            insort(taken, (i, j))
    pairs: list[Pair] = []
    i = j = 0
    for p, q in taken[1:]:
        pairs += [*(Pair(sentence, "") for sentence in old[i:p]), *(Pair("", sentence) for sentence in new[j:q])]
        if p < len(old):
            pairs.append(Pair(old[p], new[q]))
        i, j = p + 1, q + 1
    changed = sum(Indel.distance(*pair) for pair in pairs)
    # Sentences that were joined or parted have no version of their own on the other side: their texts go together.
    return [Pair(gone, come)] if 2 * Indel.distance(gone, come) < changed else pairs
