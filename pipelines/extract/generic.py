"""Extraction from a page of no known layout: its blocks of text, those that a classifier takes for the article, and
the metadata around them."""

import contextlib
import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cundang.model.article import Found, Image
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.text.address import host_of, join, path_of
from cundang.text.tracking import parse_tracking_number
from pipelines.extract.blocks import TAGS, Block, read_blocks
from pipelines.extract.boilerplate import find_candidates, weigh
from pipelines.extract.fallback_parser import flatten, is_text_lost, reveal
from pipelines.extract.features import compute_features, words_in
from pipelines.extract.json_ld import find_clues, read_json_ld, read_metas, squeeze_key
from pipelines.extract.listing import explain_listing
from pipelines.extract.metadata import read_metadata
from pipelines.extract.model import likelihood, load
from pipelines.extract.page_view import PageView
from pipelines.extract.tree import EMPTY_LINES, Element, base_of, line, parse, select, text_of, trimmed

_LIKELY = 0.47  # found by cross-validation over hosts, see docs/extraction.md
_LEAST_WORDS = 40  # a brief has a hundred; less is a page that lost its text
_MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"Copyright|版权所有|All rights reserved", re.IGNORECASE)
_FILED = re.compile(r"ICP\s{0,3}[备備证証]")  # the filing number in the footer of each Chinese site
_SENTENCE_END = re.compile(r"[。！？…」”]|[.!?](?:\s|$)")
_FRONT_PAGE = re.compile(r"/?|.{0,200}/(?:index|default|list|home)[\w-]*\.\w+", re.IGNORECASE)
_CAPTION, _PRE = TAGS["figcaption"], TAGS["pre"]
_PICTURE_NAMES = ("src", "data-src", "data-original", "data-lazy-src")


class Reading(NamedTuple):
    """What the generic extractor makes of a page, before anything is refused."""

    found: Found
    listing: str  # why it is a list; empty where it is none


def extract_generic(
    tree: Element, url: str, memory: Boilerplate | None = None, markup: str = "", is_further: bool = False
) -> Found:
    """The title, text and metadata of a page, by what pages have in common. Refused where there is no running text; the
    further page of an article may have a line of it, and needs no title."""
    if is_further:
        return read_generic(tree, url, memory, markup).found
    if is_front_page(url):
        raise RefusedError("extract", "the address of a list or a front page")
    if any(
        (number := parse_tracking_number(text_of(element))) and not number.is_article
        for element in select(tree, "#fwl")
    ):
        raise RefusedError("extract", "the page says that it is a list (tracking number)")
    found, reason = read_generic(tree, url, memory, markup)
    above = takewhile(lambda line: not _FILED.search(line), found.text.split("\n"))
    if words_in("\n".join(line for line in above if not _COPYRIGHT.search(line))) < _LEAST_WORDS:
        raise RefusedError("extract", "no running text: a list, a front page, or a page that lost its text")
    if reason:
        raise RefusedError("extract", reason)
    if not _SENTENCE_END.search(found.text):
        raise RefusedError("extract", "no whole sentence: a list")
    if "title" not in found.fields:
        raise RefusedError("extract", "no title on the page")
    return found


def is_front_page(url: str) -> bool:
    """Whether an address is that of a front page or a list."""
    return url.startswith("http") and _FRONT_PAGE.fullmatch(path_of(url)) is not None


def read_generic(tree: Element, url: str, memory: Boilerplate | None = None, markup: str = "") -> Reading:
    """The same, of any page at all: what is most like an article on it, which may be nothing. Where `markup` is given, a
    page whose text the parser lost is read by a more forgiving one."""
    walked, markup = read_blocks(tree), trimmed(markup)
    if markup and is_text_lost(markup, sum(len(block.text) for block in walked.blocks), tree):
        tree = parse(flatten(markup))
        walked = read_blocks(tree)
    blocks = walked.blocks
    meta, data = read_metas(tree), read_json_ld(tree)
    if not blocks:
        body = _unshown(url, memory, markup, data) or meta.get("og:description") or meta.get("description") or ""
        fields = read_metadata(PageView(tree, url, blocks, -1, [], meta, data, markup, walked.marked))
        return Reading(Found(extractor="generic", text=body.strip(), fields=fields), "")
    title, description, body = find_clues(tree, blocks, meta, data)
    likely = likelihood(compute_features(walked, load().vocabulary, title, description, body))
    may_recur = find_candidates(blocks, likely, title)
    if memory:
        likely = weigh(memory, blocks, likely, title)
    kept = choose_blocks(likely)
    fields = read_metadata(PageView(tree, url, blocks, title, kept, meta, data, markup, walked.marked))
    images = _images(walked.images, blocks, kept, base_of(tree, url))
    captions = {image.caption for image in images}
    apart = [n for n in kept if blocks[n].tag == _CAPTION and squeeze_key(blocks[n].text) in captions]
    running = [n for n in kept if n not in apart] or kept
    text = "\n\n".join(filter(None, (_paragraphs(blocks[number]) for number in running)))
    if words_in(text) < _LEAST_WORDS:
        other = _unshown(url, memory, markup, data)
        if words_in(other) >= _LEAST_WORDS and _SENTENCE_END.search(other):
            return Reading(Found("generic", other, fields, images), "")
    return Reading(Found("generic", text, fields, images, blocks=may_recur), explain_listing(url, blocks, kept))


def _unshown(url: str, memory: Boilerplate | None, markup: str, data: Sequence[dict[str, Any]]) -> str:
    """The text of a page that shows none itself: the body in its JSON-LD, or what it keeps for other readers."""
    bodies = (found["articleBody"].strip() for found in data if isinstance(found.get("articleBody"), str))
    body = max(bodies, key=len, default="")
    if body and not _MARKUP.search(body):
        return body
    shown = (body or reveal(markup)) if markup else ""  # once: a body may hold a page that holds a body
    with contextlib.suppress(RefusedError):
        return read_generic(parse(shown), url, memory).found.text
    return ""


def choose_blocks(likely: NDArray[np.float32]) -> list[int]:
    """The numbers of the blocks that are the article: one at least, the likeliest; whether a page is one, the caller decides."""
    kept = np.flatnonzero(likely > _LIKELY).tolist()
    return kept or [int(likely.argmax())]


def _paragraphs(block: Block) -> str:
    """The text of a block: the cells of a table parted by tabs, line breaks as on the page, two of them or an indented
    line as a new paragraph."""
    text = block.text if block.tag != _PRE else re.sub(r"\r?\n", "\v", block.text)
    if not block.cells:
        return _lines(text)
    return "\t".join(filter(None, (_lines(text[start:end]) for start, end in pairwise((0, *block.cells, len(text))))))


def _lines(shown: str) -> str:
    if "\v" not in shown:
        return line(shown.strip()).strip()
    text = "\n".join(map(line, shown.split("\v")))
    paragraphs = ("\n".join(filter(None, map(str.strip, part.split("\n")))) for part in EMPTY_LINES.split(text))
    return "\n\n".join(filter(None, paragraphs))


def _images(elements: Sequence[Element], blocks: Sequence[Block], kept: Sequence[int], url: str) -> tuple[Image, ...]:
    """The pictures between the first and the last block of the article, each with the caption that follows it."""
    first, last = blocks[kept[0]].images, blocks[min(len(blocks) - 1, kept[-1] + 1)].images
    captions = {block.images - 1: squeeze_key(block.text) for block in blocks if block.tag == _CAPTION}
    found = []
    for number in range(max(0, first - 1), min(last, len(elements))):
        address = next(filter(None, map(elements[number].get, _PICTURE_NAMES)), "").strip()
        absolute = join(url, address)
        if address and absolute.startswith(("http://", "https://")) and host_of(absolute):
            found.append(Image(absolute, captions.get(number, "")))
    return tuple(dict.fromkeys(found))
