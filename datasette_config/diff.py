"""Compare two versions of a text, by character within sentences: Chinese has no spaces between words."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

_SENTENCE = re.compile(r"[^。！？；!?\n]*[。！？；!?\n]*")
_MOST = 4_000_000  # comparisons; more count as rewritten, so that no text can keep a server busy

Kind = Literal["same", "deleted", "inserted"]


class Piece(NamedTuple):
    """A stretch of text that is the same in both versions, or only in the old or the new one."""

    kind: Kind
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """Compare two texts; returns their pieces in order.

    Without `inserted` the pieces are the old text, without `deleted` the new one.

    >>> diff("水位七米。", "水位七点五米。")
    [Piece(kind='same', text='水位七'), Piece(kind='inserted', text='点五'), Piece(kind='same', text='米。')]
    """
    old, new = _SENTENCE.findall(before)[:-1], _SENTENCE.findall(after)[:-1]
    pieces: list[Piece] = []
    for same, i, j, k, m in _find_blocks(old, new):
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if same:
            pieces.append(Piece("same", gone))
        else:
            for same_too, p, q, r, s in _find_blocks(gone, come):
                if same_too:
                    pieces.append(Piece("same", gone[p:q]))
                else:
                    pieces += [Piece("deleted", gone[p:q]), Piece("inserted", come[r:s])]
    return _merge_chance_matches([piece for piece in pieces if piece.text])


def _find_blocks(old: list[str] | str, new: list[str] | str) -> list[tuple[bool, int, int, int, int]]:
    """Find blocks as (is the same, start and end in the old text, start and end in the new), in bounded time."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    ends = (len(old) - tail, len(new) - tail)
    blocks = [(True, 0, head, 0, head)]
    if (ends[0] - head) * (ends[1] - head) > _MOST:
        blocks.append((False, head, ends[0], head, ends[1]))
    else:
        matcher = SequenceMatcher(None, old[head : ends[0]], new[head : ends[1]], autojunk=False)
        blocks += [
            (tag == "equal", i + head, j + head, k + head, m + head) for tag, i, j, k, m in matcher.get_opcodes()
        ]
    return [*blocks, (True, ends[0], len(old), ends[1], len(new))]


def _merge_chance_matches(pieces: list[Piece]) -> list[Piece]:
    """Count a single equal character between changes as changed: both texts have it by chance."""
    changed = [piece.kind != "same" for piece in pieces]
    joined: list[Piece] = []
    gone, come = "", ""
    for index, piece in enumerate(pieces):
        chance = len(piece.text) == 1 and 0 < index < len(pieces) - 1 and changed[index - 1] and changed[index + 1]
        if piece.kind == "same" and not chance:
            joined += [Piece("deleted", gone), Piece("inserted", come), piece]
            gone, come = "", ""
            continue
        gone += piece.text if piece.kind != "inserted" else ""
        come += piece.text if piece.kind != "deleted" else ""
    return _join_equal_kinds(
        [piece for piece in (*joined, Piece("deleted", gone), Piece("inserted", come)) if piece.text]
    )


def _join_equal_kinds(pieces: list[Piece]) -> list[Piece]:
    joined = pieces[:1]
    for last, piece in pairwise(pieces):
        if last.kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
