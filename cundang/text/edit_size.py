"""The size of an edit: how much of a text it changes."""

from difflib import SequenceMatcher

_TYPO = 20  # characters; up to so many changed ones are a correction
_PARAGRAPH = 0.4  # of the longer text; up to so much changed is some paragraphs, more is a rewrite


def measure_edit(before: str, after: str) -> str:
    """Measure an edit: `typo`, `paragraph` or `rewrite`, by how many characters of its paragraphs are changed."""
    old, new = before.split("\n\n"), after.split("\n\n")
    changed = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            changed += sum(_count_changed(a, b) for a, b in zip(old[i:j], new[k:m], strict=True))
        elif tag != "equal":
            changed += max(sum(map(len, old[i:j])), sum(map(len, new[k:m])))
    if changed <= _TYPO:
        return "typo"
    return "paragraph" if changed <= _PARAGRAPH * max(len(before), len(after)) else "rewrite"


def _count_changed(before: str, after: str) -> int:
    """Count the characters between the first and the last that differ, of the longer side."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    end = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return max(len(before), len(after)) - start - end
