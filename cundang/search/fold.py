"""The fold of the search: what the index and a query make of each character, so that spellings find each other.

It goes further than `cundang.text.fold`, which keeps every position: signs that nobody sees go, and so do differences
that a reader does not mean (radicals, variants). An archive holds the fold of its index in the table `zh_fold`.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cundang.text.fold import fold_table
from cundang.text.variants import AMBIGUOUS, KEPT, RADICALS, VARIANTS

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, 15.0.0), as far as assigned: soft hyphen, spaces
# and joiners without width, marks of direction, fillers, variation selectors, tags.
_RANGES = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0001, 0xE0001),
    (0xE0020, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
INVISIBLE = dict.fromkeys((point for first, last in _RANGES for point in range(first, last + 1)), "")


@cache
def make_search_fold() -> dict[str, str]:
    """The rows of `zh_fold`: each character that is folded, and what it becomes (nothing, where nobody sees it); and
    each pair of folded characters that stays a word of its own (`KEPT`), which becomes itself.
    """
    table = dict(fold_table())
    for pairs in (RADICALS, VARIANTS, AMBIGUOUS):
        table.update((written, table.get(meant, meant)) for written, meant in zip(pairs[::2], pairs[1::2], strict=True))
    table = {c: _follow(table, c) for c in table}
    return {**table, **{chr(point): "" for point in INVISIBLE}, **{word: word for word in KEPT}}


def _follow(table: Mapping[str, str], character: str) -> str:
    """What a character is in the end: 衞 is 衛, and that 卫."""
    while character in table and table[character] != character:
        character = table[character]
    return character


class Fold:
    """A fold, made of the rows of `zh_fold`. `kept` are its words that stay; `open` the characters in them that are
    folded everywhere else (著 to 着), each with what it becomes.
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        table = dict(rows)
        self.kept = frozenset(word for word in table if len(word) > 1)
        self.table = {ord(c): t for c, t in table.items() if len(c) == 1}
        self.open = {c: self.table[ord(c)] for c in sorted(set("".join(self.kept))) if ord(c) in self.table}
        self._spell = {point: t for point, t in self.table.items() if chr(point) not in self.open}
        self._gone = frozenset(chr(point) for point, t in self.table.items() if not t)
        self._grows = any(len(t) > 1 for t in self.table.values())  # in no file of ours
        self._close = {ord(c): t for c, t in self.open.items()}

    def fold(self, text: str) -> str:
        """Fold every character."""
        return text.translate(self.table)

    def spell(self, text: str) -> str:
        """Fold every character but the open ones, of which the word decides."""
        return text.translate(self._spell)

    def close(self, token: str) -> str:
        """Fold the open characters of a token, a character or a pair that `spell` made, unless it stays."""
        return token if token in self.kept else token.translate(self._close)

    def close_pairs(self, pairs: str) -> str:
        """Close every token of a text, between each two of which is a space."""

        def close(found: re.Match[str]) -> str:
            token = found.string[found.start() - 1 : found.end() + 1].strip()
            return found[0] if token in self.kept else self.open[found[0]]

        for character in self.open:
            if character in pairs:
                pairs = re.sub(re.escape(character), close, pairs)
        return pairs

    def list_written(self, token: str) -> list[str]:
        """The tokens that the index may have for a token in a longer term: its folded form, and the word that stays."""
        folded = token.translate(self._close)
        return [folded, *(word for word in sorted(self.kept) if word.translate(self._close) == folded)]

    def spell_with_positions(self, text: str) -> tuple[str, Sequence[int]]:
        """Spell a text in lower case, and give the position in the text of each character of that, and of its end."""
        spelled = self.spell(text)
        lower = spelled.lower()
        if len(lower) != len(spelled) or self._grows:  # a capital may be two characters in lower case
            pieces = [self._spell.get(ord(c), c).lower() for c in text]
            return "".join(pieces), [*(at for at, piece in enumerate(pieces) for _ in piece), len(text)]
        if len(spelled) == len(text):
            return lower, range(len(text) + 1)
        positions, start = list[int](), 0
        for gone in re.finditer(f"[{re.escape(''.join(self._gone.intersection(text)))}]+", text):  # quick for few
            positions += range(start, gone.start())
            start = gone.end()
        return lower, [*positions, *range(start, len(text) + 1)]


def make_fold() -> Fold:
    """The fold of this software, which a new archive has."""
    return Fold(make_search_fold().items())


def load_fold(connection: sqlite3.Connection) -> Fold:
    """Load the fold that the index of an archive was made with."""
    return Fold(connection.execute("SELECT c, t FROM zh_fold"))
