"""Bytes that a mirror put out of step, read in step again.

The mirror worked on GBK bytes: it took one converted character after the other and replaced its two bytes, over the
whole byte string, by the same bytes and the reading in brackets. Where the pair stood at an odd offset, in the middle
of two other characters, it parted their halves, and what follows reads one byte out of step. A lead byte that lost its
partner shows as `?`, and eats the bracket that follows it: 當(dāng)?shù)脑嚱...

The solver takes the readings out and reads the bytes from the lone one on, pair by pair, until the pairs and the
characters on the page end at the same place. A reading gives the pair before it, and so also the lone byte in front of
its bracket. Only a lone byte before another sign is lost; there a lexicon decides.
"""

import re
from dataclasses import dataclass, replace

from cundang.model.article import Repair
from pipelines.repair.lexicon import characters_of, decode_gbk, gbk, is_usual, log_likelihood, readings

READING = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê]{1,6}"
_GLOSS = re.compile(rf"\(({READING})\)")
_LONE = re.compile(rf"[?\ufffd]\(?({READING})\)")
_LONGEST = 400  # characters of a run; the longest in 10,000 texts is far below
_SIGNS = 0xA1  # the lead byte of 、。“”《》 and their like
_BY_FAR = 1.4  # the logarithm of how much likelier a solution must be than the next one: four times


@dataclass(frozen=True, slots=True)
class _State:
    """A run as far as it is solved: the position on the page, and the repaired text up to there.

    `half` is the lead byte that waits for its partner. `is_lost`: nothing decides what the last character is, and it
    stays as `?`.
    """

    position: int
    half: int
    text: str = ""
    is_lost: bool = False


def repair_shifted(text: str, start: int, before: str) -> list[Repair]:
    """Repair the run whose lone byte stands at `start`; mark it where more than one solution makes sense.

    `before` is the repaired text that ends there.
    """
    lone = _LONE.match(text, start)
    before = before[-3:]
    if not lone or len(pair := gbk(before[-1:])) != 2:
        return []
    states = [_State(lone.end(), half) for half in _find_partners(pair[1], lone[1]) if half >= 0x81]
    solved = {before + end.text: end for state in states if (end := _solve(text, state, before))}
    likeliest = _choose(list(solved))
    if len(likeliest) != 1:
        return [Repair(start, "undecided", lone[0], lone[0])]
    end = solved[likeliest[0]]
    gloss = _GLOSS.match(text, end.position)
    if gloss and not end.is_lost and gloss[1] in readings(end.text[-1:]):  # the reading of the run's last character
        end = replace(end, position=gloss.end())
    if end.is_lost:
        last = text[end.position - 1]
        return [
            Repair(start, "shifted_bytes", text[start : end.position - 1], end.text),
            Repair(end.position - 1, "undecided", last, last),
        ]
    return [Repair(start, "shifted_bytes", text[start : end.position], end.text)]


def _solve(text: str, state: _State, before: str) -> _State | None:
    """Solve a run to its end; None where it cannot be read so."""
    limit = min(len(text), state.position + _LONGEST)
    while state.position < limit:
        if gloss := _GLOSS.match(text, state.position):  # the mirror met another pair at an odd offset
            if gloss[1] not in readings(text[state.position - 1]):
                return None
            state = replace(state, position=gloss.end())
        elif lone := _LONE.match(text, state.position):  # a character of the text with its reading: in step again
            candidates = {c for c in characters_of(lone[1]) if gbk(c)[0] == state.half}
            if len(candidates) > 1:
                candidates = _choose_between(candidates, before + state.text, _strip_glosses(text, lone.end()))
            is_one = len(candidates) == 1
            return replace(state, position=lone.end(), text=state.text + candidates.pop()) if is_one else None
        elif text[state.position] in "?\ufffd":
            return _end_at_lost(text, state, before)
        else:
            pair = b"\x80" if text[state.position] == "€" else gbk(text[state.position])
            character = decode_gbk(state.half, pair[0]) if pair else ""
            if not character or not is_usual(character):
                return None
            state = replace(state, position=state.position + 1, text=state.text + character)
            if len(pair) == 1:
                return state
            state = replace(state, half=pair[1])
    return None


def _end_at_lost(text: str, state: _State, before: str) -> _State:
    """End a run whose last byte is lost, with the character that ends a word there, if one word is plainly meant."""
    end = replace(state, position=state.position + 1)
    following = text[state.position + 1 : state.position + 2]
    if following > "\x7f" and (character := decode_gbk(state.half, 0x80)):  # 80 is no lead byte: it shows as `?`
        return replace(end, text=state.text + character)
    if state.half == _SIGNS and following in ("", "\n"):  # of the signs with this lead byte the one that ends a line
        quote = text.rfind("“", max(0, state.position - _LONGEST), state.position)
        is_closed = quote < 0 or "”" in text[quote : state.position]
        return replace(end, text=state.text + "。") if is_closed else replace(end, is_lost=True)
    possible = (decode_gbk(state.half, trail) for trail in range(0x40, 0xFF))
    candidates = _choose_between({c for c in possible if c and is_usual(c)}, before + state.text, "")
    if len(candidates) == 1:
        return replace(end, text=state.text + candidates.pop())
    return replace(end, is_lost=True)


def _choose_between(candidates: set[str], before: str, after: str) -> set[str]:
    """Choose the character that makes by far the likeliest words with what stands beside it, or all."""
    before = before[-4:]
    return {c[len(before)] for c in _choose([before + c + after for c in candidates])}


def _strip_glosses(text: str, start: int) -> str:
    """The three characters from a position on, without their readings."""
    return _GLOSS.sub("", text[start : start + 20])[:3]


def _find_partners(lead: int, reading: str) -> set[int]:
    """Find the trail bytes that make, with a lead byte, a character of a reading."""
    return {gbk(c)[1] for c in characters_of(reading) if gbk(c)[0] == lead}


def _choose(solutions: list[str]) -> list[str]:
    """Choose of several solutions the one that is by far the likeliest, or all."""
    scored = sorted(((log_likelihood(solution), solution) for solution in solutions), reverse=True)
    return [scored[0][1]] if len(scored) > 1 and scored[0][0] >= scored[1][0] + _BY_FAR else solutions
