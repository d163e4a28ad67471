"""The features of blocks for the classifier: numbers about each block, its neighbours and the elements around it."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.blocks import PageBlocks
from pipelines.extract.context_features import (
    build_paths,
    count_passed_hints,
    count_running_words,
    describe_ancestors,
    describe_branch,
    describe_headings,
    describe_names,
    describe_siblings,
    find_main_text,
    split_paths,
)
from pipelines.extract.hints import HINTS
from pipelines.extract.text_features import (
    describe_code,
    describe_headline_words,
    describe_repeats,
    describe_words,
)
from pipelines.extract.text_stats import measure_texts
from pipelines.extract.vocabulary import Vocabulary

Floats = NDArray[np.float32]

_LONGEST = 50_000  # characters of a block that are measured; a text node of 10 MB took 10 s
_SHORT = 300  # characters; in longer texts digits and capitals tell little
_HINT_BITS = len(HINTS) + 1  # with HIDDEN
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_HALF_WINDOWS = (2, 7, 20)  # blocks to each side over which means are taken


def compute_features(
    page_blocks: PageBlocks, vocabulary: Vocabulary, headline: int, description: str, body: str
) -> Floats:
    """Compute the features of a page's blocks: a row for each block, in an order that is part of the trained model.

    `headline` is the number of the block that is the headline, or -1. `description` and `body` are what the page's
    metadata say of its text, each on one line.
    """
    blocks, elements = page_blocks.blocks, page_blocks.elements
    n = len(blocks)
    (whole, lines, in_links, in_bold, tags, hints, near_hints, depths, ancestors, signatures, images, _) = zip(
        *blocks, strict=True
    )
    texts = lines
    if max(map(len, whole)) > _LONGEST:
        texts = tuple(" ".join(text[:_LONGEST].split()) for text in whole)
    words, stops, commas, ends, digits, capitals = measure_texts(texts)
    length, size = _floats(map(len, texts), n), _floats(map(len, whole), n)
    linked, bold = _floats(in_links, n) / size, _floats(in_bold, n) / size
    tag, depth, pictures = _floats(tags, n), _floats(depths, n), _floats(images, n)
    breaks = _floats((text.count("\v") for text in whole), n)
    is_short = length < _SHORT
    digit_share = np.where(is_short, digits, 0) / np.maximum(1, length)
    capital_share = np.where(is_short, capitals, 0) / np.maximum(1, words)
    marks = _floats((("©" in text) + 2 * (text[-1:] in ":：") + 4 * ("|" in text) for text in texts), n)
    marks = np.where(is_short, marks, 0)
    first_character = _floats(map(_classify_first_character, texts), n)
    counts: dict[str, int] = {}
    repeated_before = _floats((_count_one_more(counts, text) for text in texts), n)
    repeated = _floats(map(counts.__getitem__, texts), n)
    in_body = np.full(n, -1, np.float32)
    if body:
        in_body = _floats((text[:40] in body if len(text) > 20 else text in body for text in texts), n)
    in_description = np.zeros(n, np.float32)
    if description:
        start = description[:40]
        in_description = _floats((len(text) > 15 and (text[:40] in description or start in text) for text in texts), n)

    total = max(1.0, float(words.sum()))
    running = count_running_words(words, linked)
    all_running = max(1.0, float(running.sum()))
    running_before, number = np.cumsum(running) - running, np.arange(n, dtype=np.float32)
    log_words, share = np.log1p(words), running / all_running
    own = [
        log_words,
        length / np.maximum(1, words),
        linked,
        bold,
        stops,
        stops / np.maximum(1, words),
        commas / np.maximum(1, words),
        ends,
        first_character,
        digit_share,
        capital_share,
        marks,
        repeated_before,
        repeated,
        in_body,
        in_description,
        tag,
        depth,
        breaks,
        number / n,
        np.log1p(number),
        np.log1p(n - number),
        running_before / all_running,
        (all_running - running_before - running) / all_running,
        np.full(n, np.log1p(total)),
        np.full(n, np.log1p(all_running)),
        np.full(n, all_running / total),
        np.full(n, np.log1p(n)),
        np.clip(number - headline, -50, 200) if headline >= 0 else np.full(n, 300),
        pictures - np.concatenate([[0], pictures[:-1]]),
        running_before - running_before[headline] if headline >= 0 else running_before,
    ]
    odds = [vocabulary.look_up(element.name) for element in elements]
    paths = build_paths(ancestors)
    main = find_main_text(paths, running, headline)
    shared, beyond = split_paths(paths, main)
    said, mean_said = describe_words(vocabulary, texts, paths, words, linked, headline)
    basic = np.stack([log_words, linked, ends, stops, tag, depth, share, mean_said])
    wide = np.stack([log_words, linked, share, mean_said])
    groups = [
        np.stack(own),
        _unpack_hints(hints),
        _unpack_hints(near_hints),
        np.stack(describe_ancestors(paths, words, linked, running, total, all_running)),
        np.stack(_describe_signatures(signatures, words, linked, running, all_running)),
        *_shift_to_neighbours(basic),
        (depth - np.concatenate([[-1], depth[:-1]]))[None],
        *_average_windows(wide),
        np.stack(_measure_distances(running)),
        np.stack(describe_branch(paths, elements, shared, beyond)),
        np.stack(describe_headings(paths, tag, linked, mean_said, headline, main, shared)),
        count_passed_hints(near_hints, headline),
        np.stack(describe_siblings(paths, elements, odds, running)),
        np.stack(describe_names(paths, odds, beyond)),
        np.stack(said),
        np.stack(describe_headline_words(texts, headline, paths, running, beyond)),
        np.stack(describe_repeats(texts, running)),
        np.stack(describe_code(texts)),
    ]
    return np.concatenate(groups, dtype=np.float32, casting="same_kind").T


def _floats(numbers: Iterable[float], n: int) -> Floats:
    return np.fromiter(numbers, np.float32, n)


def _unpack_hints(hints: Sequence[int]) -> NDArray[np.int64]:
    """A row of 0 and 1 for each kind of thing that is hinted at."""
    return (np.array(hints, np.int64) >> np.arange(_HINT_BITS)[:, None]) & 1


def _classify_first_character(text: str) -> float:
    c = text[:1]
    return 1.0 if c.isupper() else 2.0 if c.islower() else 3.0 if c.isdigit() else 4.0 if c.isalpha() else 5.0


def _count_one_more(counts: dict[str, int], text: str) -> int:
    counts[text] = count = counts.get(text, 0) + 1
    return count


def _describe_signatures(
    signatures: Sequence[str], words: Floats, linked: Floats, running: Floats, all_running: float
) -> list[Any]:
    """About the blocks with the same signature: how many there are, and how much text they hold.

    In order: their number, their share of the running text, the linked share of their words, whether they hold the most
    running text of the page, their words a block.
    """
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(signature, len(numbers)) for signature in signatures])
    counts, words_held, running_held = np.bincount(ids), np.bincount(ids, words), np.bincount(ids, running)
    return [
        np.log1p(counts[ids]),
        running_held[ids] / all_running,
        np.bincount(ids, words * linked)[ids] / np.maximum(1, words_held[ids]),
        (ids == int(running_held.argmax())),
        words_held[ids] / np.maximum(1, counts[ids]),
    ]


def _shift_to_neighbours(rows: Floats) -> list[Floats]:
    """The rows as each neighbour of a block has them; -1 where there is none."""
    n, farthest = rows.shape[1], max(_NEIGHBOURS)
    padded = np.full((len(rows), n + 2 * farthest), -1, np.float32)
    padded[:, farthest : farthest + n] = rows
    return [padded[:, farthest + shift : farthest + shift + n] for shift in _NEIGHBOURS]


def _average_windows(rows: Floats) -> list[NDArray[np.float64]]:
    """The means of each row over windows around each block."""
    n = rows.shape[1]
    sums = np.zeros((len(rows), n + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    numbers = np.arange(n)
    means = []
    for half in _HALF_WINDOWS:
        low, high = np.maximum(numbers - half, 0), np.minimum(numbers + half + 1, n)
        means.append((sums[:, high] - sums[:, low]) / (high - low))
    return means


def _measure_distances(running: Floats) -> list[Any]:
    """How many blocks away the nearest running text before each block is, and the nearest after it; at most 99."""
    n = len(running)
    numbers = np.arange(n)
    before = np.maximum.accumulate(np.where(running > 0, numbers, -100))
    after = np.minimum.accumulate(np.where(running > 0, numbers, n + 100)[::-1])[::-1]
    before, after = np.concatenate([[-100], before[:-1]]), np.concatenate([after[1:], [n + 100]])
    return [np.minimum(99, numbers - before), np.minimum(99, after - numbers)]
