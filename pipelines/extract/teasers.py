"""Teasers: brothers among the blocks of a page that each begin with a linked heading, or end with a link to their text.

A page of nothing else is a listing, however whole the sentences are that it shows of each text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from cundang.text.calendars import DAY
from cundang.text.fold import fold
from pipelines.extract.blocks import Block
from pipelines.extract.tree import Element, to_line

# The link at the end of a teaser to the text that it is the beginning of.
_TO_TEXT = re.compile(
    r"\W{0,3}(?:(?:查看|点击|點擊|阅读|閱讀|继续|繼續)?(?:详细|詳細|详情|詳情|全文|原文|更多|阅读|閱讀)\W{0,3}"
    r"|(?:read|view|see|continue)\b.{0,30}|more\W{0,3})",
    re.IGNORECASE,
)
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 120  # characters
_LEAST_TEXT = 15  # characters below a heading
_MOST_TEXT = 600  # characters below most headings; more are sections of an article: the ten best, each with a link
_MOST_BLOCKS = 8  # of one teaser
_LEAST_ROWS = 5  # blocks that begin with a link
_LAST = 4  # blocks that the last teaser is looked for in: what ends it is not known


class _Teasers(NamedTuple):
    """How many brothers there are (`number`), and at which block the first begins.

    `share`: of the text of the page, the part in them. `before`: characters of the text before the first.
    """

    number: int
    first: int
    share: float
    before: int


def are_nothing_but_teasers(
    blocks: Sequence[Block], chosen: Sequence[int], links: Sequence[tuple[int, Element]], headline: int
) -> bool:
    """Whether the blocks taken for an article, by their numbers, are teasers of other pages.

    An article may have sections under linked headings too, but it begins with an introduction, or a line with its day
    stands between `headline`, the number of its block, or -1, and the first of them. `links` are as
    in PageBlocks.
    """
    found = None
    near = [(n, link) for n, link in links if chosen[0] - _MOST_BLOCKS <= n <= chosen[-1] + _MOST_BLOCKS]
    for some in near, links:  # most pages are told by what stands near their text: a third of the time
        found = next(filter(_are_all, _find_teasers(blocks, chosen, some)), None)
        if not found:
            return False
    head = blocks[headline : found.first] if found and headline >= 0 else ()
    return not any(len(block.line) < 200 and DAY.search(fold(block.line)) for block in head)


def _are_all(teasers: _Teasers) -> bool:
    """Whether a page has nothing but teasers, and a few words before them."""
    is_bare = teasers.before <= 40 and teasers.share >= 0.75
    return is_bare or (teasers.number >= 4 and teasers.before <= 150 and teasers.share >= 0.85)


def measure(block: Block) -> int:
    """Count the characters of a block that are no white space."""
    return len(block.line) - block.line.count(" ")


def _find_teasers(
    blocks: Sequence[Block], chosen: Sequence[int], links: Sequence[tuple[int, Element]]
) -> Iterator[_Teasers]:
    """Find the groups of three brothers or more that lead to different pages, and have half of the chosen text.

    All of a teaser counts: the classifier knows such brothers too, and chooses some of their blocks at best.
    """
    wanted, whole = set(chosen), sum(measure(blocks[n]) for n in chosen)
    for group in _list_groups(blocks, links):
        teasers = []
        for blocks_of_one, target in group:
            running = sum(max(0, measure(blocks[n]) - blocks[n].linked) for n in blocks_of_one)
            if len(blocks_of_one) <= _MOST_BLOCKS and running >= _LEAST_TEXT:
                teasers.append((blocks_of_one.start, blocks_of_one, target))
        if len(teasers) >= 3 and len({target for _, _, target in teasers}) >= 0.8 * len(teasers):
            first = teasers[0][0]
            sizes = [sum(measure(blocks[n]) for n in own) for _, own, _ in teasers]
            if median(sizes) > _MOST_TEXT:
                continue
            chosen_inside = sum(measure(blocks[n]) for _, own, _ in teasers for n in own if n in wanted)
            if 2 * chosen_inside >= whole:
                inside, before = sum(sizes), sum(measure(blocks[n]) for n in chosen if n < first)
                yield _Teasers(len(teasers), first, inside / max(1, inside + whole - chosen_inside), before)


def _begins(block: Block, link: Element) -> bool:
    """Whether a block begins with a link that has a text of its own behind it: <li><a>heading</a> what it is about."""
    heading = to_line("".join(link.itertext())[:200])
    return len(heading) >= _SHORTEST_HEADING and block.line.startswith(heading)


def _list_groups(blocks: Sequence[Block], links: Iterable[tuple[int, Element]]) -> Iterator[list[tuple[range, str]]]:
    """List what may be brothers: of each the range of its blocks, and the address that it leads to."""
    headings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows: dict[str, list[tuple[range, str]]] = defaultdict(list)
    ends: list[tuple[int, str]] = []
    for number, link in links:
        href = link.get("href") or "#"
        if href.startswith(("#", "javascript:")) or number >= len(blocks):
            continue
        block = blocks[number]
        words = "".join(link.itertext()) if len(link) else link.text or ""
        if _TO_TEXT.fullmatch(to_line(words[:80])):
            ends.append((number, href))
        elif _SHORTEST_HEADING <= (size := measure(block)) <= _LONGEST_HEADING and block.linked >= 0.8 * size:
            same = headings[block.signature]
            if not same or same[-1][0] != number:
                same.append((number, href))
        elif _SHORTEST_HEADING <= block.linked <= _LONGEST_HEADING and _begins(block, link):
            rows[block.signature].append((range(number, number + 1), href))
    yield from (group for group in rows.values() if len(group) >= _LEAST_ROWS)
    for group in headings.values():
        starts = [number for number, _ in group]
        stops = [*starts[1:], min(len(blocks), starts[-1] + _LAST)]
        yield [(range(start, stop), href) for start, stop, (_, href) in zip(starts, stops, group, strict=True)]
    if ends:
        stops = [number + 1 for number, _ in ends]
        starts = [max(0, stops[0] - _LAST), *stops]
        yield [(range(start, stop), href) for start, stop, (_, href) in zip(starts[:-1], stops, ends, strict=True)]
