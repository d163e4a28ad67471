"""Several pages, one article."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from cundang.model.article import Found
from pipelines.extract.pager import sort_pages


def join(addresses: Sequence[str], parts: Sequence[Found]) -> Found:
    """Join what was found on the pages of an article: the first one's metadata, all texts, what they repeat only once.

    The texts come in the order of the numbers in the addresses, or as they were given where these have none.
    `next_pages` are then the pages that some page links and that are not among `addresses`, or that have the text of a
    page before: a server that knows no second page often answers with the first again.
    """
    linked = dict.fromkeys(url for part in parts for url in part.next_pages)
    first_with = {part.text: address for address, part in reversed(list(zip(addresses, parts, strict=True)))}
    repeated = {address for address, part in zip(addresses, parts, strict=True) if first_with[part.text] != address}
    missing = tuple(url for url in linked if url not in addresses or url in repeated)
    if len(parts) == 1:
        return replace(parts[0], next_pages=missing)
    ordered = [parts[place] for place in sort_pages(addresses)]
    images = dict.fromkeys(image for part in ordered for image in part.images)
    attachments = {each.url: each for part in reversed(ordered) for each in reversed(part.attachments)}
    return replace(
        parts[0],
        text=_join_texts([part.text for part in ordered]),
        images=tuple(images),
        attachments=tuple(reversed(attachments.values())),
        next_pages=missing,
        ends=all(part.ends for part in parts),
    )


def _join_texts(texts: Sequence[str]) -> str:
    """Join texts in order, and leave out what they repeat.

    What a page begins with like the one before (a headline) stays on the first, what it ends with like the next
    (editors, recommendations) on the last. A page that is the same as one before goes.
    """
    parts = [text.split("\n\n") for text in dict.fromkeys(texts)]
    unique = [list(part) for part in parts]
    for this, following in pairwise(range(len(parts))):
        head = _count_same(parts[this], parts[following])
        tail = _count_same(parts[this][::-1], parts[following][::-1])
        unique[following] = unique[following][head:]
        unique[this] = unique[this][: len(unique[this]) - tail]
    return "\n\n".join(paragraph for part in unique for paragraph in part)


def _count_same(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the paragraphs that two texts have in common from the beginning on."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
