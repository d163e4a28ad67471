"""Bytes that a mirror put out of step, read in step again.

The mirror worked on GBK bytes: it took one converted character after the other and replaced its two bytes, over the
whole byte string, by the same bytes and the reading in brackets. Where the pair stood at an odd offset, in the middle
of two other characters, it parted their halves, and what follows reads one byte out of step. A lead byte that lost its
partner shows as `?`, and eats the bracket that follows it: 當(dāng)?shù)脑嚱...

The solver takes the readings out and reads the bytes from the lone one on, pair by pair, until the pairs and the
characters on the page end at the same place. A reading tells the pair before it, so it tells the lone byte in front of
its bracket too. Only a lone byte before another sign is lost; there a lexicon decides.
"""

import re
from dataclasses import dataclass, replace

from cundang.model.article import Repair
from pipelines.repair.lexicon import convert, decode_gbk, gbk, is_usual, likelihood, readings

_READING = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê]{1,6}"
_GLOSS = re.compile(rf"\(({_READING})\)")
_LONE = re.compile(rf"[?\ufffd]\(?({_READING})\)")
_LONGEST = 400  # characters of a run; the longest in 10,000 texts is far below
_SIGNS = 0xA1  # the lead byte of 、。“”《》 and their like
_BY_FAR = 1.4  # the logarithm of how much likelier a reading must be than the next one: four times


@dataclass(frozen=True, slots=True)
class _State:
    """A reading of a run so far: where it is on the page, the half that waits for its partner, the characters made."""

    at: int
    half: int
    text: str = ""
    lost: bool = False  # the last character is a guess that nothing decided, and stands as `?`


def repair_shifted(text: str, start: int, before: str) -> list[Repair]:
    """The mending of the run whose lone byte stands at `start`; a mark where more than one reading of it makes sense.

    `before` is the mended text that ends there.
    """
    lone = _LONE.match(text, start)
    before = before[-3:]
    if not lone or len(pair := gbk(before[-1:])) != 2:
        return []
    states = [_State(lone.end(), half) for half in _partners(pair[1], lone[1]) if half >= 0x81]
    solved = {before + end.text: end for state in states if (end := _followed(text, state, before))}
    likeliest = _best(list(solved))
    if len(likeliest) != 1:
        return [Repair(start, "undecided", lone[0], lone[0])]
    end = solved[likeliest[0]]
    gloss = _GLOSS.match(text, end.at)
    if gloss and not end.lost and gloss[1] in readings(end.text[-1:]):  # the reading of the run's last character
        end = replace(end, at=gloss.end())
    if end.lost:
        made = end.text + text[end.at - 1]
        return [
            Repair(start, "shifted_bytes", text[start : end.at - 1], made[:-1]),
            Repair(end.at - 1, "undecided", made[-1], made[-1]),
        ]
    return [Repair(start, "shifted_bytes", text[start : end.at], end.text)]


def _followed(text: str, state: _State, before: str) -> _State | None:
    """The run to its end; None where it cannot be read so."""
    limit = min(len(text), state.at + _LONGEST)
    while state.at < limit:
        if gloss := _GLOSS.match(text, state.at):  # the mirror met another pair at an odd offset
            if gloss[1] not in readings(text[state.at - 1]):
                return None
            state = replace(state, at=gloss.end())
        elif lone := _LONE.match(text, state.at):  # a character of the text with its reading: in step again
            found = {c for c in convert(lone[1]) if gbk(c)[0] == state.half}
            if len(found) > 1:
                found = _likeliest(found, before + state.text, _plain(text, lone.end()))
            return replace(state, at=lone.end(), text=state.text + found.pop()) if len(found) == 1 else None
        elif text[state.at] in "?\ufffd":
            return _lost(text, state, before)
        else:
            pair = b"\x80" if text[state.at] == "€" else gbk(text[state.at])
            made = decode_gbk(state.half, pair[0]) if pair else ""
            if not made or not is_usual(made):
                return None
            state = replace(state, at=state.at + 1, text=state.text + made)
            if len(pair) == 1:
                return state
            state = replace(state, half=pair[1])
    return None


def _lost(text: str, state: _State, before: str) -> _State:
    """The end of a run whose last byte is lost: the character that ends a word there, if one word is plainly meant."""
    found = {c for trail in range(0x40, 0xFF) if (c := decode_gbk(state.half, trail)) and is_usual(c)}
    if text[state.at + 1 : state.at + 2] > "\x7f" and (
        c := decode_gbk(state.half, 0x80)
    ):  # no lead byte: it shows as `?`
        return replace(state, at=state.at + 1, text=state.text + c)
    if state.half == _SIGNS and text[state.at + 1 : state.at + 2] in ("", "\n"):  # of the signs with this lead byte
        quoted = text.rfind("“", max(0, state.at - _LONGEST), state.at)
        closed = quoted < 0 or "”" in text[quoted : state.at]
        return (
            replace(state, at=state.at + 1, text=state.text + "。", lost=False)
            if closed
            else replace(state, at=state.at + 1, lost=True)
        )
    found = _likeliest(found, before + state.text, "")
    if len(found) == 1:
        return replace(state, at=state.at + 1, text=state.text + found.pop())
    return replace(state, at=state.at + 1, lost=True)


def _likeliest(candidates: set[str], before: str, after: str) -> set[str]:
    """The one that makes by far the likeliest words with what stands beside it, or all."""
    before = before[-4:]
    return {c[len(before)] for c in _best([before + c + after for c in candidates])}


def _plain(text: str, at: int) -> str:
    """The three characters that follow, without their readings."""
    return _GLOSS.sub("", text[at : at + 20])[:3]


def _partners(lead: int, reading: str) -> set[int]:
    return {gbk(c)[1] for c in convert(reading) if gbk(c)[0] == lead}


def _best(runs: list[str]) -> list[str]:
    """Of several readings of a run the one that is by far the likeliest, or all."""
    scored = sorted(((likelihood(reading), reading) for reading in runs), reverse=True)
    return [scored[0][1]] if len(scored) > 1 and scored[0][0] >= scored[1][0] + _BY_FAR else runs
