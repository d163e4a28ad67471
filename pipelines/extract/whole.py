"""Tables, lists and headings of a text whole or not at all: the classifier judges each row and item by itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from numpy.typing import NDArray

from cundang.text.fold import CJK
from pipelines.extract.blocks import HIDDEN, TAGS, UNSEEN, Block, PageBlocks
from pipelines.extract.hints import BITS
from pipelines.extract.tables import is_data_table
from pipelines.extract.tree import Element

_MOST = 0.5  # of the characters of a table or list; with so much of it chosen, all of it is text
_FEW = 0.2  # with less, nothing of it is
_LINKED = 0.5  # of the characters; more is a menu
_LEAST_ITEMS = 3
_MOST_ITEMS = 60
_ITEMS = frozenset(TAGS[tag] for tag in ("li", "dt", "dd", "p"))
_MOST_BLOCKS = 500  # of a table or list
_DOUBT = 0.1  # probability of a list or heading between two blocks of text that is kept, though less likely than text
_TERMS = frozenset((TAGS["dt"], TAGS["dd"]))
_DOUBT_OF_TERMS = 0.02  # of a list of terms with what explains them, which menus seldom are
_HEADING = 16  # characters of the longest heading that may stand between two blocks of text
_CJK = re.compile(f"[{CJK}]")
_IN_WORDS = re.compile(rf"[{CJK}]|^\W?\d{{1,2}}\W?$")  # or a number alone
_SENTENCE = re.compile(r".{15,}[。！？”’」』…]", re.DOTALL)
_MOST_BROTHERS = 0.6  # of the paragraphs in an element; where so many are chosen, so are those between them
_ASIDE = reduce(or_, (BITS[hint] for hint in ("related", "login", "hidden", "ad", "comment", "share", "subscribe")))
_HEADINGS = frozenset(TAGS[tag] for tag in ("h2", "h3", "h4", "h5"))


class Whole(NamedTuple):
    """The blocks of a text, by their numbers, and the tables of data among them, each with those that it replaces."""

    chosen: list[int]
    tables: list[tuple[Element, range]]


def make_whole(page: PageBlocks, chosen: Sequence[int], probabilities: NDArray[Any]) -> Whole:
    """Add the rows, items and headings that are missing between chosen ones, and take out what is left of others."""
    blocks = page.blocks
    kept = {number for number in chosen if not blocks[number].hints & UNSEEN} or set(chosen)
    tables: list[tuple[Element, range]] = []
    done = 0
    for element, held in _iterate_containers(page, min(kept), max(kept)):
        if held.start < done:  # within one that is whole
            continue
        is_table = element.tag == "table"
        if not (is_data_table(element) if is_table else _is_plain_list(blocks, held)):
            continue
        if _is_text(blocks, held, kept, is_table, probabilities):
            kept.update(number for number in held if is_table or not blocks[number].hints & UNSEEN)
            done = held.stop
            if is_table:
                tables.append((element, held))
        elif len(held) >= _LEAST_ITEMS and _measure_share(blocks, held, kept) < _FEW and len(kept.difference(held)) > 0:
            kept.difference_update(held)
    _add_paragraphs(blocks, kept, probabilities)
    _add_headings(page, kept, probabilities)
    return Whole(sorted(kept), tables)


def _iterate_containers(page: PageBlocks, first: int, last: int) -> Iterator[tuple[Element, range]]:
    """The tables and lists that begin within a text, or at its end, with the numbers of their blocks."""
    for number, (element, start) in page.containers.items():
        if first - 1 <= start <= last + 1:
            end = start
            while end < len(page.blocks) and number in page.blocks[end].ancestors:
                end += 1
            if 0 < end - start <= _MOST_BLOCKS:
                yield element, range(start, end)


def _is_plain_list(blocks: Sequence[Block], held: range) -> bool:
    """Whether each item of a list is one run of text: cards, comments and menus are more, or the same again."""
    items = [blocks[number] for number in held]
    depths = {block.depth for block in items}
    return (
        len(items) <= _MOST_ITEMS
        and all(block.tag in _ITEMS for block in items)
        and len(depths) == 1
        and len({block.line for block in items}) == len(items)
    )


def _is_text(blocks: Sequence[Block], held: range, kept: set[int], is_table: bool, probabilities: NDArray[Any]) -> bool:
    share = _measure_share(blocks, held, kept)
    if share >= _MOST:
        return True
    size = sum(len(blocks[number].text) for number in held)
    if sum(blocks[number].linked for number in held) > _LINKED * size:
        return False
    # Between two blocks of text, or at the end beside the paragraph before it. Western lists are left to the
    # classifier: the gold that it is trained on is mostly of such pages, and sites' own parsers leave out many lists.
    explains = all(blocks[number].tag in _TERMS and not blocks[number].linked for number in held)
    if not is_table and (
        probabilities[held.start : held.stop].max() <= (_DOUBT_OF_TERMS if explains else _DOUBT)
        or not any(_CJK.search(blocks[number].line) for number in held)
    ):
        return False
    return held.start - 1 in kept and (held.stop in kept or _stand_together(blocks, held.start - 1, held.start))


def _measure_share(blocks: Sequence[Block], held: range, kept: set[int]) -> float:
    """The share of the characters of a table or list that is in chosen blocks."""
    sizes = {number: len(blocks[number].line) for number in held}
    return sum(size for number, size in sizes.items() if number in kept) / max(1, sum(sizes.values()))


def _stand_together(blocks: Sequence[Block], one: int, other: int) -> bool:
    """Whether the first block's parent holds the other one too."""
    parents = blocks[one].ancestors[:-1]
    return blocks[other].ancestors[: len(parents)] == parents


def _add_paragraphs(blocks: Sequence[Block], kept: set[int], probabilities: NDArray[Any]) -> None:
    """Add whole sentences in Chinese among chosen paragraphs of their form, and the rest that a click opens."""
    brothers: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in range(min(kept), min(len(blocks), max(kept) + 2)):
        block = blocks[number]
        if (
            not block.linked
            and not block.hints & UNSEEN
            and _CJK.search(block.line)
            and _SENTENCE.fullmatch(block.line)
        ):
            brothers[block.ancestors[:-1], block.tag].append(number)
    for numbers in brothers.values():
        chosen = sum(number in kept for number in numbers)
        if chosen >= (1 if len(numbers) == 2 else max(2, _MOST_BROTHERS * len(numbers))):  # a brief has two
            kept.update(number for number in numbers if probabilities[number] > _DOUBT)
    lines = {blocks[number].line for number in kept}
    for number in range(min(kept) + 1, len(blocks)):
        block = blocks[number]
        is_rest = block.hints & HIDDEN and not block.hints & UNSEEN and number - 1 in kept and not block.linked
        if is_rest and probabilities[number] > _DOUBT and _SENTENCE.fullmatch(block.line) and block.line not in lines:
            kept.add(number)


def _add_headings(page: PageBlocks, kept: set[int], probabilities: NDArray[Any]) -> None:
    """Add headings between chosen blocks, and above the first one those of the same form."""
    blocks = page.blocks
    first, last = min(kept), max(kept)
    lines = Counter(blocks[number].line for number in range(first, last))
    forms = set()
    leading = {number for number, link in page.links if not (link.get("href") or "#").startswith("#")}
    for number in range(last - 1, max(0, first - 2), -1):
        block = blocks[number]
        if number in kept or number + 1 not in kept or len(block.line) > _HEADING:
            continue
        if number in leading and not (block.tag in _HEADINGS and _stand_together(blocks, number, number + 1)):
            continue
        is_between = number - 1 in kept and number > first
        is_heading = block.tag in _HEADINGS or (probabilities[number] > _DOUBT and _IN_WORDS.search(block.line))
        is_seen = not block.hints & UNSEEN and lines[block.line] <= 1
        if is_seen and not _heads_aside(page, number) and ((is_between and is_heading) or block.signature in forms):
            kept.add(number)
            forms.add(block.signature)


def _heads_aside(page: PageBlocks, number: int) -> bool:
    """Whether a heading is that of a box beside the text, which a script fills: Trending, 相关阅读."""
    around = page.blocks[number + 1].ancestors
    return any(page.elements[each].hints & _ASIDE for each in page.blocks[number].ancestors if each not in around)
