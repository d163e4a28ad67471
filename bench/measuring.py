"""Measure an extractor's text: 4-gram shingles against a gold text, or segments that must and must not be in it."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Any

CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(f"[{CJK}]|[^\\W{CJK}]+")


def squeeze(text: str) -> str:
    """A text on one line."""
    return re.sub(r"\s+", " ", text or "").strip()


def _count_shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text or "")
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)) if tokens[i : i + 4])


def score_text(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Mean precision and recall of (gold, found) texts over their shingles, and the F1 of the means."""
    precision, recall = [], []
    for gold, found in pairs:
        a, b = _count_shingles(gold), _count_shingles(found)
        hit = sum((a & b).values())
        precision += [hit / sum(b.values())] if b else []
        recall += [hit / sum(a.values())] if a else []
    return _compute_scores(statistics.mean(precision or [0]), statistics.mean(recall or [0]))


def score_segments(rows: Sequence[tuple[dict[str, Any], str]]) -> dict[str, float]:
    """Over all pages, how many segments that must be in the text are, and how many others are not."""
    right = wrong = missed = 0
    for gold, found in rows:
        text = squeeze(found)
        kept = sum(squeeze(segment) in text for segment in gold["must"])
        right, missed = right + kept, missed + len(gold["must"]) - kept
        wrong += sum(squeeze(segment) in text for segment in gold.get("must_not", []))
    return _compute_scores(right / max(1, right + wrong), right / max(1, right + missed))


def _compute_scores(precision: float, recall: float) -> dict[str, float]:
    both = precision + recall
    return {"P": precision, "R": recall, "F1": 2 * precision * recall / both if both else 0.0}
