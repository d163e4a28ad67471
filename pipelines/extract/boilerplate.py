"""A site's memory: blocks that recur on its pages, which are no part of any one article."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cundang.model.boilerplate import LEAST_PAGES, LEAST_SHARE, Boilerplate
from cundang.text.dates import DAY
from cundang.text.fold import fold
from pipelines.extract.blocks import Block
from pipelines.extract.features import words_in

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_DIGITS = 0.25  # of the characters of a text that is the same with other digits
_DOUBTFUL = 0.9  # less likely than that, the classifier is not sure of a block: it goes if it stands on two pages
_LEAD = 2  # blocks of running text after the headline that are never taken out
_LONG = 80  # characters of such a block, a CJK character as two
_MOST_GONE = 0.5  # of the text that the classifier is sure of
_LEAST_LIKELY = 0.2  # what is less likely is not read as text anyway


def block_key(text: str) -> str:
    """What a block is remembered by: its text on one line, letters folded, digits masked; hashed. Digits tell texts
    apart where they are much of one, where they are a date, and in running text: the weather is told in the same words
    every day.

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


def find_candidates(blocks: Sequence[Block], likely: NDArray[np.float32], title: int) -> tuple[str, ...]:
    """The texts of a page that its site's memory should count."""
    return tuple(dict.fromkeys(blocks[number].line for number in _forgettable(blocks, likely, title)))


def _forgettable(blocks: Sequence[Block], likely: NDArray[np.float32], title: int) -> Iterator[int]:
    """The blocks that may be taken for furniture: likely enough to be read as text at all, but not headline or lead,
    not what stands on the page several times ("Pros", "Cons": headings of the parts of an article), and not without a
    letter beside a date ("1.", "2014年2月28日")."""
    lead = 0
    times = Counter(block.text for block in blocks)
    for number in np.flatnonzero(likely > _LEAST_LIKELY).tolist():
        text = blocks[number].text
        if number == title or times[text] > 1 or not _says(text):
            continue
        if lead < _LEAD and likely[number] > 0.5 and _is_long(text):
            lead += 1
            continue
        yield number


def _is_long(text: str) -> bool:
    return len(text) > _LONG or (not text.isascii() and len(text) + words_in(text) > _LONG)


def _says(text: str) -> bool:
    """Whether there is a letter in a text, beside those of a date."""
    if len(text) > _LONG:
        return True
    return _LETTER.search(DAY.sub("", fold(text)) if _DIGITS.search(text) else text) is not None


def weigh(
    boilerplate: Boilerplate, blocks: Sequence[Block], likely: NDArray[np.float32], title: int
) -> NDArray[np.float32]:
    """How likely each block belongs to the article, given what is remembered: not at all if it recurs, or if it
    stands on two pages and the classifier is not sure of it. The headline and the lead are never taken out, and
    nothing where most of the text that it is sure of recurs: that is an article at several addresses."""
    weighed = likely.copy()
    for number in _forgettable(blocks, likely, title):
        known = block_key(blocks[number].text)
        if known in boilerplate.keys or (known in boilerplate.twice and likely[number] < _DOUBTFUL):
            weighed[number] = 0.0
    sure = likely >= _DOUBTFUL
    sizes = np.array([len(block.text) for block in blocks])
    gone = sizes[sure & (weighed == 0.0)].sum()
    return likely if gone > _MOST_GONE * sizes[sure].sum() else weighed


def find_recurring(pages: Iterable[Iterable[str]]) -> Boilerplate:
    """The memory that some pages of a site give, each as the keys of its blocks."""
    counts: Counter[str] = Counter()
    shown = 0
    for keys in pages:
        shown += 1
        counts.update(set(keys))
    share = LEAST_SHARE * shown
    often = {found for found, times in counts.items() if times >= max(LEAST_PAGES, share)}
    twice = {found for found, times in counts.items() if times >= max(2, share)}
    return Boilerplate(frozenset(often), frozenset(twice - often))
