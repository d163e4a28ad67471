"""Whether what the generic extractor took for an article is a listing: a page of links or teasers without a text."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cundang.text.address import path_of
from pipelines.extract.blocks import Block
from pipelines.extract.teasers import are_nothing_but_teasers, measure
from pipelines.extract.tree import Element

# The figures part 35 listings from 2200 articles (docs/sites-review.md); the nearest article stands behind each.
_MOST_LINKED = 0.65  # of the text; 0.61
_MANY = 12  # blocks; a picture story of ten captions has 10
_SCATTERED = 0.6  # of them with something else between: 0.4 of those of an article are that with advertisements
_SEPARATE = 0.8  # of them in a box of their own
_WHOLE = 0.6  # of the text in blocks that end with a sentence; teasers are cut off
_MOST_LINKED_PAGE = 0.7
_SENTENCE_ENDS = re.compile(r"[。！？…」”；：.!?;:]\W*$")
# ...[详细]: the beginning of a text that stands elsewhere.
_CUT_OFF = re.compile(
    r"(?:…|\.{3})\s{0,3}[\[【(（]?(?:详细|详情|全文|阅读全文|查看全文|更多|Read more|Continue reading)\W{0,3}$",
    re.IGNORECASE,
)
_DIRECTORY = re.compile(r"(?:/[a-z]{2,12}){1,2}/", re.IGNORECASE)  # /shipin/, /news/local/


def explain_listing(
    url: str, blocks: Sequence[Block], chosen: Sequence[int], links: Sequence[tuple[int, Element]], headline: int
) -> str:
    """Explain why a page is a listing, given the numbers of the blocks taken for its article; empty where it is none.

    A listing is mostly links; or many teasers, each in a box of its own and cut off; or a page of links at the address
    of a folder, whose imprint was taken for its text; or nothing but teasers. `links` are as in PageBlocks,
    `headline` is the number of the headline's block, or -1.
    """
    text = [blocks[number] for number in chosen]
    if all(_CUT_OFF.search(block.text[-40:]) for block in text):
        return "nothing but teasers: the text stands elsewhere"
    if _measure_linked_share(text) > _MOST_LINKED:
        return "mostly links: a list or a front page"
    if len(chosen) >= _MANY:
        scattered = sum(after - before > 1 for before, after in pairwise(chosen)) / len(chosen)
        boxes = len({block.ancestors[-2:-1] for block in text}) / len(chosen)
        whole = sum(measure(block) for block in text if _SENTENCE_ENDS.search(block.text.strip()[-3:]))
        if scattered > _SCATTERED and boxes > _SEPARATE and whole < _WHOLE * sum(map(measure, text)):
            return "scattered teasers: a list or a forum"
    if _DIRECTORY.fullmatch(path_of(url)) and _measure_linked_share(blocks) > _MOST_LINKED_PAGE:
        return "a page of links at the address of a folder"
    if are_nothing_but_teasers(blocks, chosen, links, headline):
        return "teasers of other pages, with nothing before them: a list"
    return ""


def _measure_linked_share(blocks: Sequence[Block]) -> float:
    """The share of a text that is in links, white space left out."""
    return measure_links(blocks) / max(1, sum(map(measure, blocks)))


def measure_links(blocks: Iterable[Block]) -> int:
    """Count the characters in links that are no white space."""
    return sum(min(block.linked, measure(block)) for block in blocks)
