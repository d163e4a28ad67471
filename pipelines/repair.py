"""Undo the damage of mirrors that write a reading after each character they converted: 網(wǎng), and what that broke.

The mirror worked on GBK bytes: it took one converted character after the other and replaced its two bytes, over the
whole byte string, by the same bytes and the reading in brackets. Where the pair stood at an odd offset, in the middle
of two other characters, it parted their halves, and what follows reads one byte out of step until the next ASCII
character. A lead byte that lost its partner shows as `?`, and eats the bracket that follows it.
"""

import re
from dataclasses import dataclass
from functools import cache

import rjieba
from pypinyin.pinyin_dict import pinyin_dict

from pipelines.article import Repair
from pipelines.fold import fold, fold_table

_READING = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê]{1,6}"
# Either a reading after an ideograph, or one whose opening bracket was eaten by a lone byte: 當(dāng)?shù)脑嚱...
_DAMAGE = re.compile(rf"(?<=[\u3400-\u9fff])\(({_READING})\)|\?({_READING})\)")
_AFTER_READING = re.compile(rf"([\u3400-\u9fff])(?:\({_READING}\))?$")
_OUT_OF_STEP = re.compile(r"([^\x00-\x7f]{1,200})\?")

# A text is damaged if at least so many readings stand in it, after so many different characters, each of them one that
# conversion to traditional changes, and the same characters hardly ever stand without one. The seed has 236 of 43,
# none without. A glossary or a poem with notes explains a character once.
_LEAST_READINGS, _LEAST_CHARACTERS, _MOST_WITHOUT = 5, 3, 0.1


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, and what was done to it; positions are those of the text that was given."""

    text: str
    repairs: tuple[Repair, ...] = ()


def repair(text: str, context: str = "") -> Repaired:
    """The text without the damage of a mirror; as it is where it, or the `context` it comes from, shows none.

    >>> repair("黨委(黨組)").repairs
    ()
    """
    if "(" not in text or not _is_mirrored(f"{text}\n{context}"):
        return Repaired(text)
    pieces, repairs, done = [], [], 0
    for damage in _DAMAGE.finditer(text):
        if damage.start() < done:  # within a run that was solved with the one before
            continue
        solved = _reading(text, damage) if damage[1] else _shifted(text, damage)
        if solved:
            repairs.append(solved)
            pieces += [text[done : damage.start()], solved.after]
            done = damage.start() + len(solved.before)
    return Repaired("".join([*pieces, text[done:]]), tuple(repairs))


def undo(text: str, repairs: tuple[Repair, ...]) -> str:
    """The text as it was before its repairs."""
    pieces, start, shift = [], 0, 0
    for mended in repairs:
        at = mended.position + shift
        pieces += [text[start:at], mended.before]
        start = at + len(mended.after)
        shift += len(mended.after) - len(mended.before)
    return "".join([*pieces, text[start:]])


def _is_mirrored(text: str) -> bool:
    glossed = [text[d.start() - 1] for d in _DAMAGE.finditer(text) if d[1] and d[1] in _readings(text[d.start() - 1])]
    characters = set(glossed)
    return (
        len(glossed) >= _LEAST_READINGS
        and len(characters) >= _LEAST_CHARACTERS
        and characters <= fold_table().keys()
        and sum(map(text.count, characters)) <= len(glossed) * (1 + _MOST_WITHOUT)
    )


@cache
def _readings(character: str) -> frozenset[str]:
    return frozenset(pinyin_dict.get(ord(character), "").split(","))


def _reading(text: str, damage: re.Match[str]) -> Repair | None:
    if damage[1] not in _readings(text[damage.start() - 1]):
        return None
    return Repair(damage.start(), "reading", damage[0], "")


def _shifted(text: str, damage: re.Match[str]) -> Repair | None:
    """Read a run of characters in step again. None unless exactly one reading of it makes sense.

    The reading that lost its bracket belongs to a character made of the second byte of the character before and of the
    lone byte: so the lone byte is known, and with it in front the run falls into step.
    """
    before = _AFTER_READING.search(text, max(0, damage.start() - 12), damage.start())
    if not before:
        return None
    solutions: set[tuple[str, int]] = set()
    for lone in _lone_bytes(_gbk(before[1])[1:], damage[2]):
        following = _DAMAGE.match(text, damage.end())
        if following and following[2]:  # the next byte is lone as well: both are one character, with its reading
            found = [c for c in _converted(following[2]) if _gbk(c)[:1] == lone]
            solutions.update((c, following.end()) for c in found)
        elif run := _OUT_OF_STEP.match(text, damage.end()):
            mended = _in_step(lone + b"".join(map(_gbk, run[1])), text[: damage.start()])
            solutions.update([(mended, run.end())] if mended else [])
    if len(solutions) != 1:
        return None
    after, end = solutions.pop()
    return Repair(damage.start(), "shifted_bytes", text[damage.start() : end], after)


def _lone_bytes(lead: bytes, reading: str) -> set[bytes]:
    return {_gbk(c)[1:] for c in _converted(reading) if _gbk(c)[:1] == lead}


@cache
def _converted(reading: str) -> tuple[str, ...]:
    """The characters that conversion changes and that have a reading, if GBK has them."""
    return tuple(c for c in fold_table() if reading in _readings(c) and len(_gbk(c)) == 2)


def _gbk(character: str) -> bytes:
    """The two bytes of a character; none where GB 18030 needs four."""
    encoded = character.encode("gb18030", "ignore")
    return encoded if len(encoded) == 2 else b""


def _in_step(shifted: bytes, context: str) -> str | None:
    """The characters of a run of bytes whose last is a lead byte that lost its partner; a lexicon finds the last one."""
    try:
        text = shifted[:-1].decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(shifted) % 2 == 0 or not all(_is_usual(c) for c in text):
        return None
    last = _completed(context[-3:] + text, shifted[-1])
    return text + last if last else None


def _is_usual(character: str) -> bool:
    """Whether a character is of the first level of GB 2312 (3,755 characters, nearly all of any text) in either script."""
    encoded = _gbk(fold(character))
    return bool(encoded) and encoded[0] <= 0xD7


def _completed(context: str, lead: int) -> str | None:
    """The one character with a lead byte that ends a word with what stands before; the longest word decides."""
    encoded = (bytes((lead, trail)) for trail in range(0x40, 0xFF))
    candidates = [c for c in (pair.decode("gbk", "ignore") for pair in encoded) if c]
    for length in (3, 2, 1):
        begun = context[-length:]
        words = {c for c in candidates if rjieba.has_word(begun + c) or rjieba.has_word(fold(begun + c))}
        if words:
            return words.pop() if len(words) == 1 else None
    return None
