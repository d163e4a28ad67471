"""The size of an edit: which fields of an article it changes, and how much of its text."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_TYPO = 20  # characters; up to so many changed ones are a correction
_PARAGRAPH = 0.4  # of the longer text; up to so much changed is some paragraphs, more is a rewrite


class Edit(NamedTuple):
    """An edit: the fields that differ, its size (`events.size` in schema.sql), and how many characters of the text came
    and went.
    """

    fields: tuple[str, ...]
    size: str
    added: int
    removed: int


def measure_edit(before: Mapping[str, str | None], after: Mapping[str, str | None], fields: Sequence[str]) -> Edit:
    """Measure an edit between two versions of an article that differ in some of their fields."""
    if "text" not in fields:
        size = next((size for name, size in (("title", "title"), ("published_at", "date")) if name in fields), "field")
        return Edit(tuple(fields), size, 0, 0)
    old, new = before["text"] or "", after["text"] or ""
    added, removed = _count_changed(old, new)
    changed = max(added, removed)
    if changed <= _TYPO:
        return Edit(tuple(fields), "typo", added, removed)
    size = "paragraph" if changed <= _PARAGRAPH * max(len(old), len(new)) else "rewrite"
    return Edit(tuple(fields), size, added, removed)


def _count_changed(before: str, after: str) -> tuple[int, int]:
    """Count the characters that came and that went, within paragraphs that stand beside each other."""
    old, new = before.split("\n\n"), after.split("\n\n")
    added = removed = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            for a, b in zip(old[i:j], new[k:m], strict=True):
                same = _count_same_ends(a, b)
                added, removed = added + len(b) - same, removed + len(a) - same
        elif tag != "equal":
            added, removed = added + sum(map(len, new[k:m])), removed + sum(map(len, old[i:j]))
    return added, removed


def _count_same_ends(before: str, after: str) -> int:
    """Count the characters before the first and behind the last that differ."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    return start + next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
