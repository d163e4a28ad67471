"""Which blocks of a page are its article, by the text that people or site parsers took from it.

A block of five tokens or more belongs to the article if most of its 4-grams are in the gold text; a shorter one if it
is there beside the same tokens as on the page. Of a block that the page has twice, the copy among other blocks of
the article is the one.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.measuring import TOKEN, squeeze
from pipelines.extract.blocks import Block

_BELONGS = 0.6
UNKNOWN = -1.0


def find_labels(blocks: Sequence[Block], gold: dict[str, Any]) -> list[float]:
    """1.0 for a block of the article, 0.0 for another, UNKNOWN where the gold does not say."""
    if gold.get("text"):
        return _label_by_text([TOKEN.findall(block.text) for block in blocks], TOKEN.findall(gold["text"]))
    return _label_by_segments([squeeze(block.text) for block in blocks], gold)


def label_by_lines(blocks: Sequence[Block], text: str) -> list[float]:
    """1.0 for a block that is whole in a text, but for white space, 0.0 for another."""
    whole = "".join(text.split())
    return [float("".join(block.text.split()) in whole) for block in blocks]


def _label_by_text(pages: list[list[str]], gold: list[str]) -> list[float]:
    grams = Counter(tuple(gold[i : i + 4]) for i in range(len(gold) - 3))
    joined = f" {' '.join(gold)} "
    found: list[float] = []
    for number, tokens in enumerate(pages):
        if len(tokens) >= 5:
            own = [tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)]
            found.append(float(sum(gram in grams for gram in own) / len(own) >= _BELONGS))
            continue
        before = [token for other in pages[max(0, number - 3) : number] for token in other][-3:]
        after = [token for other in pages[number + 1 : number + 4] for token in other][:3]
        beside = (before[-k:] + tokens for k in (2, 3)), (tokens + after[:k] for k in (2, 3))
        found.append(
            float(
                bool(tokens)
                and any(f" {' '.join(run)} " in joined for runs in beside for run in runs if len(run) > len(tokens) + 1)
            )
        )
    by_text: dict[tuple[str, ...], list[int]] = {}
    for number, tokens in enumerate(pages):
        if found[number] and len(tokens) >= 5:
            by_text.setdefault(tuple(tokens), []).append(number)
    for tokens, numbers in by_text.items():
        wanted = max(1, min(grams[tokens[i : i + 4]] for i in range(len(tokens) - 3)))
        if len(numbers) > wanted:
            beside_it = {
                n: sum(len(pages[m]) for m in range(max(0, n - 5), min(len(pages), n + 6)) if m != n and found[m])
                for n in numbers
            }
            for number in sorted(numbers, key=lambda n: -beside_it[n])[wanted:]:
                found[number] = 0.0
    return found


def _label_by_segments(texts: list[str], gold: dict[str, Any]) -> list[float]:
    must = [squeeze(segment) for segment in gold["must"]]
    must_not = [squeeze(segment) for segment in gold.get("must_not", [])]
    found = []
    for text in texts:
        if any(segment in text or (len(text) > 15 and text in segment) for segment in must):
            found.append(1.0)
        elif any(segment in text for segment in must_not):
            found.append(0.0)
        else:
            found.append(UNKNOWN)
    return found
