"""A site's memory: blocks that recur on its pages, which are no part of any one article."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.walk import Block

LEAST_PAGES = 3  # at two, 15 of 2,107 paragraphs of articles were taken for furniture; at three 4
LEAST_SHARE = 0.02  # of the pages a site has shown
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LEAD = 2  # blocks of running text after the headline that are never taken out
_LEAST_LIKELY = 0.2  # what is less likely is not read as text anyway


def key(text: str) -> str:
    """What a block is remembered by: its text on one line, letters folded, digits masked; hashed.

    >>> key("Read 12 comments") == key(" read 7 COMMENTS")
    True
    """
    masked = _DIGITS.sub("0", " ".join(text.split()).casefold())
    return hashlib.blake2b(masked.encode("utf-8", "replace"), digest_size=8).hexdigest()


def candidates(blocks: Sequence[Block], likely: NDArray[np.float32], title: int) -> tuple[str, ...]:
    """The texts of a page that its site's memory should count."""
    return tuple(dict.fromkeys(blocks[number].line for number in _forgettable(blocks, likely, title)))


def _forgettable(blocks: Sequence[Block], likely: NDArray[np.float32], title: int) -> Iterator[int]:
    """The blocks that may be taken for furniture: likely enough to be read as text at all, but not headline or lead,
    not what stands on the page several times ("Pros", "Cons": headings of the parts of an article), and not without a
    letter ("1." and "2.", their digits masked, are the same text on every page that numbers)."""
    lead = 0
    times = Counter(block.text for block in blocks)
    for number in np.flatnonzero(likely > _LEAST_LIKELY).tolist():
        text = blocks[number].text
        if number == title or times[text] > 1 or not _LETTER.search(text):
            continue
        if lead < _LEAD and likely[number] > 0.5 and len(text) > 80:
            lead += 1
            continue
        yield number


@dataclass(frozen=True, slots=True)
class Memory:
    """The keys of the blocks that recur on the pages of one site."""

    keys: frozenset[str]

    def weigh(self, blocks: Sequence[Block], likely: NDArray[np.float32], title: int) -> NDArray[np.float32]:
        """How likely each block belongs to the article, given what is remembered: not at all if it recurs. The headline
        and the lead are never taken out."""
        weighed = likely.copy()
        for number in _forgettable(blocks, likely, title):
            if key(blocks[number].text) in self.keys:
                weighed[number] = 0.0
        return weighed


def recurring(pages: Iterable[Iterable[str]]) -> Memory:
    """The memory that some pages of a site give, each as the keys of its blocks."""
    counts: Counter[str] = Counter()
    shown = 0
    for keys in pages:
        shown += 1
        counts.update(set(keys))
    least = max(LEAST_PAGES, LEAST_SHARE * shown)
    return Memory(frozenset(found for found, pages_with_it in counts.items() if pages_with_it >= least))
