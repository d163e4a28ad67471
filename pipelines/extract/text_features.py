"""The features of what blocks say: their words, the words of the headline in them, and texts that stood earlier.

Each function gives rows with one number for each block; `texts` are those of all blocks, each on one line.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.context_features import Paths
from pipelines.extract.vocabulary import Vocabulary, split_text

_LEVELS = 2  # innermost ancestors whose words are taken together
_LINK = 0.9  # of a block's characters in links
_SHORT = 12  # words of a line that may be the heading of what follows the article
_LOW = -2.0  # log odds; such a line says that something else begins
_START = 24  # characters; a teaser begins as its article does
_MOST_TITLE_WORDS = 16
_LONGEST = 1000  # characters of a text that are searched for them

Rows = NDArray[np.float32]


def describe_words(
    vocabulary: Vocabulary, texts: Sequence[str], paths: Paths, words: Rows, linked: Rows, headline: int
) -> tuple[list[Any], Rows]:
    """The log odds of the words that blocks begin with, and their means; 0 for links, which need no words to be told.

    In order: lowest, highest, mean, number of known words, and that of the text as a whole; the mean over the block's
    innermost ancestors, one by one; how many short lines of low odds have passed since the headline, and how many
    blocks ago the last was. The means are given by themselves too.
    """
    n = len(texts)
    are_links = (linked > _LINK).tolist()
    odds = vocabulary.read_texts(["" if is_link else text for text, is_link in zip(texts, are_links, strict=True)])
    mean, known, whole = odds.mean, odds.known, odds.whole
    means = []
    for ancestor in paths.innermost(_LEVELS).T:
        held = np.bincount(ancestor, known)
        means.append((np.bincount(ancestor, mean * known) / np.maximum(1, held))[ancestor])
    says_other = (words <= _SHORT) & (np.where(whole < 0, whole, mean) < _LOW)
    passed = np.cumsum(says_other)
    numbers = np.arange(n)
    last = np.maximum.accumulate(np.where(says_other, numbers, -100))
    passed = np.maximum(0, passed - (passed[headline] if headline >= 0 else 0))
    return [*odds, *means, np.log1p(passed), np.minimum(99, numbers - last)], mean


def describe_headline_words(
    texts: Sequence[str], headline: int, paths: Paths, running: Rows, beyond: NDArray[np.int32]
) -> list[Any]:
    """How many words of the headline the blocks of running text have: each block, and its branch.

    The branch is its outermost ancestor that is not around the article. In order: of the block, of the branch for 100
    of its words of running text; the branch's share of all running text. -1 where there is no headline.
    """
    n = len(texts)
    branch = beyond[np.arange(n), (beyond > 0).argmax(axis=1)]
    held = np.bincount(branch, running)[branch]
    share = held / max(1.0, float(running.sum()))
    title = list(dict.fromkeys(split_text(texts[headline])))[:_MOST_TITLE_WORDS] if headline >= 0 else []
    title = [word for word in title if len(word) > 3 or not word.isascii()]
    if not title:
        return [np.full(n, -1), np.full(n, -1), share]
    hits = np.zeros(n)
    for number in np.flatnonzero(running).tolist():
        text = texts[number][:_LONGEST].lower()
        hits[number] = sum(word in text for word in title) / len(title)
    in_branch = np.bincount(branch, hits)[branch]
    return [hits, 100 * in_branch / np.maximum(20, held), share]


def describe_repeats(texts: Sequence[str], running: Rows) -> list[Any]:
    """About texts that begin as others do: how many did before and do on the page, and the share of the running text
    around the block that did before, and that does after."""
    n = len(texts)
    starts = [text[:_START] if len(text) >= _START else "" for text in texts]
    ids = dict.fromkeys(["", *starts])
    if len(ids) + starts.count("") > n:  # none twice
        return [np.zeros(n)] * 4
    ids = {start: number for number, start in enumerate(ids)}
    own = np.fromiter(map(ids.__getitem__, starts), np.int64, n)
    counts = np.bincount(own)
    order = np.argsort(own, kind="stable")
    before = np.empty(n, np.int64)
    before[order] = np.arange(n) - np.repeat(np.cumsum(counts) - counts, counts)
    total = np.where(own > 0, counts[own], 0)
    before = np.where(own > 0, before, 0)
    rows: list[Any] = [before, total]
    sums = np.concatenate([[0], np.cumsum(running)])
    numbers = np.arange(n)
    low, high = np.maximum(numbers - 5, 0), np.minimum(numbers + 6, n)
    around = np.maximum(1, sums[high] - sums[low])
    for repeated in (before > 0, total > before + 1):
        of_repeated = np.concatenate([[0], np.cumsum(running * repeated)])
        rows.append((of_repeated[high] - of_repeated[low]) / around)
    return rows


def describe_code(texts: Sequence[str]) -> list[Any]:
    """How much of each text is signs of code: quotes, brackets and colons as in JSON, for 10 characters."""
    signs = (
        (text.count('":') + text.count("{") + text.count("}") + text.count("=>") + text.count("&quot;")) / len(text)
        if "{" in text or '":' in text
        else 0.0
        for text in texts
    )
    return [10 * np.fromiter(signs, np.float32, len(texts))]
