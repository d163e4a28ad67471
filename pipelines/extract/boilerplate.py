"""A site's memory: blocks that recur on its pages, which are boilerplate and no part of any one article."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cundang.model.boilerplate import LEAST_PAGES, LEAST_SHARE, Boilerplate
from cundang.text.calendars import DAY
from cundang.text.fold import fold
from pipelines.extract.blocks import Block
from pipelines.extract.text_stats import count_words

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_DIGITS = 0.25  # of the characters of a text that is the same with other digits
_DOUBTFUL = 0.9  # below this probability the classifier is not sure of a block: it goes if it stands on two pages
_LEAD = 2  # blocks of running text after the headline that are never taken out
_LONG = 80  # characters of such a block, a CJK character as two
_MOST_REMOVED = 0.5  # of the text that the classifier is sure of
_LEAST_LIKELY = 0.2  # less probable blocks are not read as text anyway


def block_key(text: str) -> str:
    """What a block is remembered by: a hash of its text on one line, its letters folded, its digits masked.

    The digits stay where they are much of the text, where they are a date, and in running text: the weather is reported
    in the same words every day.

    >>> block_key("Read 12 comments") == block_key(" read 7 COMMENTS")
    True
    >>> block_key("Order No. 388 (2014)") == block_key("Order No. 112 (2013)")
    False
    >>> block_key("May 2, 2024, Bonn:") == block_key("May 3, 2024, Bonn:")
    False
    """
    text = " ".join(text.split()).casefold()
    digits = sum(map(len, _DIGITS.findall(text)))
    if 0 < digits <= _MOST_DIGITS * len(text) and not _is_long(text) and not DAY.search(fold(text)):
        text = _DIGITS.sub("0", text)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def find_candidates(blocks: Sequence[Block], probabilities: NDArray[np.float32], headline: int) -> tuple[str, ...]:
    """Find the texts of a page that its site's memory should count, as they may be boilerplate."""
    numbers = _iterate_candidates(blocks, probabilities, headline)
    return tuple(dict.fromkeys(blocks[number].line for number in numbers))


def _iterate_candidates(blocks: Sequence[Block], probabilities: NDArray[np.float32], headline: int) -> Iterator[int]:
    """The numbers of the blocks that may be boilerplate: probable enough to be read as text at all.

    Never among them: the headline and the lead; what stands on the page several times ("Pros", "Cons": headings of the
    parts of an article); what has no letter beside a date ("1.", "2014年2月28日").
    """
    lead = 0
    times = Counter(block.text for block in blocks)
    for number in np.flatnonzero(probabilities > _LEAST_LIKELY).tolist():
        text = blocks[number].text
        if number == headline or times[text] > 1 or not _has_letters(text):
            continue
        if lead < _LEAD and probabilities[number] > 0.5 and _is_long(text):
            lead += 1
            continue
        yield number


def _is_long(text: str) -> bool:
    return len(text) > _LONG or (not text.isascii() and len(text) + count_words(text) > _LONG)


def _has_letters(text: str) -> bool:
    """Whether there is a letter in a text, beside those of a date."""
    if len(text) > _LONG:
        return True
    return _LETTER.search(DAY.sub("", fold(text)) if _DIGITS.search(text) else text) is not None


def suppress_boilerplate(
    memory: Boilerplate, blocks: Sequence[Block], probabilities: NDArray[np.float32], headline: int
) -> NDArray[np.float32]:
    """Set the probability of boilerplate to 0: of blocks that recur on the site.

    Where the classifier is not sure of a block, it is enough that it stands on two pages. The headline and the lead
    always stay. Everything stays where most of the text that the classifier is sure of recurs: that is an article at
    several addresses.
    """
    suppressed = probabilities.copy()
    for number in _iterate_candidates(blocks, probabilities, headline):
        key = block_key(blocks[number].text)
        if key in memory.keys or (key in memory.twice and probabilities[number] < _DOUBTFUL):
            suppressed[number] = 0.0
    is_sure = probabilities >= _DOUBTFUL
    sizes = np.array([len(block.text) for block in blocks])
    removed = sizes[is_sure & (suppressed == 0.0)].sum()
    return probabilities if removed > _MOST_REMOVED * sizes[is_sure].sum() else suppressed


def find_recurring(keys_of_pages: Iterable[Iterable[str]]) -> Boilerplate:
    """Find what recurs on some pages of a site, each given by the keys of its blocks."""
    counts: Counter[str] = Counter()
    pages = 0
    for keys in keys_of_pages:
        pages += 1
        counts.update(set(keys))
    share = LEAST_SHARE * pages
    often = {key for key, times in counts.items() if times >= max(LEAST_PAGES, share)}
    twice = {key for key, times in counts.items() if times >= max(2, share)}
    return Boilerplate(frozenset(often), frozenset(twice - often))
