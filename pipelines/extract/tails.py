"""Brothers with a linked heading and a sentence each: teasers of other articles, or sections of a text. All or none.

Of teasers the classifier leaves the headings out, and may take the sentences for text, which they are in form; of
sections it takes most.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cundang.text.fold import CJK
from pipelines.extract.blocks import UNSEEN, Block
from pipelines.extract.tree import Element

_CJK = re.compile(f"[{CJK}]")
_LEAST_TEASERS = 3
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 120  # characters
_LINKED = 0.8  # of the characters of a heading
_MOST_BLOCKS = 8  # of one teaser
_LEAST_TEXT = 40  # characters of the article itself


def drop_teasers(blocks: Sequence[Block], chosen: Sequence[int], links: Iterable[tuple[int, Element]]) -> list[int]:
    """The chosen blocks without those of teasers, each in an element of its own, whose headings were not chosen.

    Sections of an article have their headings chosen too, or stand in no elements of their own. Only teasers in Chinese
    go: western articles have lists of products and places in this form. `links` are as in PageBlocks.
    """
    kept, left = set(chosen), list(chosen)
    for headings in _list_headings(blocks, links):
        boxes = _find_boxes(blocks, headings)
        if len(boxes) < _LEAST_TEASERS or 2 * sum(number in kept for number in headings) > len(headings):
            continue
        depth = len(next(iter(boxes)))
        inside = {number for number in left if blocks[number].ancestors[:depth] in boxes}
        before = (number for number in left if number < headings[0] and number not in inside)
        if not inside or not all(_CJK.search(blocks[number].line) for number in inside):
            continue
        if sum(len(blocks[number].line) for number in before) >= _LEAST_TEXT:
            left = [number for number in left if number not in inside]
    return left


def complete_sections(
    blocks: Sequence[Block], chosen: Sequence[int], links: Iterable[tuple[int, Element]]
) -> list[int]:
    """The chosen blocks with the rest of sections in Chinese, below linked headings, of which most are chosen."""
    kept = set(chosen)
    for headings in _list_headings(blocks, links):
        sizes = [end - start for start, end in pairwise(headings)]
        if 2 * sum(number in kept for number in headings) <= len(headings) or max(sizes) > _MOST_BLOCKS:
            continue
        forms = {blocks[number].signature for number in range(headings[0], headings[-1])}
        end = headings[-1] + 1
        while end < min(len(blocks), headings[-1] + max(sizes)) and blocks[end].signature in forms:
            end += 1
        sections = range(headings[0], end)
        is_most = 2 * sum(number in kept for number in sections) > len(sections)
        if is_most and all(_CJK.search(blocks[number].line) for number in sections):
            kept.update(number for number in sections if not blocks[number].hints & UNSEEN)
    return sorted(kept)


def _list_headings(blocks: Sequence[Block], links: Iterable[tuple[int, Element]]) -> list[list[int]]:
    """List the blocks that are links to other pages, by their form: tags and classes around them."""
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for number, link in links:
        href = link.get("href") or "#"
        if href.startswith(("#", "javascript:")) or number >= len(blocks):
            continue
        block = blocks[number]
        if _SHORTEST_HEADING <= len(block.line) <= _LONGEST_HEADING and block.linked >= _LINKED * len(block.line):
            groups[block.signature][number] = href
    return [list(group) for group in groups.values() if len({*group.values()}) >= _LEAST_TEASERS]


def _find_boxes(blocks: Sequence[Block], headings: Sequence[int]) -> set[tuple[int, ...]]:
    """The elements, as their ancestors and themselves, that each hold one of some headings and not much more."""
    lines = [blocks[number].ancestors for number in headings]
    depth = 0
    while all(len(line) > depth + 1 and line[depth] == lines[0][depth] for line in lines):
        depth += 1
    boxes = {line[: depth + 1] for line in lines}
    if len(boxes) < len(headings):
        return set()
    ends = [*headings[1:], headings[-1] + _MOST_BLOCKS]
    small = all(end - start <= _MOST_BLOCKS for start, end in zip(headings, ends, strict=True))
    return boxes if small else set()
