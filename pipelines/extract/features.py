"""What a block classifier sees of a page: numbers about each block, its neighbours and the elements around it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cundang.text.fold import CJK
from pipelines.extract.blocks import PageBlocks
from pipelines.extract.context_features import (
    around,
    branch,
    brothers,
    headings,
    main_text,
    named,
    parted,
    passed,
    paths,
    running_words,
)
from pipelines.extract.hints import HINTS
from pipelines.extract.text_stats import count_characters
from pipelines.extract.vocabulary import Vocabulary

Floats = NDArray[np.float32]

_CJK = re.compile(f"[{CJK}]")
_LONGEST = 50_000  # characters of a block that are looked at; a text node of 10 MB took 10 s
_SHORT = 300  # characters; in longer texts digits and capitals say little
_BITS = len(HINTS) + 1
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_HALF_WINDOWS = (2, 7, 20)  # blocks to each side over which means are taken


def words_in(text: str) -> int:
    """The length of a text in words; a CJK character counts as one."""
    if text.isascii():
        return len(text.split())
    return len(_CJK.findall(text)) + len(_CJK.sub(" ", text).split())


def compute_features(walked: PageBlocks, vocabulary: Vocabulary, title: int, description: str, body: str) -> Floats:
    """One row a block. `title` is the number of the block that is the headline, or -1; `description` and `body` are
    what the page's metadata tell of its text, squeezed. The last columns are those of the vocabulary."""
    blocks, elements = walked.blocks, walked.elements
    n = len(blocks)
    whole, lines, in_links, in_bold, tags, bits, near, depths, within, signatures, images, _ = zip(*blocks, strict=True)
    texts = lines
    if max(map(len, whole)) > _LONGEST:
        texts = tuple(" ".join(text[:_LONGEST].split()) for text in whole)
    words, stops, commas, ends, digits, capitals = count_characters(texts)
    length, size = _floats(map(len, texts), n), _floats(map(len, whole), n)
    linked, bold = _floats(in_links, n) / size, _floats(in_bold, n) / size
    tag, depth, pictures = _floats(tags, n), _floats(depths, n), _floats(images, n)
    breaks = _floats((text.count("\v") for text in whole), n)
    is_short = length < _SHORT
    digit_share = np.where(is_short, digits, 0) / np.maximum(1, length)
    capital_share = np.where(is_short, capitals, 0) / np.maximum(1, words)
    marks = _floats((("©" in text) + 2 * (text[-1:] in ":：") + 4 * ("|" in text) for text in texts), n)
    marks = np.where(is_short, marks, 0)
    first = _floats(map(_first, texts), n)
    seen: dict[str, int] = {}
    repeats = _floats((_count(seen, text) for text in texts), n)
    again = _floats(map(seen.__getitem__, texts), n)
    in_body = np.full(n, -1, np.float32)
    if body:
        in_body = _floats((text[:40] in body if len(text) > 20 else text in body for text in texts), n)
    in_description = np.zeros(n, np.float32)
    if description:
        start = description[:40]
        in_description = _floats((len(text) > 15 and (text[:40] in description or start in text) for text in texts), n)

    total = max(1.0, float(words.sum()))
    running = running_words(words, linked)
    all_running = max(1.0, float(running.sum()))
    before, place = np.cumsum(running) - running, np.arange(n, dtype=np.float32)
    log_words, share = np.log1p(words), running / all_running
    own = [
        log_words, length / np.maximum(1, words), linked, bold, stops, stops / np.maximum(1, words), commas / np.maximum(1, words),
        ends, first, digit_share, capital_share, marks, repeats, again, in_body, in_description, tag, depth, breaks,
        place / n, np.log1p(place), np.log1p(n - place), before / all_running, (all_running - before - running) / all_running,
        np.full(n, np.log1p(total)), np.full(n, np.log1p(all_running)), np.full(n, all_running / total), np.full(n, np.log1p(n)),
        np.clip(place - title, -50, 200) if title >= 0 else np.full(n, 300), pictures - np.concatenate([[0], pictures[:-1]]),
        before - before[title] if title >= 0 else before,
    ]  # fmt: skip
    said = [vocabulary.of(element.name) for element in elements]
    place_in_page = paths(within)
    top = main_text(place_in_page, running, title)
    shared, beyond = parted(place_in_page, top)
    basic = np.stack([log_words, linked, ends, stops, tag, depth, share])
    wide = np.stack([log_words, linked, share])
    groups = [
        np.stack(own),
        _bits(bits),
        _bits(near),
        np.stack(around(place_in_page, words, linked, running, total, all_running)),
        np.stack(_signatures(signatures, words, linked, running, all_running)),
        *_neighbours(basic),
        (depth - np.concatenate([[-1], depth[:-1]]))[None],
        *_means(wide),
        np.stack(_until(running)),
        np.stack(branch(place_in_page, elements, shared, beyond)),
        np.stack(headings(place_in_page, tag, linked, title, top, shared)),
        passed(near, title),
        np.stack(brothers(place_in_page, elements, said, running)),
        np.stack(named(place_in_page, said, beyond)),
    ]
    return np.concatenate(groups, dtype=np.float32, casting="same_kind").T


def _floats(numbers: Iterable[float], n: int) -> Floats:
    return np.fromiter(numbers, np.float32, n)


def _bits(hints: Sequence[int]) -> NDArray[np.int64]:
    """A row for each kind of thing that is hinted at."""
    return (np.array(hints, np.int64) >> np.arange(_BITS)[:, None]) & 1


def _first(text: str) -> float:
    c = text[:1]
    return 1.0 if c.isupper() else 2.0 if c.islower() else 3.0 if c.isdigit() else 4.0 if c.isalpha() else 5.0


def _count(seen: dict[str, int], text: str) -> int:
    seen[text] = number = seen.get(text, 0) + 1
    return number


def _signatures(
    signatures: Sequence[str], words: Floats, linked: Floats, running: Floats, all_running: float
) -> list[Any]:
    """About the blocks of the same tags and classes: how many, how much of the running text, how much of them linked."""
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(signature, len(numbers)) for signature in signatures])
    held = np.bincount(ids, words)
    run = np.bincount(ids, running)
    return [
        np.log1p(np.bincount(ids)[ids]), run[ids] / all_running, np.bincount(ids, words * linked)[ids] / np.maximum(1, held[ids]),
        (ids == int(run.argmax())), held[ids] / np.maximum(1, np.bincount(ids)[ids]),
    ]  # fmt: skip


def _neighbours(rows: Floats) -> list[Floats]:
    """The rows as each neighbour of a place has them; -1 where there is none."""
    n, far = rows.shape[1], max(_NEIGHBOURS)
    padded = np.full((len(rows), n + 2 * far), -1, np.float32)
    padded[:, far : far + n] = rows
    return [padded[:, far + shift : far + shift + n] for shift in _NEIGHBOURS]


def _means(rows: Floats) -> list[NDArray[np.float64]]:
    """Each row's means over windows around each place."""
    n = rows.shape[1]
    sums = np.zeros((len(rows), n + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    places = np.arange(n)
    means = []
    for half in _HALF_WINDOWS:
        low, high = np.maximum(places - half, 0), np.minimum(places + half + 1, n)
        means.append((sums[:, high] - sums[:, low]) / (high - low))
    return means


def _until(running: Floats) -> list[Any]:
    """How many blocks away the nearest running text before a block is, and the nearest after it; at most 99."""
    n = len(running)
    places = np.arange(n)
    before = np.maximum.accumulate(np.where(running > 0, places, -100))
    after = np.minimum.accumulate(np.where(running > 0, places, n + 100)[::-1])[::-1]
    before, after = np.concatenate([[-100], before[:-1]]), np.concatenate([after[1:], [n + 100]])
    return [np.minimum(99, places - before), np.minimum(99, after - places)]
