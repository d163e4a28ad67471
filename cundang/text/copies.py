"""Whether two texts tell the same, and what the one did with the other. docs/reprints.md says it in words."""

import contextlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import LCSseq

from cundang.text.alignment import Step, align
from cundang.text.letters import Letters
from cundang.text.numerals import read_count

_COPY = 0.5  # of the longer text: so much of it a copy has, in the same order
_EXCERPT, _EXCERPT_LETTERS = 0.08, 60  # of the shorter text, and letters: less is a quotation that anybody may have
# Bulletins of one form have the same sentences with other numbers and names in them; much of one may be advice that
# stands under each. A copy that was edited keeps most of its numbers, and is in other words in few places.
_FORM_NUMBERS = 0.5  # of the numbers that stayed: more that became others are a form filled in anew
_FORM_LEAST = 3  # numbers that became others; where fewer did, it is a form only if much of the text is other words
_FORM_REPLACED = 0.15  # of the letters of untouched sentences: so many others in their place are much
_FORM_NAMES = 2  # places in which other names stand, in a text without numbers
_NAMES_A_NUMBER = 2  # more such places for each number that stayed: the day, the number of a session
_FEW_NUMBERS = 4  # that stayed, where more of the text is other words than stayed
_NAME = 20  # letters of such a place at most
_FORM_SHORT = 200  # letters in which a form is filled in with names alone; longer texts have numbers
_NUMBER = re.compile(r"(?<!\d)\d++(?![年月])")  # years and months are the same in bulletins of many days
_IN_WORDS = re.compile(r"[〇零一二两三四五六七八九十百千]++")
_ALIKE, _RUN = 0.3, 2  # of the lesser of two stretches, letters in runs of so many that both have: they are alike
_RUN_LATIN = 8  # the same where letters are no syllables
_MOST = 4_000_000  # letters times letters that are aligned once more to find names

Copy = Literal["verbatim", "retitled", "cut", "edited"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts have in common, in letters, and sentences where it says so; `old` and `new` are the given ones.

    `untouched` counts the letters of sentences that both have, `reworded` those that both have of edited ones. Where
    both have other sentences at the same place, `replaced` counts the letters of the lesser side, `other_numbers` the
    numbers that became others, and `other_names` the places in sentences that have other words; `unlike_numbers` counts
    the numbers of the lesser side where the two are not even alike. `same_numbers` counts those of the whole text that
    stayed. The last four say where in the texts the first shared sentence begins and the last one ends.
    """

    old: int
    new: int
    untouched: int
    reworded: int
    replaced: int
    same_numbers: int
    other_numbers: int
    other_names: int
    unlike_numbers: int
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
        """The letters that both have, in the same order."""
        return self.untouched + self.reworded

    @property
    def is_copy(self) -> bool:
        """Whether the two tell the same text. What has all numbers beside what they share is advice below bulletins."""
        is_advice = self.unlike_numbers >= _FORM_LEAST and self.unlike_numbers > self.same_numbers
        return self.shared >= _COPY * max(self.old, self.new) and not self.is_form and not is_advice

    @property
    def is_form(self) -> bool:
        """Whether the two are alike by their form: filled in with other numbers or, where it has none, other names."""
        is_much = self.replaced > _FORM_REPLACED * self.untouched
        if self.other_numbers > _FORM_NUMBERS * self.same_numbers:
            return is_much or self.other_numbers >= _FORM_LEAST
        has_other_names = self.other_names >= max(_FORM_NAMES, _NAMES_A_NUMBER * self.same_numbers + 1)
        is_most = self.replaced > self.untouched and self.same_numbers < _FEW_NUMBERS
        has_other_names |= is_most and self.other_names >= _FORM_NAMES
        return is_much and has_other_names and self.replaced <= _FORM_SHORT

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
    numbers = dict.fromkeys(("left_out", "added", "changed"), 0)
    sentences = dict(numbers)
    for step in steps:
        if step.kind != "same":
            name = step.kind.replace(" ", "_")
            side = old.sentences[step.i : step.j] if step.kind == "left out" else new.sentences[step.k : step.m]
            numbers[name] += sum(map(len, side))
            sentences[name] += len(side)
    shared = [step for step in steps if step.kind in ("same", "changed")]
    return Comparison(
        old=len(old),
        new=len(new),
        untouched=sum(step.common for step in steps if step.kind == "same"),
        reworded=sum(step.common for step in steps if step.kind == "changed"),
        **_count_replaced(old, new, steps),
        **numbers,
        **{f"sentences_{name}": count for name, count in sentences.items()},
        **_find_ends(old, new, shared),
    )


def _count_replaced(old: Letters, new: Letters, steps: list[Step]) -> dict[str, int]:
    """What stands in both texts between sentences that are the same: letters, numbers and names that became others.
    Sentences that are not alike do not count: the one text has its own there.
    """
    same = sum(len(_list_numbers(old.sentences[step.i : step.j])) for step in steps if step.kind == "same")
    replaced = others = unlike = 0
    names = set[tuple[str, str]]()
    for is_same, stretch in groupby(steps, lambda step: step.kind == "same"):
        between = [*stretch]
        before, after = old.sentences[between[0].i : between[-1].j], new.sentences[between[0].k : between[-1].m]
        lesser = min(sum(map(len, before)), sum(map(len, after)))
        if is_same or not lesser:
            continue
        common, other_names = _compare_stretch("".join(before), "".join(after))
        left, right = _list_numbers(before), _list_numbers(after)
        if common < _ALIKE * lesser:
            unlike += 0 if {*left} & {*right} else min(len(left), len(right))
            continue
        kept, in_words = LCSseq.similarity(left, right), _count_in_words(left, after) + _count_in_words(right, before)
        same += kept + in_words
        others += max(0, min(len(left), len(right)) - kept - in_words)
        replaced += lesser
        names |= other_names
    return {
        "replaced": replaced,
        "same_numbers": same,
        "other_numbers": others,
        "other_names": len(names),
        "unlike_numbers": unlike,
    }


def _list_numbers(sentences: Sequence[str]) -> list[str]:
    return [number for sentence in sentences for number in _NUMBER.findall(sentence)]


def _count_in_words(numbers: list[str], sentences: Sequence[str]) -> int:
    """Count the numbers that sentences of the other text have in words: 23 as 二十三."""
    in_words = Counter[str]()
    for word in _IN_WORDS.findall("|".join(sentences)):
        with contextlib.suppress(KeyError, ValueError):
            in_words[str(read_count(word))] += 1
    return (Counter(numbers) & in_words).total()


def _compare_stretch(before: str, after: str) -> tuple[int, set[tuple[str, str]]]:
    """How many letters two stretches have in common, in runs, and the short strings in place of each other between."""
    names = set[tuple[str, str]]()
    if len(before) * len(after) > _MOST:
        return 0, names
    run = _RUN if len(before.encode("utf-8", "surrogatepass")) > 2 * len(before) else _RUN_LATIN
    common = i = k = 0
    blocks = [block for block in LCSseq.opcodes(before, after) if block.tag == "equal"]
    ends = [(block.src_start, block.src_end, block.dest_start, block.dest_end) for block in blocks]
    for start, stop, begin, end in [*ends, (len(before), len(before) + 2, len(after), 0)]:
        if stop - start == 1:  # a letter alone is the same by chance
            continue
        if stop - start >= run and end:
            common += stop - start
        if i < start and k < begin and max(start - i, begin - k) <= _NAME:
            names.add((before[i:start], after[k:begin]))
        i, k = stop, end
    return common, names


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
