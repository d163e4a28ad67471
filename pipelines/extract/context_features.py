"""The features of a block's place on the page: its ancestors, its headline and headings, its siblings, their names.

Each function that describes or counts gives rows with one number for each block. `paths` are the ancestors of all
blocks; `main` is the number of the block that stands for the article (see `find_main_text`); `shared` and `beyond` part
the ancestors of each block into those around the article too, and the others (see `split_paths`).
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.blocks import TAGS, BlockElement
from pipelines.extract.elements import HEADINGS
from pipelines.extract.hints import HINTS
from pipelines.extract.vocabulary import NameOdds

_HEADING_TAGS = [TAGS[tag] for tag in HEADINGS]
_LOWEST_OF_ARTICLES = TAGS["h3"]  # headings down to this rank are those of other articles, where they are links
_RUNNING = 12  # words; a block with so many, mostly unlinked, is running text
_NEAREST = 4  # innermost ancestors that are described one by one
NAMED = 2  # innermost ancestors whose names are read
_SIBLINGS = 6  # innermost ancestors that are compared with their siblings
_SOME_WORDS = 60  # of running text, less than a brief has
_LEAST_SIBLING_WORDS = 60  # of running text in siblings that may be articles of their own
# Things that come after an article: how many blocks with such a hint have passed tells whether it has ended.
_AFTER_ARTICLE = (
    "comment",
    "related",
    "share",
    "tags",
    "footer",
    "subscribe",
    "byline",
    "ad",
    "side",
    "teaser",
    "login",
    "box",
)
_AFTER_SHIFTS = np.array([list(HINTS).index(hint) for hint in _AFTER_ARTICLE])

Rows = NDArray[np.float32]


class Paths(NamedTuple):
    """The ancestors of each block: one row a block, the outermost first, filled up with 0; and how many they are.

    The number of an element is greater than its parent's.
    """

    numbers: NDArray[np.int32]
    depths: NDArray[np.int64]

    def count_common(self, others: NDArray[np.int32]) -> NDArray[np.int64]:
        """Count the ancestors that each block shares with another block: the path of one, or one path for each."""
        return np.asarray(((self.numbers == others) & (self.numbers > 0)).sum(axis=1))

    def innermost(self, levels: int) -> NDArray[np.int32]:
        """The innermost ancestors of each block, the innermost first; 0 where there is none."""
        places = self.depths[:, None] - 1 - np.arange(levels)
        inner = self.numbers[np.arange(len(self.numbers))[:, None], np.maximum(places, 0)]
        return np.where(places >= 0, inner, 0)


def build_paths(ancestors: Sequence[tuple[int, ...]]) -> Paths:
    """The ancestors of each block as an array."""
    n = len(ancestors)
    depths = np.fromiter(map(len, ancestors), np.int64, n)
    numbers = np.zeros((n, int(depths.max())), np.int32)  # every block has an ancestor
    numbers[np.arange(numbers.shape[1]) < depths[:, None]] = np.fromiter(
        chain.from_iterable(ancestors), np.int32, int(depths.sum())
    )
    return Paths(numbers, depths)


def count_running_words(words: Rows, linked: Rows) -> Rows:
    """Count the unlinked words of each block that is running text: long, and mostly unlinked; 0 for the others."""
    return np.where((words >= _RUNNING) & (linked < 0.4), words * (1 - linked), 0).astype(np.float32)


def find_main_text(paths: Paths, running: Rows, headline: int) -> int:
    """The number of the block that stands for the article; `headline` is that of the headline, or -1.

    It is the longest running text below the headline, in the innermost element that holds both the headline and some
    words; without a headline the longest of the page. Of several articles on a page that is the one of the headline,
    though another may be longer.
    """
    if headline >= 0:
        shared = paths.count_common(paths.numbers[headline])
        below = np.where(np.arange(len(running)) > headline, running, 0)
        held = np.bincount(shared, below)[::-1].cumsum()[::-1]  # words in the elements that are as deep or deeper
        if held[0] >= _SOME_WORDS:
            inside = shared >= np.flatnonzero(held >= _SOME_WORDS)[-1]
            return int(np.where(inside, below, 0).argmax())
    return int(running.argmax())


def split_paths(paths: Paths, main: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Part the ancestors of each block: how many are around the article too, and which are not; 0 for the others."""
    shared = paths.count_common(paths.numbers[main])
    return shared, np.where(np.arange(paths.numbers.shape[1]) >= shared[:, None], paths.numbers, 0)


def describe_ancestors(
    paths: Paths, words: Rows, linked: Rows, running: Rows, total: float, all_running: float
) -> list[Any]:
    """About the ancestors of each block, and its distance from running text.

    In order: of the nearest ancestors, one by one, the share of the page's words, that of its running text, the linked
    share of their words, the number of their blocks; whether the block is in the densest element of the page; the
    density of its second and third ancestor; whether it is in the innermost elements that hold half, three quarters and
    nine tenths of the running text; the ancestors shared with the longest running text, and with the nearest before and
    after.
    """
    numbers, depths = paths
    n = len(depths)
    nearest = paths.innermost(_NEAREST)
    size = int(nearest.max()) + 1
    # What an element holds at one distance only: blocks below it by other ways count on their own level. All levels at
    # once, each with numbers of its own.
    ids = nearest + size * np.arange(_NEAREST)

    def sum_by_id(weights: Rows) -> NDArray[np.float64]:
        return np.asarray(np.bincount(ids.ravel(), np.repeat(weights, _NEAREST), size * _NEAREST), np.float64)

    words_held, running_held = sum_by_id(words), sum_by_id(running)
    shares = [
        words_held[ids] / total,
        running_held[ids] / all_running,
        sum_by_id(words * linked)[ids] / np.maximum(1, words_held[ids]),
        np.log1p(np.bincount(ids.ravel(), minlength=size * _NEAREST)[ids]),
    ]
    rows: list[Any] = list(np.stack(shares).transpose(2, 0, 1).reshape(-1, n))
    density = sum(running_held[level * size : (level + 1) * size] / 2 ** (level - 1) for level in range(1, _NEAREST))
    density[0] = 0
    densest = int(density.argmax())
    rows.append((numbers == densest).any(axis=1))
    rows += [density[nearest[:, level]] / max(1.0, float(density[densest])) for level in (1, 2)]
    # the innermost elements that hold most of the running text: an element's number is greater than its parent's
    runs = np.flatnonzero(running)
    held = np.bincount(numbers[runs].ravel(), np.repeat(running[runs], numbers.shape[1]), int(numbers.max()) + 1)
    held[0] = 0
    for share in (0.5, 0.75, 0.9):
        holders = np.flatnonzero(held >= share * all_running)
        rows.append((numbers == holders[-1]).any(axis=1) if len(holders) else np.zeros(n))
    longest = int(running.argmax())
    rows.append(paths.count_common(numbers[longest]) - depths[longest])
    if not len(runs):
        return [*rows, np.zeros(n), np.zeros(n)]
    blocks = np.arange(n)
    for beside in (np.searchsorted(runs, blocks) - 1, np.searchsorted(runs, blocks, side="right")):
        exists = (beside >= 0) & (beside < len(runs))
        others = runs[np.clip(beside, 0, len(runs) - 1)]
        rows.append(np.where(exists, paths.count_common(numbers[others]) - depths[others], 0))
    return rows


def describe_branch(
    paths: Paths, elements: Sequence[BlockElement], shared: NDArray[np.int64], beyond: NDArray[np.int32]
) -> list[Any]:
    """How far each block is from the article's text, and the hints of those of its ancestors that are not around it.

    What is around the whole page says nothing of its parts.
    """
    own = np.array([element.hints for element in elements], np.int64)
    hints = np.bitwise_or.reduce(own[beyond], axis=1)
    return [shared, paths.depths - shared, *((hints >> np.arange(len(HINTS) + 1)[:, None]) & 1)]


def describe_headings(
    paths: Paths, tags: Rows, linked: Rows, said: Rows, headline: int, main: int, shared: NDArray[np.int64]
) -> list[Any]:
    """How far each block is from the headline, and the nearest heading before it: that of another article is a link.

    `said` are the log odds of the words of blocks.

    In order: of the nearest heading before, its linked share, its distance in blocks, its tag, the ancestors shared
    with it, the odds of its words; linked headings passed since the headline, and all headings; the ancestors
    shared with the headline, those that only the block and only the headline have, those that the article shares with
    it, and the difference.
    """
    n = len(tags)
    numbers = np.arange(n)
    is_heading = np.isin(tags, _HEADING_TAGS)
    last = np.maximum.accumulate(np.where(is_heading, numbers, -1))
    before = np.concatenate([[-1], last[:-1]])
    exists, at = before >= 0, np.maximum(before, 0)
    is_of_other = is_heading & (linked > 0.8) & (tags <= _LOWEST_OF_ARTICLES)
    passed, passed_others = np.cumsum(is_heading), np.cumsum(is_of_other)
    rows: list[Any] = [
        np.where(exists, linked[at], -1),
        np.where(exists, np.minimum(99, numbers - before), 100),
        np.where(exists, tags[at], 0),
        np.where(exists, paths.count_common(paths.numbers[at]) - paths.depths, -60),
        np.where(exists, said[at], 0),
    ]
    if headline < 0:
        return [*rows, np.clip(passed_others, -20, 20), np.full(n, -60), *np.full((5, n), -1)]
    common = paths.count_common(paths.numbers[headline])
    return [
        *rows,
        np.clip(passed_others - passed_others[headline], -20, 20),
        np.clip(passed - passed[headline], -50, 50),
        common,
        paths.depths - common,
        paths.depths[headline] - common,
        np.full(n, common[main]),
        shared - common[main],
    ]


def count_passed_hints(near_hints: Sequence[int], headline: int) -> Any:
    """Count the blocks since the headline with hints of what comes after an article, hint by hint; as logarithms."""
    counts = np.cumsum((np.array(near_hints, np.int64) >> _AFTER_SHIFTS[:, None]) & 1, axis=1)
    return np.log1p(np.maximum(0, counts - (counts[:, [headline]] if headline >= 0 else 0)))


def describe_siblings(
    paths: Paths, elements: Sequence[BlockElement], odds: Sequence[NameOdds], running: Rows
) -> list[Any]:
    """About the siblings of each block's ancestors: a page of several articles has several of the same shape.

    Of each of the innermost ancestors but the first, in order: how many siblings of the same tag and names (but for
    digits) have text, which of them it is, its share of their running text. Then the same of the outermost ancestor
    that has a sibling with running text, counting only siblings with running text.
    """
    size, width = len(elements), paths.numbers.shape[1]
    numbers = paths.numbers.ravel()
    present = np.flatnonzero(np.bincount(numbers, minlength=size)[1:]) + 1
    shapes: dict[str, int] = {}
    shape = np.array([shapes.setdefault(name.shape, len(shapes)) for name in odds], np.int64)
    parent = np.array([element.parent for element in elements], np.int64)
    _, groups = np.unique(parent[present] * len(shapes) + shape[present], return_inverse=True)
    group, index = np.zeros(size, np.int64), np.zeros(size, np.int64)
    held = np.bincount(numbers, np.repeat(running, width), size)
    group[present] = groups
    count = np.bincount(groups)
    order = np.argsort(groups, kind="stable")
    index[present[order]] = np.arange(len(groups)) - np.repeat(np.cumsum(count) - count, count)
    held[0] = 0
    group_held = np.bincount(groups, held[present])
    count_running = np.bincount(groups, held[present] > 0)
    share = held / np.maximum(1, group_held[group])
    rows: list[Any] = []
    for ancestor in paths.innermost(_SIBLINGS).T[1:]:
        exists = ancestor > 0
        rows += [np.where(exists, count[group[ancestor]], 0), index[ancestor], share[ancestor]]
    is_one_of_several = ((count_running > 1) & (group_held > _LEAST_SIBLING_WORDS))[group]
    is_one_of_several[0] = False
    among = is_one_of_several[paths.numbers]
    outermost = paths.numbers[np.arange(len(among)), among.argmax(axis=1)]
    exists = among.any(axis=1)
    return [*rows, *(np.where(exists, row[outermost], 0) for row in (count_running[group], index, share))]


def describe_names(paths: Paths, odds: Sequence[NameOdds], beyond: NDArray[np.int32]) -> list[Any]:
    """The log odds in the names of each block's innermost ancestors, and of those that are not around the article.

    Of both, in order: the lowest, the highest, the mean, and how many words are known.
    """
    lowest, highest, total, known = (np.array(column) for column in list(zip(*odds, strict=True))[:4])
    rows: list[Any] = []
    for numbers in (paths.innermost(NAMED), beyond):
        words = known[numbers].sum(axis=1)
        has_words = words > 0
        rows += [
            np.where(has_words, lowest[numbers].min(axis=1, initial=np.inf), 0),
            np.where(has_words, highest[numbers].max(axis=1, initial=-np.inf), 0),
            total[numbers].sum(axis=1) / np.maximum(1, words),
            words,
        ]
    return rows
