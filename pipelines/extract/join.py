"""Several pages, one article."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from cundang.model.article import Found
from pipelines.extract.pager import sort_pages


def join(addresses: Sequence[str], pages: Sequence[Found]) -> Found:
    """Join the pages of an article: the first one's metadata, all texts, what every page repeats only once.

    The texts come in the order of the numbers in the addresses, or as they were given where these have none.
    `next_pages` are then the pages that some page links and that are not among `addresses`, or that have the text of a
    page before: a server that knows no second page often answers with the first again.
    """
    linked = dict.fromkeys(url for page in pages for url in page.next_pages)
    first_with = {page.text: address for address, page in reversed(list(zip(addresses, pages, strict=True)))}
    repeated = {address for address, page in zip(addresses, pages, strict=True) if first_with[page.text] != address}
    missing = tuple(url for url in linked if url not in addresses or url in repeated)
    if len(pages) == 1:
        return replace(pages[0], next_pages=missing)
    ordered = [pages[place] for place in sort_pages(addresses)]
    images = dict.fromkeys(image for page in ordered for image in page.images)
    return replace(
        pages[0],
        text=_join_texts([page.text for page in ordered]),
        images=tuple(images),
        next_pages=missing,
        ends=all(page.ends for page in pages),
    )


def _join_texts(texts: Sequence[str]) -> str:
    """Join texts in order, and leave out what they repeat.

    What a page begins with like the one before (a headline) stays on the first, what it ends with like the next
    (editors, recommendations) on the last. A page that is the same as one before goes.
    """
    pages = [text.split("\n\n") for text in dict.fromkeys(texts)]
    kept = [list(page) for page in pages]
    for this, following in pairwise(range(len(pages))):
        head, tail = _count_same(pages[this], pages[following]), _count_same(pages[this][::-1], pages[following][::-1])
        kept[following] = kept[following][head:]
        kept[this] = kept[this][: len(kept[this]) - tail]
    return "\n\n".join(paragraph for page in kept for paragraph in page)


def _count_same(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the paragraphs that two pages have in common from the beginning on."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
