"""The damage of mirrors that write a reading after each character they converted to traditional: 網(wǎng)."""

import re
from collections.abc import Iterator
from itertools import islice

from cundang.model.article import Repair
from cundang.text.fold import fold_table
from pipelines.repair.lexicon import readings
from pipelines.repair.shifted import READING, repair_shifted

# A reading after a character, or one whose opening bracket was eaten by a lone byte: 當(dāng)?shù)脑嚱...
# The character before is looked at behind the bracket, so that a search goes from bracket to bracket: in half the time.
_DAMAGE = re.compile(rf"\((?<=[\u0080-\uffff]\()({READING})\)|[?\ufffd]\(?({READING})\)")
_ANY_DAMAGE = re.compile(rf"[(?\ufffd]{READING}\)")  # begins with a class, so that to find none is quick
_HAN = re.compile("[\u3400-\u9fff]")

# A text is damaged if so many readings stand in it at least, after so many different characters, each of them one that
# a conversion to traditional changes, and the same characters hardly ever stand without one. The seed has 236 readings
# of 43 characters, and none without.
_LEAST_READINGS, _LEAST_CHARACTERS, _MOST_WITHOUT = 5, 3, 0.1
# Readings that come again, or a lone byte before one, tell it sooner: dictionaries explain a character once.
_LEAST_READINGS_AGAIN, _LEAST_CHARACTERS_AGAIN = 3, 2
_CONTEXT = 8  # characters before a run that tell what it may begin with
_IN_RUNNING_TEXT = 0.6  # share of the readings that have a character on both sides; entries of a glossary have not


def is_mirrored(text: str) -> bool:
    """Whether a text as a whole shows the damage."""
    if not _ANY_DAMAGE.search(text):
        return False
    glosses = (damage for damage in _DAMAGE.finditer(text) if damage[1] and text[damage.start() - 1] >= "〇")
    if len(list(islice(glosses, _LEAST_READINGS_AGAIN))) < _LEAST_READINGS_AGAIN:
        return False  # without the dictionary of readings, which takes 0.2 s to load
    glossed, running, lone = [], 0, 0
    for damage in _DAMAGE.finditer(text):
        if damage[2]:
            lone += 1
            continue
        character = text[damage.start() - 1]
        if damage[1] in readings(character):
            glossed.append(character)
            neighbours = text[damage.start() - 2 : damage.start() - 1], text[damage.end() : damage.end() + 1]
            running += any(map(_HAN.match, neighbours))
    characters = set(glossed)
    again = len(glossed) > len(characters) or lone
    return (
        len(glossed) >= (_LEAST_READINGS_AGAIN if again else _LEAST_READINGS)
        and len(characters) >= (_LEAST_CHARACTERS_AGAIN if again else _LEAST_CHARACTERS)
        and running >= len(glossed) * _IN_RUNNING_TEXT
        and characters <= fold_table().keys()
        and sum(map(text.count, characters)) <= (len(glossed) + lone) * (1 + _MOST_WITHOUT)
    )


def repair_mirror(text: str) -> Iterator[Repair]:
    """Repair a text that is known to be damaged, in order."""
    end, repaired_before = 0, ""  # where the repaired text ends, and its last characters
    for damage in _DAMAGE.finditer(text):
        if damage.start() < end:  # within a run that was solved with the one before
            continue
        before = (repaired_before + text[end : damage.start()])[-_CONTEXT:]
        if damage[2]:
            repairs = repair_shifted(text, damage.start(), before)
        elif damage[1] in readings(before[-1]):
            repairs = [Repair(damage.start(), "reading", damage[0], "")]
        else:
            repairs = []
        for repair in repairs:
            yield repair
            end = repair.position + len(repair.before)
            before = (before + repair.after)[-_CONTEXT:]
        repaired_before = before if repairs else repaired_before
