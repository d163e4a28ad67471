"""Whether two texts tell the same, and what the one did with the other. docs/reprints.md says it in words."""

import contextlib
import re
from dataclasses import dataclass
from typing import Literal

from cundang.text.alignment import Step, align
from cundang.text.letters import Letters
from cundang.text.numerals import read_count

_COPY = 0.5  # of the longer text: so much of it a copy has, in the same order
_EXCERPT, _EXCERPT_LETTERS = 0.08, 60  # of the shorter text, and letters: less is a quotation that anybody may have
# Bulletins of one form have the same sentences with other numbers and names in them. A text that is copied has most of
# its sentences untouched, and where one was edited its numbers mostly stay.
_FORM = 0.4  # of the letters of untouched sentences: so many in sentences with other numbers are a form filled in
_EDITED = 1.0  # of the letters of untouched sentences: so many at most may be in edited ones
_NEAR = 0.8  # of the longer of two sentences: one that tells the same numbers is no form, if it has so much in common
_NUMBER = re.compile(r"\d+|[〇零一二两三四五六七八九十百千]+")
_OF_TIME = "年月日时点分号"  # such a number two bulletins of one day have in common

Copy = Literal["verbatim", "retitled", "cut", "edited"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts have in common, in letters, and sentences where it says so; `old` and `new` are the given ones.

    `untouched` counts the letters of sentences that both have, `kept` those of edited ones whose numbers stayed, of
    these `confirmed` where the numbers tell that it is the same matter, and `refilled` those of sentences of one form
    with other numbers. The last four say where in the texts the first shared sentence begins and the last one ends.
    """

    old: int
    new: int
    untouched: int
    kept: int
    refilled: int
    confirmed: int
    left_out: int
    added: int
    changed: int
    sentences_left_out: int
    sentences_added: int
    sentences_changed: int
    begin_old: int
    end_old: int
    begin_new: int
    end_new: int

    @property
    def shared(self) -> int:
        """The letters that both have, in the same order, but for forms that were filled in anew."""
        return self.untouched + self.kept

    @property
    def is_copy(self) -> bool:
        """Whether the two tell the same text."""
        return self.shared >= _COPY * max(self.old, self.new) and not self.is_form

    @property
    def is_form(self) -> bool:
        """Whether the two are alike by their form."""
        firm = self.untouched + self.confirmed
        return self.refilled > _FORM * firm or self.kept - self.confirmed + self.refilled > _EDITED * firm

    @property
    def is_excerpt(self) -> bool:
        """Whether the one has a passage of the other."""
        return not self.is_form and self.shared >= max(_EXCERPT_LETTERS, _EXCERPT * min(self.old, self.new))

    def classify(self, has_same_title: bool) -> Copy:
        """What the new text is as a copy of the old one."""
        if self.added or self.changed:
            return "edited"
        if self.left_out:
            return "cut"
        return "verbatim" if has_same_title else "retitled"


def compare(old: Letters, new: Letters) -> Comparison:
    """Compare two texts."""
    steps = align(old, new)
    untouched = kept = refilled = confirmed = 0
    numbers = dict.fromkeys(("left_out", "added", "changed"), 0)
    sentences = dict(numbers)
    for step in steps:
        if step.kind == "same":
            untouched += step.common
            continue
        name = step.kind.replace(" ", "_")
        side = old.sentences[step.i : step.j] if step.kind == "left out" else new.sentences[step.k : step.m]
        numbers[name] += sum(map(len, side))
        sentences[name] += len(side)
        if step.kind == "changed":
            sides = old.sentences[step.i], new.sentences[step.k]
            if _has_other_numbers(*sides):
                refilled += step.common
            else:
                kept += step.common
                confirmed += step.common if _tells_same_numbers(*sides, step.common) else 0
    shared = [step for step in steps if step.kind in ("same", "changed")]
    ends = _find_ends(old, new, shared)
    return Comparison(
        len(old),
        len(new),
        untouched,
        kept,
        refilled,
        confirmed,
        **numbers,
        **{f"sentences_{name}": count for name, count in sentences.items()},
        **ends,
    )


def _has_other_numbers(before: str, after: str) -> bool:
    """Whether one of two sentences has a number in digits that the other has neither in digits nor in words."""
    old, new = _list_numbers(before), _list_numbers(after)
    return any(
        written.isascii() and value not in {each for _, each in others}
        for numbers, others in ((old, new), (new, old))
        for written, value in numbers
    )


def _tells_same_numbers(before: str, after: str, common: int) -> bool:
    """Whether two sentences with the same numbers tell the same by them: one at least is of no time."""
    is_near = common >= _NEAR * max(len(before), len(after))
    return is_near and any(
        found[0].isascii() and after[found.end() : found.end() + 1] not in _OF_TIME for found in _NUMBER.finditer(after)
    )


def _list_numbers(sentence: str) -> list[tuple[str, int]]:
    """The numbers of a sentence, as they are written, and what they are."""
    found = []
    for number in _NUMBER.finditer(sentence):
        with contextlib.suppress(KeyError, ValueError):
            found.append((number[0], read_count(number[0])))
    return found


def _find_ends(old: Letters, new: Letters, shared: list[Step]) -> dict[str, int]:
    """Where the shared sentences begin and end in both texts, in letters."""
    if not shared:
        return dict.fromkeys(("begin_old", "end_old", "begin_new", "end_new"), 0)
    first, last = shared[0], shared[-1]
    return {
        "begin_old": sum(map(len, old.sentences[: first.i])),
        "end_old": sum(map(len, old.sentences[: last.j])),
        "begin_new": sum(map(len, new.sentences[: first.k])),
        "end_new": sum(map(len, new.sentences[: last.m])),
    }
