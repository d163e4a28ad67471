"""The mirror that broke the seed, done anew: what repair has to undo. See the seed's README for where it is known from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pypinyin import Style, pinyin

from cundang.text.fold import fold_table

# The characters that the seed shows with a reading, and usual ones of the same kind.
CONVERTED = (
    "網區發關領戰習認實務導電對開會議視頻專題傳達組織黨員幹貫徹確嚴紀擔負責當數"
    "縣鄉單統維護團結帶動應響強環節識問報導專業醫療機構學習務紅進運"
)

_MARK = re.compile(rb"(\0\d{4})")


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The damaged text, the readings written into it, and which characters of the original no longer show."""

    text: str
    readings: int
    shifted: tuple[int, ...]


def reading(character: str) -> str:
    """The first reading of a character, with its tone mark."""
    return pinyin(character, style=Style.TONE)[0][0]


def mirror(text: str, converted: Iterable[str] = CONVERTED) -> Mirrored:
    """The text as the mirror would have it: pairs replaced one character after the other, over the whole byte string."""
    original = text.encode("gb18030")
    data, glosses = original, []
    for character in dict.fromkeys(converted):
        pair = character.encode("gb18030")
        if len(pair) == 2 and character in fold_table():
            data = data.replace(pair, pair + _mark(len(glosses)))
            glosses.append(f"({reading(character)})".encode("gb18030"))
    pieces: list[tuple[bytes, int | None]] = []  # each byte, and its place in the original if it is from there
    at = 0
    for part in _MARK.split(data):
        if part[:1] == b"\0":
            pieces += [(bytes((byte,)), None) for byte in glosses[int(part[1:])]]
        else:
            pieces += [(bytes((byte,)), at + i) for i, byte in enumerate(part)]
            at += len(part)
    shown, in_step = _shown(pieces)
    starts, offset = [], 0
    for character in text:
        starts.append(offset)
        offset += len(character.encode("gb18030"))
    lost = tuple(i for i, start in enumerate(starts) if original[start] >= 0x80 and start not in in_step)
    return Mirrored(shown, len(_MARK.findall(data)), lost)


def _mark(number: int) -> bytes:
    """A place for a reading: no byte of it can be half of a character."""
    return b"\0%04d" % number


def _shown(pieces: Sequence[tuple[bytes, int | None]]) -> tuple[str, set[int]]:
    """The bytes as an old decoder shows them: a lead byte without a partner is `?`, and eats a bracket.

    And where in the original the characters begin that show as they were.
    """
    shown, in_step, at = [], set(), 0
    data, places = b"".join(byte for byte, _ in pieces), [place for _, place in pieces]
    while at < len(data):
        lead, trail = data[at], data[at + 1] if at + 1 < len(data) else 0
        if lead < 0x80:
            shown.append(chr(lead))
            at += 1
        elif lead in (0x80, 0xFF):
            shown.append("?")
            at += 1
        elif not (0x40 <= trail <= 0xFE and trail != 0x7F):
            shown.append("?")
            at += 2 if trail == 0x28 else 1
        else:
            shown.append(data[at : at + 2].decode("gb18030", "replace"))
            if places[at] is not None and places[at + 1] == places[at] + 1:
                in_step.add(places[at])
            at += 2
    return "".join(shown), in_step


def returned(original: str, damaged: Mirrored, mended: str) -> int:
    """How many of the characters that the damage hid stand in the mended text where they stood."""
    if mended == original:
        return len(damaged.shifted)
    blocks = SequenceMatcher(None, original, mended, autojunk=False).get_matching_blocks()
    there = {i for block in blocks for i in range(block.a, block.a + block.size)}
    return sum(i in there for i in damaged.shifted)
