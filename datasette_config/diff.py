"""Compare two versions of a text, by character within sentences: Chinese has no spaces between words."""

from itertools import groupby
from typing import Literal, NamedTuple

from cundang.text.sentences import Pair, find_stretches, pair_sentences

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
    return _join_equal_kinds([piece for pair in pair_sentences(before, after) for piece in diff_sentence(pair)])


def diff_sentence(pair: Pair) -> list[Piece]:
    """The pieces of one sentence, or of what it became."""
    before, after = pair
    if before == after:
        return [Piece("same", before)]
    if not before or not after:
        return [Piece("deleted", before) if before else Piece("inserted", after)]
    pieces: list[Piece] = []
    for part in find_stretches(before, after):
        if part.is_same:
            pieces.append(Piece("same", before[part.start : part.end]))
        else:
            pieces.append(Piece("deleted", before[part.start : part.end]))
            pieces.append(Piece("inserted", after[part.new_start : part.new_end]))
    return _merge_chance_matches([piece for piece in pieces if piece.text])


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
    grouped = groupby(pieces, lambda piece: piece.kind)
    return [Piece(kind, "".join(piece.text for piece in group)) for kind, group in grouped]
