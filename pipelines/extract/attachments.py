"""The attachments (附件) of an article: the links in its text, and in lists directly below it, that lead to files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from cundang.model.article import Attachment
from cundang.text.address import encode_address, is_web, join
from cundang.text.file_address import find_file_name, may_lead_to_file
from pipelines.extract.blocks import Block
from pipelines.extract.hints import BITS, read_hints
from pipelines.extract.tree import Element, text_of, to_line

# What announces attachments below a text, where their links do not have the names of files.
_ANNOUNCED = re.compile(r"附\s?[件表图圖录錄:：\d一二三]|下[载載]|相[关關]文[件档檔]|原文|全文")
_END_HINTS = BITS["footer"] | BITS["nav"]
_LEVELS = 3  # elements around the text beside which lists of attachments are looked for
_BESIDE = 4  # elements that follow one of them
_BLOCKS_BELOW = 12
_LONGEST_BETWEEN = 40  # characters between a text and the list of its attachments: who issued it, a day, a button
_MOST_BETWEEN = 3  # such blocks


def make_attachments(links: Iterable[Element], base: str) -> tuple[Attachment, ...]:
    """Make the attachments of some links: those that lead to files, in order, each address once."""
    names: dict[str, tuple[str, str]] = {}  # by address: what the page calls it, and its file name
    for link in links:
        if name := _find_name(link):
            href, text = _read(link)
            url = encode_address(join(base, href))
            if is_web(url):
                names[url] = (names.get(url, ("", ""))[0] or text, name)
    return tuple(Attachment(url, text or name) for url, (text, name) in names.items())


def name_attachments(links: Iterable[Element], base: str) -> Iterator[Attachment]:
    """Make attachments of links that are known to lead to files, whatever their addresses look like."""
    for link in links:
        href, text = _read(link)
        url = encode_address(join(base, href)) if href else ""
        if is_web(url):
            yield Attachment(url, text or find_file_name(href) or url)


def find_links_below(body: Element) -> Iterator[Element]:
    """Find the links in the lists of attachments below the element of a text: beside it, or beside what it is in."""
    siblings = list(_iterate_siblings(body))
    files = [[link for link in sibling.iter("a") if _find_name(link)] for sibling in siblings]
    heading = to_line(body.tail) if any(files) else ""
    for sibling, found in zip(siblings, files, strict=True) if any(files) else ():
        text = text_of(sibling)
        if _is_end(sibling) or (not found and len(text) > _LONGEST_BETWEEN):
            return
        is_announced = _is_announcing(heading) or _is_announcing(text)
        if 2 * len(found) >= sum(1 for _ in sibling.iter("a")):  # else a list of other pages, one of them a file
            yield from (link for link in found if is_announced or _is_named(link))
        heading = (heading or text if is_announced else "") if found else text  # the list goes on, or begins


def _iterate_siblings(body: Element) -> Iterator[Element]:
    element: Element | None = body
    for _ in range(_LEVELS):
        if element is None or element.tag == "body":
            return
        yield from islice(element.itersiblings(), _BESIDE)
        element = element.getparent()


def find_block_links(
    links: Sequence[tuple[int, Element]], blocks: Sequence[Block], first: int, last: int
) -> Iterator[tuple[int, Element]]:
    """Find the links to files between the first and the last block of a text, and in lists of attachments below it.

    `links` are those of the page, each with the number of the block that it stands in, and so is what comes back.
    """
    below: dict[int, list[Element]] = {}
    for number, link in links:
        if first <= number <= last + _BLOCKS_BELOW and _find_name(link):
            if number <= last:
                yield number, link
            else:
                below.setdefault(number, []).append(link)
    between, heading = 0, ""
    for number in range(last + 1, max(below, default=last) + 1):
        line = blocks[number].line if number < len(blocks) else ""
        is_announced = _is_announcing(heading) or _is_announcing(line)
        if number < len(blocks) and blocks[number].hints & _END_HINTS:
            return
        if number in below:
            yield from ((number, link) for link in below[number] if is_announced or _is_named(link))
            heading = heading or line if is_announced else ""  # of the whole list
        elif len(line) > _LONGEST_BETWEEN or (between := between + 1) > _MOST_BETWEEN:
            return
        else:
            heading = line


def _read(link: Element) -> tuple[str, str]:
    """The address of a link as it stands there, without its fragment, and its name: its text, else its title."""
    href = (link.get("href") or "").strip().partition("#")[0]
    return href, text_of(link) or (link.get("title") or link.get("download") or "").strip()


def _is_announcing(text: str) -> bool:
    return _ANNOUNCED.search(text[:_LONGEST_BETWEEN]) is not None


def _is_end(element: Element) -> bool:
    """Whether an element is a footer, a menu or a side column, by its tag or its names."""
    return element.tag in ("footer", "nav", "aside") or bool(
        read_hints(f"{element.get('class', '')} {element.get('id', '')}") & _END_HINTS
    )


def _find_name(link: Element) -> str:
    return find_file_name(*_read(link)) if may_lead_to_file(link.get("href") or "") else ""


def _is_named(link: Element) -> bool:
    """Whether a link shows the name of a file."""
    return any(
        find_file_name(f"/{value.strip()}")
        for value in (text_of(link), link.get("title"), link.get("download"))
        if value
    )
