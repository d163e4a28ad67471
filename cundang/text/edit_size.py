"""The size of an edit: which fields of an article it changes, and how much of its text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from cundang.text.sentences import Pair, has_letters, pair_sentences

_TYPO = 20  # characters; up to so many changed ones are a correction, if their sentences stay
_FEW = 5  # characters of a sentence that stays: up to so many, or up to this share of it
_SHARE = 0.25
_SENTENCES = 5  # up to so many that came, went or changed; more are as much as a paragraph
_PARAGRAPH = 20  # characters; shorter paragraphs, as （完）, count as sentences
_REWRITE = 0.4  # of the longer text; more than so much changed is a rewrite
_MOST = 1_000_000_000  # the product of two lengths; longer ones count as wholly replaced, so that no text takes long
_BLANK = re.compile(r"\s+")
_NO_LETTER = re.compile(r"[\W_]+")


class Edit(NamedTuple):
    """An edit: the fields that differ, its size (`events.size` in schema.sql), and how many characters of the text came
    and went, white space left out.
    """

    fields: tuple[str, ...]
    size: str
    added: int
    removed: int


def measure_edit(before: Mapping[str, str | None], after: Mapping[str, str | None], fields: Sequence[str]) -> Edit:
    """Measure an edit between two versions of an article that differ in some of their fields."""
    if "text" not in fields:
        size = next((size for name, size in (("title", "title"), ("published_at", "date")) if name in fields), "field")
        return Edit(tuple(fields), size, 0, 0)
    old, new = before["text"] or "", after["text"] or ""
    pairs = pair_sentences(old, new)
    counts = [count_changed(pair) for pair in pairs]
    added, removed = (sum(count[side] for count in counts) for side in (0, 1))
    if _NO_LETTER.sub("", old) == _NO_LETTER.sub("", new):
        return Edit(tuple(fields), "typo", added, removed)
    longer = max(len(_BLANK.sub("", text)) for text in (old, new))
    return Edit(tuple(fields), _choose_size(pairs, counts, longer), added, removed)


def count_changed(pair: Pair) -> tuple[int, int]:
    """Count the characters of a sentence that came and that went, white space left out."""
    if pair.before == pair.after:
        return 0, 0
    before, after = (_BLANK.sub("", sentence) for sentence in pair)
    if not before or not after or len(before) * len(after) > _MOST:
        return len(after), len(before)
    both = len(before) + len(after) - Indel.distance(before, after)  # twice what they have in common
    return len(after) - both // 2, len(before) - both // 2


def _choose_size(pairs: Sequence[Pair], counts: Sequence[tuple[int, int]], longer: int) -> str:
    """Choose the size of an edit of the text by its sentences; docs/data.md has the table."""
    both = zip(pairs, counts, strict=True)
    edited = [(pair, max(count)) for pair, count in both if max(count) and has_letters("".join(pair))]
    changed = max(sum(count[side] for count in counts) for side in (0, 1))
    if changed <= _TYPO and all(_stays(pair, count) for pair, count in edited):
        return "typo"
    has_paragraph = any(_has_paragraph(pairs, side) for side in (0, 1))
    others_stay = any(pair.before == pair.after and has_letters(pair.after) for pair in pairs)
    is_one = len(edited) == 1 and others_stay and not has_paragraph
    if changed > _REWRITE * longer and not is_one:
        return "rewrite"
    return "paragraph" if has_paragraph or len(edited) > _SENTENCES else "sentence"


def _stays(pair: Pair, changed: int) -> bool:
    """Whether a changed sentence is the same one, with a correction."""
    return bool(pair.before and pair.after) and changed <= max(_FEW, _SHARE * max(map(len, pair)))


def _has_paragraph(pairs: Iterable[Pair], side: int) -> bool:
    """Whether whole paragraphs of one side (0 before, 1 after) have nothing on the other side, and are more than one
    sentence.
    """
    alone: list[str] = []
    own: list[str] = []
    is_alone = True
    for pair in (*pairs, Pair("\n", "\n")):
        if not pair[side]:
            continue
        if "\n" not in pair[side]:
            own.append(pair[side])
            is_alone = is_alone and not pair[1 - side]
            continue
        if is_alone:
            alone += filter(has_letters, own)
        own, is_alone = [], not pair[side].strip("\n")  # behind sentences that were joined: not alone
    sentences = [sentence for sentence in alone if not sentence.endswith(("；", ";"))]  # paired by clauses
    return len(sentences) > 1 and len("".join(alone)) > _PARAGRAPH
