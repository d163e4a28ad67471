"""Teasers of other articles behind a text, or amid it: brothers with a linked heading and a sentence each.

Of such the classifier leaves the headings out, and may take the sentences for text, which they are in form.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from cundang.text.fold import CJK
from pipelines.extract.blocks import Block
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
