"""What a block classifier sees of a block's place: the branch of the tree that it is on, its headline and headings, and
whether its like stands beside it. Each function gives rows, one number a block in each."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.blocks import TAGS, Around
from pipelines.extract.hints import HINTS
from pipelines.extract.vocabulary import Said

_HEADINGS = [TAGS[tag] for tag in ("h1", "h2", "h3", "h4", "h5")]
_HIGH = TAGS["h3"]  # headings down to this rank are those of other articles, where they are links
_RUNNING = 12  # words; a block with so many, mostly unlinked, is running text
_AROUND = 4  # how far up the elements around a block are looked at
NAMED = 2  # innermost elements around a block whose names are read
_BROTHERS = 6  # how far up the elements around a block are compared with their brothers
_SOME = 60  # words of running text, less than a brief has
_UNIT = 60  # words of running text in brothers that may be articles of their own
# Things that come after an article: how many blocks with such a hint have passed says whether it has ended.
_PASSED = [
    list(HINTS).index(hint)
    for hint in ("comment", "related", "share", "tags", "footer", "subscribe", "byline", "ad", "side", "teaser", "login", "box")
]  # fmt: skip


Rows = NDArray[np.float32]


class Paths(NamedTuple):
    """The numbers of the elements around each block: one row a block, the outermost first, filled up with 0; and how many
    they are. An element's number is greater than its parent's."""

    numbers: NDArray[np.int32]
    depths: NDArray[np.int64]

    def common(self, others: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many elements around each block are around another too: one, or one for each."""
        return np.asarray(((self.numbers == others) & (self.numbers > 0)).sum(axis=1))

    def above(self, levels: int) -> NDArray[np.int32]:
        """The innermost elements around each block, the innermost first; 0 where there is none."""
        places = self.depths[:, None] - 1 - np.arange(levels)
        inner = self.numbers[np.arange(len(self.numbers))[:, None], np.maximum(places, 0)]
        return np.where(places >= 0, inner, 0)


def paths(within: Sequence[tuple[int, ...]]) -> Paths:
    """The elements around each block as an array."""
    n = len(within)
    depths = np.fromiter(map(len, within), np.int64, n)
    numbers = np.zeros((n, int(depths.max())), np.int32)  # some element is around all text
    numbers[np.arange(numbers.shape[1]) < depths[:, None]] = np.fromiter(
        chain.from_iterable(within), np.int32, int(depths.sum())
    )
    return Paths(numbers, depths)


def running_words(words: Rows, linked: Rows) -> Rows:
    """The words of each block that is running text: long, and mostly unlinked; 0 for the others."""
    return np.where((words >= _RUNNING) & (linked < 0.4), words * (1 - linked), 0).astype(np.float32)


def main_text(place: Paths, running: Rows, title: int) -> int:
    """The number of the block that stands for the article: the longest running text below the headline (the block `title`,
    or -1) in the innermost element that holds both it and some words; without a headline the longest of the page. Of several
    articles on a page that is the one of the headline, though another may be longer."""
    if title >= 0:
        shared = place.common(place.numbers[title])
        below = np.where(np.arange(len(running)) > title, running, 0)
        held = np.bincount(shared, below)[::-1].cumsum()[::-1]  # by the elements that are as deep or deeper
        if held[0] >= _SOME:
            inside = shared >= np.flatnonzero(held >= _SOME)[-1]
            return int(np.where(inside, below, 0).argmax())
    return int(running.argmax())


def around(place: Paths, words: Rows, linked: Rows, running: Rows, total: float, all_running: float) -> list[Any]:
    """About the elements around each block: their share of the page's text and of its running text, how much of
    theirs is linked, how many blocks they hold; and whether the block is in the densest elements of the page."""
    paths, depths = place
    n = len(depths)
    nearest = place.above(_AROUND)
    size = int(nearest.max()) + 1
    # What an element holds at one distance only: blocks below it by other ways count on their own level. All levels at
    # once, each with numbers of its own.
    ids = nearest + size * np.arange(_AROUND)

    def held_by(weights: Rows) -> NDArray[np.float64]:
        return np.asarray(np.bincount(ids.ravel(), np.repeat(weights, _AROUND), size * _AROUND), np.float64)

    here, run = held_by(words), held_by(running)
    shares = [
        here[ids] / total,
        run[ids] / all_running,
        held_by(words * linked)[ids] / np.maximum(1, here[ids]),
        np.log1p(np.bincount(ids.ravel(), minlength=size * _AROUND)[ids]),
    ]
    columns: list[Any] = list(np.stack(shares).transpose(2, 0, 1).reshape(-1, n))
    score = sum(run[level * size : (level + 1) * size] / 2 ** (level - 1) for level in range(1, _AROUND))
    score[0] = 0
    best = int(score.argmax())
    columns.append((paths == best).any(axis=1))
    columns += [score[nearest[:, level]] / max(1.0, float(score[best])) for level in (1, 2)]
    # the innermost elements that hold most of the running text (an element's number is greater than its parent's)
    runs = np.flatnonzero(running)
    held = np.bincount(paths[runs].ravel(), np.repeat(running[runs], paths.shape[1]), int(paths.max()) + 1)
    held[0] = 0
    for share in (0.5, 0.75, 0.9):
        inner = np.flatnonzero(held >= share * all_running)
        columns.append((paths == inner[-1]).any(axis=1) if len(inner) else np.zeros(n))
    top = int(running.argmax())
    columns.append(place.common(paths[top]) - depths[top])
    # how much of its place a block shares with the running text before it, and after it
    if not len(runs):
        return [*columns, np.zeros(n), np.zeros(n)]
    places = np.arange(n)
    for beside in (np.searchsorted(runs, places) - 1, np.searchsorted(runs, places, side="right")):
        exists = (beside >= 0) & (beside < len(runs))
        rows = runs[np.clip(beside, 0, len(runs) - 1)]
        columns.append(np.where(exists, place.common(paths[rows]) - depths[rows], 0))
    return columns


def branch(place: Paths, elements: Sequence[Around], shared: NDArray[np.int64], beyond: NDArray[np.int32]) -> list[Any]:
    """How far a block is from the article's text, and the hints of the elements that it is in and that text is not: what is
    around the whole page says nothing of its parts. `shared` and `beyond` are of `parted`."""
    own = np.array([element.hints for element in elements], np.int64)
    bits = np.bitwise_or.reduce(own[beyond], axis=1)
    return [shared, place.depths - shared, *((bits >> np.arange(len(HINTS) + 1)[:, None]) & 1)]


def parted(place: Paths, top: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """How many of the elements around each block are around the article's text too (the block `top`, see `main_text`), and
    which are not; 0 for the others."""
    shared = place.common(place.numbers[top])
    return shared, np.where(np.arange(place.numbers.shape[1]) >= shared[:, None], place.numbers, 0)


def headings(place: Paths, tags: Rows, linked: Rows, title: int, top: int, shared: NDArray[np.int64]) -> list[Any]:
    """How far a block is from the headline (the block `title`, or -1), and what the nearest heading before it is: another
    article's is a link."""
    n = len(tags)
    numbers = np.arange(n)
    is_heading = np.isin(tags, _HEADINGS)
    last = np.maximum.accumulate(np.where(is_heading, numbers, -1))
    before = np.concatenate([[-1], last[:-1]])
    exists, at = before >= 0, np.maximum(before, 0)
    passed, others = np.cumsum(is_heading), np.cumsum(is_heading & (linked > 0.8) & (tags <= _HIGH))
    rows: list[Any] = [
        np.where(exists, linked[at], -1),
        np.where(exists, np.minimum(99, numbers - before), 100),
        np.where(exists, tags[at], 0),
        np.where(exists, place.common(place.numbers[at]) - place.depths, -60),
    ]
    if title < 0:
        return [*rows, np.clip(others, -20, 20), np.full(n, -60), *np.full((5, n), -1)]
    common = place.common(place.numbers[title])
    return [
        *rows,
        np.clip(others - others[title], -20, 20),
        np.clip(passed - passed[title], -50, 50),
        common,
        place.depths - common,
        place.depths[title] - common,
        np.full(n, common[top]),
        shared - common[top],
    ]


def passed(near: Sequence[int], title: int) -> Any:
    """How many blocks with hints of what comes after an article there have been since the headline."""
    counts = np.cumsum((np.array(near, np.int64) >> np.array(_PASSED)[:, None]) & 1, axis=1)
    return np.log1p(np.maximum(0, counts - (counts[:, [title]] if title >= 0 else 0)))


def brothers(place: Paths, elements: Sequence[Around], said: Sequence[Said], running: Rows) -> list[Any]:
    """About the elements around a block, from the second innermost on: how many brothers of the same tag and names (but for
    digits) have text, which of them this one is, and its share of their running text; then the same, of those with running
    text, of the outermost that has such a brother: a page of several articles."""
    size, width = len(elements), place.numbers.shape[1]
    flat = place.numbers.ravel()
    present = np.flatnonzero(np.bincount(flat, minlength=size)[1:]) + 1
    shapes: dict[str, int] = {}
    shape = np.array([shapes.setdefault(names.shape, len(shapes)) for names in said], np.int64)
    parent = np.array([element.parent for element in elements], np.int64)
    _, own = np.unique(parent[present] * len(shapes) + shape[present], return_inverse=True)
    group, index, held = (
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.bincount(flat, np.repeat(running, width), size),
    )
    group[present] = own
    count = np.bincount(own)
    order = np.argsort(own, kind="stable")
    index[present[order]] = np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count)
    held[0] = 0
    whole = np.bincount(own, held[present])
    speaking = np.bincount(own, held[present] > 0)
    share = held / np.maximum(1, whole[group])
    rows: list[Any] = []
    for at in place.above(_BROTHERS).T[1:]:
        has = at > 0
        rows += [np.where(has, count[group[at]], 0), index[at], share[at]]
    several = ((speaking > 1) & (whole > _UNIT))[group]
    several[0] = False
    among = several[place.numbers]
    outermost = place.numbers[np.arange(len(among)), among.argmax(axis=1)]
    has = among.any(axis=1)
    return [*rows, *(np.where(has, row[outermost], 0) for row in (speaking[group], index, share))]


def named(place: Paths, said: Sequence[Said], beyond: NDArray[np.int32]) -> list[Any]:
    """What the names of the innermost two elements around a block say, and those of the elements that it is in and the
    article's text is not: the least, the most, the mean, how many words are known."""
    least, most, total, known = (np.array(column) for column in list(zip(*said, strict=True))[:4])
    rows: list[Any] = []
    for numbers in (place.above(NAMED), beyond):
        words = known[numbers].sum(axis=1)
        some = words > 0
        rows += [
            np.where(some, least[numbers].min(axis=1, initial=np.inf), 0),
            np.where(some, most[numbers].max(axis=1, initial=-np.inf), 0),
            total[numbers].sum(axis=1) / np.maximum(1, words),
            words,
        ]
    return rows
