"""Whether two texts tell the same, and what the one did with the other. docs/reprints.md says it in words."""

from dataclasses import dataclass
from typing import Literal

from cundang.text.alignment import Step, align
from cundang.text.letters import Letters

_COPY = 0.5  # of the longer text: so much of it a copy has, in the same order
_EXCERPT, _EXCERPT_LETTERS = 0.08, 60  # of the shorter text, and letters: less is a quotation that anybody may have
# Bulletins of one form have the same sentences with other numbers and names in them. A text that is copied has most of
# its sentences untouched, and where one was edited its numbers mostly stay.
_FORM = 0.4  # of the letters of untouched sentences: so many in sentences with other numbers are a form filled in
_EDITED = 1.0  # of the letters of untouched sentences: so many at most may be in edited ones

Copy = Literal["verbatim", "retitled", "cut", "edited"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts have in common, in letters, and sentences where it says so; `old` and `new` are the given ones.

    `untouched` counts the letters of sentences that both have, `kept` those of edited ones whose numbers stayed, and
    `refilled` those of sentences of one form with other numbers. `shared_from` and `shared_to` say where in the new
    text the first and the last shared sentence begins and ends.
    """

    old: int
    new: int
    untouched: int
    kept: int
    refilled: int
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
        return self.refilled > _FORM * self.untouched or self.kept + self.refilled > _EDITED * self.untouched

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
    untouched = kept = refilled = 0
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
            if _has_other_numbers(old.sentences[step.i], new.sentences[step.k]):
                refilled += step.common
            else:
                kept += step.common
    shared = [step for step in steps if step.kind in ("same", "changed")]
    ends = _find_ends(old, new, shared)
    return Comparison(
        len(old),
        len(new),
        untouched,
        kept,
        refilled,
        **numbers,
        **{f"sentences_{name}": count for name, count in sentences.items()},
        **ends,
    )


def _has_other_numbers(before: str, after: str) -> bool:
    return _list_numbers(before) != _list_numbers(after)


def _list_numbers(sentence: str) -> list[str]:
    return [letter for letter in sentence if letter.isdecimal()]


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
