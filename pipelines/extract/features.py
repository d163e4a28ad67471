"""What a block classifier sees of a page: numbers about each block, its neighbours and the elements around it."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.hints import HINTS
from pipelines.extract.walk import Block
from pipelines.fold import CJK

Floats = NDArray[np.float32]

_CJK = re.compile(f"[{CJK}]")
_STOPS = re.compile(r"[.!?。！？…;；:：](?=\s|$|[^\x00-\x7f])|[。！？]")
_COMMAS = re.compile(r"[,，、]")
_ENDS = re.compile(r"[.!?。！？…»”\"')）」』】]\s*$")
_DIGIT, _CAPITAL = re.compile(r"\d"), re.compile(r"\b[A-ZÀ-ÖØ-ÞА-Я]")
_LONGEST = 50_000  # characters of a block that are looked at; a text node of 10 MB took 10 s
_SHORT = 300  # characters; in longer texts digits and capitals say little
_BITS = len(HINTS) + 1
_LEVELS = 4  # how far up the elements around a block are looked at
_RUNNING = 12  # words; a block with so many, mostly unlinked, is running text
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)


def words_in(text: str) -> int:
    """The length of a text in words; a CJK character counts as one."""
    if text.isascii():
        return len(text.split())
    return len(_CJK.findall(text)) + len(_CJK.sub(" ", text).split())


def features(blocks: Sequence[Block], title: int, description: str, body: str) -> Floats:
    """One row a block. `title` is the number of the block that is the headline, or -1; `description` and `body` are
    what the page's metadata tell of its text, squeezed."""
    n = len(blocks)
    texts = [" ".join(block.text[:_LONGEST].split()) for block in blocks]
    words = np.array([words_in(text) for text in texts], np.float32)
    length = np.array([len(text) for text in texts], np.float32)
    raw = np.array(
        [(b.linked, b.bold, len(b.text), b.tag, b.depth, b.images, b.text.count("\v")) for b in blocks], np.float32
    )
    linked, bold = raw[:, 0] / raw[:, 2], raw[:, 1] / raw[:, 2]
    stops = np.array([len(_STOPS.findall(text)) for text in texts], np.float32)
    commas = np.array([len(_COMMAS.findall(text)) for text in texts], np.float32)
    ends = np.array([_ENDS.search(text[-3:]) is not None for text in texts], np.float32)
    first = np.array([_first(text) for text in texts], np.float32)
    short = [text if len(text) < _SHORT else "" for text in texts]
    digits = np.array([len(_DIGIT.findall(text)) for text in short], np.float32) / np.maximum(1, length)
    capitals = np.array([len(_CAPITAL.findall(text)) for text in short], np.float32) / np.maximum(1, words)
    marks = np.array([("©" in text) + 2 * (text[-1:] in ":：") + 4 * ("|" in text) for text in short], np.float32)
    seen: dict[str, int] = {}
    repeats = np.array([_count(seen, text) for text in texts], np.float32)
    again = np.array([seen[text] for text in texts], np.float32)
    in_body = (
        np.array([text[:40] in body if len(text) > 20 else text in body for text in texts], np.float32)
        if body
        else np.full(n, -1, np.float32)
    )
    in_description = np.array(
        [
            bool(description) and len(text) > 15 and (text[:40] in description or description[:40] in text)
            for text in texts
        ],
        np.float32,
    )

    total = max(1.0, float(words.sum()))
    running = np.where((words >= _RUNNING) & (linked < 0.4), words * (1 - linked), 0).astype(np.float32)
    all_running = max(1.0, float(running.sum()))
    before, place = np.cumsum(running) - running, np.arange(n, dtype=np.float32)
    order = [
        np.log1p(words), length / np.maximum(1, words), linked, bold, stops, stops / np.maximum(1, words), commas / np.maximum(1, words),
        ends, first, digits, capitals, marks, repeats, again, in_body, in_description, raw[:, 3], raw[:, 4], raw[:, 6],
        place / n, np.log1p(place), np.log1p(n - place), before / all_running, (all_running - before - running) / all_running,
        np.full(n, np.log1p(total)), np.full(n, np.log1p(all_running)), np.full(n, all_running / total), np.full(n, np.log1p(n)),
        np.clip(place - title, -50, 200) if title >= 0 else np.full(n, 300), (raw[:, 5] - np.concatenate([[0], raw[:-1, 5]])),
    ]  # fmt: skip
    if title >= 0:
        order += [before - before[title]]
    else:
        order += [before]
    bits = np.array([(b.bits, b.near) for b in blocks], np.int64)
    shifts = np.arange(_BITS)
    order += list(((bits[:, :1] >> shifts) & 1).T) + list(((bits[:, 1:] >> shifts) & 1).T)
    order += _around(blocks, words, linked, running, total, all_running)
    order += _signatures(blocks, words, linked, running, all_running)
    basic = np.stack([np.log1p(words), linked, ends, stops, raw[:, 3], raw[:, 4], running / all_running])
    for shift in _NEIGHBOURS:
        order += list(_shifted(basic, shift))
    depth_before = _shifted(raw[:, 4][None], -1)[0]
    order.append(raw[:, 4] - depth_before)
    wide = np.stack([np.log1p(words), linked, running / all_running])
    for window in (5, 15, 41):
        order += list(_means(wide, window))
    order += _until(running)
    return np.stack([np.asarray(column, np.float32) for column in order], axis=1)


def _first(text: str) -> float:
    c = text[0]
    return 1.0 if c.isupper() else 2.0 if c.islower() else 3.0 if c.isdigit() else 4.0 if c.isalpha() else 5.0


def _count(seen: dict[str, int], text: str) -> int:
    seen[text] = number = seen.get(text, 0) + 1
    return number


def _around(
    blocks: Sequence[Block], words: Floats, linked: Floats, running: Floats, total: float, all_running: float
) -> list[Any]:
    """About the elements around each block: their share of the page's text and of its running text, how much of
    theirs is linked, how many blocks they hold; and whether the block is in the densest elements of the page."""
    n = len(blocks)
    chain = np.zeros((n, _LEVELS), np.int64)
    for row, block in enumerate(blocks):
        within = block.within[: -1 - _LEVELS : -1]
        chain[row, : len(within)] = within
    size = int(chain.max()) + 1
    columns: list[Any] = []
    score = np.zeros(size)
    linked_words = words * linked
    for level in range(_LEVELS):
        # what an element holds at this distance only, as shares: blocks below it by other ways count on their own level
        ids = chain[:, level]
        here = np.bincount(ids, words, size)
        run = np.bincount(ids, running, size)
        columns += [
            here[ids] / total,
            run[ids] / all_running,
            np.bincount(ids, linked_words, size)[ids] / np.maximum(1, here[ids]),
            np.log1p(np.bincount(ids, minlength=size)[ids]),
        ]
        if level:
            score += run / 2 ** (level - 1)
    score[0] = 0
    best = int(score.argmax())
    paths = np.array(list(zip_longest(*(b.within for b in blocks), fillvalue=0)), np.int32).T
    columns.append((paths == best).any(axis=1))
    columns += [score[chain[:, 1]] / max(1.0, float(score[best])), score[chain[:, 2]] / max(1.0, float(score[best]))]
    # the innermost elements that hold most of the running text (an element's number is greater than its parent's)
    runs = np.flatnonzero(running)
    held = np.zeros(int(paths.max()) + 1)
    np.add.at(held, paths[runs], running[runs, None])
    held[0] = 0
    for share in (0.5, 0.75, 0.9):
        inner = np.flatnonzero(held >= share * all_running)
        columns.append((paths == inner[-1]).any(axis=1) if len(inner) else np.zeros(n))
    depths = (paths > 0).sum(axis=1)
    top = int(running.argmax())
    columns.append(_common(paths, paths[top]) - depths[top])
    # how much of its place a block shares with the running text before it, and after it
    if not len(runs):
        return [*columns, np.zeros(n), np.zeros(n)]
    places = np.arange(n)
    for nearest in (np.searchsorted(runs, places) - 1, np.searchsorted(runs, places, side="right")):
        exists = (nearest >= 0) & (nearest < len(runs))
        rows = runs[np.clip(nearest, 0, len(runs) - 1)]
        columns.append(np.where(exists, _common(paths, paths[rows]) - depths[rows], 0))
    return columns


def _common(paths: NDArray[np.int32], others: NDArray[np.int32]) -> Any:
    """How many elements around a block are around another one too; elements have numbers of their own."""
    return ((paths == others) & (paths > 0)).sum(axis=1)


def _signatures(
    blocks: Sequence[Block], words: Floats, linked: Floats, running: Floats, all_running: float
) -> list[Any]:
    """About the blocks of the same tags and classes: how many, how much of the running text, how much of them linked."""
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(b.signature, len(numbers)) for b in blocks])
    held = np.bincount(ids, words)
    run = np.bincount(ids, running)
    return [
        np.log1p(np.bincount(ids)[ids]), run[ids] / all_running, np.bincount(ids, words * linked)[ids] / np.maximum(1, held[ids]),
        (ids == int(run.argmax())), held[ids] / np.maximum(1, np.bincount(ids)[ids]),
    ]  # fmt: skip


def _shifted(rows: Floats, by: int) -> Floats:
    out = np.full_like(rows, -1)
    if by < 0:
        out[:, -by:] = rows[:, :by]
    else:
        out[:, :-by] = rows[:, by:]
    return out


def _means(rows: Floats, window: int) -> Floats:
    """Each row's means over a window around each place."""
    n, half = rows.shape[1], window // 2
    sums = np.zeros((len(rows), n + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    places = np.arange(n)
    low, high = np.maximum(places - half, 0), np.minimum(places + half + 1, n)
    return np.asarray((sums[:, high] - sums[:, low]) / (high - low), np.float32)


def _until(running: Floats) -> list[Any]:
    """How many blocks away the nearest running text before a block is, and the nearest after it; at most 99."""
    n = len(running)
    places = np.arange(n)
    before = np.maximum.accumulate(np.where(running > 0, places, -100))
    after = np.minimum.accumulate(np.where(running > 0, places, n + 100)[::-1])[::-1]
    before, after = np.concatenate([[-100], before[:-1]]), np.concatenate([after[1:], [n + 100]])
    return [np.minimum(99, places - before), np.minimum(99, after - places)]
