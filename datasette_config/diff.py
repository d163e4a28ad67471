"""What changed between two versions of a text, by character within sentences: Chinese has no spaces to part words."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

_SENTENCE = re.compile(r"[^。！？；!?\n]*[。！？；!?\n]*")
_MOST = 4_000_000  # comparisons; what is larger counts as rewritten, so no text can keep a server busy

Kind = Literal["same", "deleted", "inserted"]


class Piece(NamedTuple):
    """A stretch of text that is the same in both versions, or only in the old or the new one."""

    kind: Kind
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order: without `inserted` they are the old text, without `deleted` the new one.

    >>> diff("水位七米。", "水位七点五米。")
    [Piece(kind='same', text='水位七'), Piece(kind='inserted', text='点五'), Piece(kind='same', text='米。')]
    """
    old, new = _SENTENCE.findall(before)[:-1], _SENTENCE.findall(after)[:-1]
    pieces: list[Piece] = []
    for same, i, j, k, m in _blocks(old, new):
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if same:
            pieces.append(Piece("same", gone))
        else:
            for same_too, p, q, r, s in _blocks(gone, come):
                if same_too:
                    pieces.append(Piece("same", gone[p:q]))
                else:
                    pieces += [Piece("deleted", gone[p:q]), Piece("inserted", come[r:s])]
    return _readable([piece for piece in pieces if piece.text])


def _blocks(old: list[str] | str, new: list[str] | str) -> list[tuple[bool, int, int, int, int]]:
    """(same, from and to in the old, from and to in the new), bounded in time."""
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


def _readable(pieces: list[Piece]) -> list[Piece]:
    """Joined where two of a kind meet; a single character that both have by chance, between changes, counts as changed."""
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
    return _joined([piece for piece in (*joined, Piece("deleted", gone), Piece("inserted", come)) if piece.text])


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined = pieces[:1]
    for last, piece in pairwise(pieces):
        if last.kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
