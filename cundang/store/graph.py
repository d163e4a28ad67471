"""The texts of an archive and what they share: which are joined as copies, and which are round-ups of others."""

from cundang.store.fingerprints import get_length
from cundang.store.overlaps import Overlap, list_overlaps
from cundang.store.roundups import find_parts
from cundang.store.rows import Rows
from cundang.text.dates import is_later

_EARLIEST = """
    SELECT a.published_at FROM fingerprints f JOIN fingerprints o ON o.digest = f.digest
    JOIN articles a ON a.id = o.article_id
    WHERE f.article_id = ? AND a.published_at IS NOT NULL ORDER BY a.published_at LIMIT 1
"""
_COPIES = "SELECT 1 FROM overlaps WHERE longer_id IN (:a, :b) AND shorter_id IN (:a, :b) AND is_copy"


class Graph:
    """The texts and what they share, as far as they were looked at. A text is an article, by which the index has it."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._overlaps: dict[int, list[Overlap]] = {}
        self._parts: dict[int, set[int]] = {}
        self._times: dict[int, str | None] = {}

    def list_overlaps(self, text: int) -> list[Overlap]:
        """What a text shares with others."""
        if text not in self._overlaps:
            self._overlaps[text] = list_overlaps(self.rows, text)
        return self._overlaps[text]

    def find_parts(self, text: int) -> set[int]:
        """The texts that a text has as a round-up. One that is known to be later is none of them: that copied it."""
        if text not in self._parts:
            overlaps = self.list_overlaps(text)
            if len(overlaps) > 1:
                published = self._find_time(text)
                overlaps = [each for each in overlaps if not is_later(self._find_time(each.other), published)]
            length = get_length(self.rows, text)[0]
            self._parts[text] = find_parts(length, overlaps, self._are_copies) if len(overlaps) > 1 else set()
        return self._parts[text]

    def _find_time(self, text: int) -> str | None:
        if text not in self._times:
            row = self.rows.connection.execute(_EARLIEST, (text,)).fetchone()
            self._times[text] = row[0] if row else None
        return self._times[text]

    def _are_copies(self, first: int, second: int) -> bool:
        return self.rows.connection.execute(_COPIES, {"a": first, "b": second}).fetchone() is not None

    def is_latest(self, article_id: int, text: int) -> bool:
        """Whether an article, which has a text, is known to be later than all others that share something with it."""
        row = self.rows.connection.execute("SELECT published_at FROM articles WHERE id = ?", (article_id,)).fetchone()
        others = [overlap.other for overlap in self.list_overlaps(text)] + ([text] if text != article_id else [])
        return all(is_later(row[0], self._find_time(other)) for other in others)

    def list_copies(self, text: int) -> list[int]:
        """The texts that a text is joined with."""
        time = self._find_time(text)
        return [
            each.other
            for each in self.list_overlaps(text)
            if each.is_copy
            and each.other not in self.find_parts(text)
            and (is_later(time, self._find_time(each.other)) or text not in self.find_parts(each.other))
        ]

    def find_component(self, text: int) -> set[int]:
        """The texts that are joined with one, directly or through others."""
        found, ahead = {text}, [text]
        while ahead:
            new = set(self.list_copies(ahead.pop())) - found
            found |= new
            ahead += new
        return found
