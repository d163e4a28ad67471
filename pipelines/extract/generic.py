"""Extraction from a page of no known layout: its blocks of text, those that a classifier takes for the article, and
the metadata around them."""

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cundang.model.article import Field, Found, Image
from cundang.model.boilerplate import Boilerplate
from cundang.model.errors import RefusedError
from cundang.text.address import path_of
from cundang.text.fold import fold
from cundang.text.tracking import parse_tracking_number
from pipelines.extract.attachments import find_block_links, make_attachments
from pipelines.extract.blocks import TAGS, Block, read_blocks
from pipelines.extract.boilerplate import find_candidates, suppress_boilerplate
from pipelines.extract.fallback_parser import flatten, is_text_lost, reveal
from pipelines.extract.features import compute_features
from pipelines.extract.json_ld import find_clues, find_title_element, read_json_ld, read_metas
from pipelines.extract.listing import explain_listing, measure_links
from pipelines.extract.metadata import read_metadata
from pipelines.extract.model import load_model, predict
from pipelines.extract.page_view import PageView
from pipelines.extract.picture_post import may_be_post, read_picture_post
from pipelines.extract.pictures import address_of, make_images
from pipelines.extract.repeats import drop_repeats
from pipelines.extract.tails import complete_sections, drop_teasers
from pipelines.extract.text_stats import count_words
from pipelines.extract.tree import (
    EMPTY_LINES,
    Element,
    base_of,
    collapse_spaces,
    parse,
    read_table,
    select,
    strip_invisible,
    text_of,
    to_line,
    trim_long_tags,
)
from pipelines.extract.whole import make_whole

_THRESHOLD = 0.47  # probability above which a block is of the article; by cross-validation, see docs/extraction.md
_LEAST_WORDS = 40  # a brief has a hundred; less is a page that lost its text
_MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
# A line of the house's lawyers, which a list of notices may have as its only sentence.
_LEGAL = re.compile(
    r"Copyright|版权所有|All rights reserved|市场有风险|投资[需须]谨慎|(?:内容|信息|资料|数据)仅供参考|不构成.{0,8}建议",
    re.IGNORECASE,
)
_FILING_NUMBER = re.compile(r"ICP\s{0,3}[备備证証]")  # in the footer of each Chinese site
_SENTENCE_END = re.compile(r"[。！？…」”]|[.!?](?:\s|$)")
_FRONT_PAGE = re.compile(r"/?|.{0,200}/(?:index|default|list|home|main)(?:[_-]?\d{1,4})?\.\w{1,5}", re.IGNORECASE)
# An article that is a folder, named by its id or the time it was made: Liaoning's government, bureaus of Beijing.
_FOLDER = re.compile(r".{0,200}/(?P<name>\d{5,20})/index\.\w{1,5}", re.IGNORECASE)
_MONTH_OR_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?")
_ID = re.compile(
    r"(?:^|&)(?!(?:page|pn|pageno|pagenum|start|offset|size|limit)=)[^=&]{1,30}=[^&]{0,100}\d", re.IGNORECASE
)
_LEAST_WORDS_OF_NEWS = 6  # of a flash or an appointment, which has a headline and a day: 免去某某的站长职务。
_OF_PICTURE = re.compile(
    r"(?:图[为片解表]?|圖[為片]?|点击|點擊|[（(]图)[：:|/／丨 ]|[^。]{0,20}(?:图片|资料图|视频截图)"
)
# Characters in links to one of text, on a page that tells no day of its own: 7 to 600 on front pages, up to 6.8 on
# articles whose only title is that of the window.
_LINKS_OF_FRONT_PAGE = 7
_SLASHES_OF_ROOT = 3  # http://a.cn/index.html, the front page of a site
_LEAST_LIKELY = 0.6  # mean probability of the blocks of so short a text; a caption or an imprint has less
_CAPTION, _PRE = TAGS["figcaption"], TAGS["pre"]


class GenericExtraction(NamedTuple):
    """What the generic extractor makes of a page, before anything is refused."""

    found: Found
    listing: str  # why the page is a listing; empty where it is none
    likely: float = 1.0  # mean probability of the blocks of its text


def extract_generic(
    tree: Element, url: str, memory: Boilerplate | None = None, markup: str = "", is_further: bool = False
) -> Found:
    """Extract title, text and metadata of an article, by what pages have in common.

    Raises RefusedError where the page has no running text, or no title. The further page of an article needs neither:
    it may have a line of text.
    """
    if is_further:
        return read_generic(tree, url, memory, markup).found
    for element in select(tree, "#fwl"):
        if (number := parse_tracking_number(text_of(element))) and not number.is_article:
            raise RefusedError("extract", "the page says that it is a list (tracking number)")
    found, listing, likely = read_generic(tree, url, memory, markup)
    above_footer = takewhile(lambda line: not _FILING_NUMBER.search(line), found.text.split("\n"))
    words = count_words("\n".join(line for line in above_footer if not _LEGAL.search(line)))
    if words < _LEAST_WORDS and not (words >= _LEAST_WORDS_OF_NEWS and likely >= _LEAST_LIKELY and _is_headed(found)):
        raise RefusedError("extract", "no running text: a list, a front page, or a page that lost its text")
    if is_front_page(url) and not (_is_headed(found) and words >= _LEAST_WORDS and url.count("/") > _SLASHES_OF_ROOT):
        raise RefusedError("extract", "the address of a list or a front page, and no article with headline and day")
    if listing:
        raise RefusedError("extract", listing)
    if not _SENTENCE_END.search(found.text):
        raise RefusedError("extract", "no whole sentence: a list")
    if "title" not in found.fields:
        raise RefusedError("extract", "no title on the page")
    return found


def _is_headed(found: Found) -> bool:
    """Whether an article has a headline and the page tells its day, as news have; a day in the address does not count.

    A line that is about a picture is not the text of such.
    """
    return _is_dated(found.fields) and "title" in found.fields and not _OF_PICTURE.match(found.text)


def _is_dated(fields: Mapping[str, Field]) -> bool:
    """Whether a page tells its day, other than in its address."""
    return "published" in fields and fields["published"].where not in ("url", "htmldate")


def is_front_page(url: str) -> bool:
    """Whether an address is that of a front page or a list: a name for such, and no number of an article beside it.

    >>> is_front_page("http://a.cn/xw/index.html"), is_front_page("http://a.cn/xw/2026010508541837883/index.shtml")
    (True, False)
    >>> is_front_page("http://a.cn/index.php?page=2"), is_front_page("http://a.cn/index.php?m=news&id=2")
    (True, False)
    """
    path, query = path_of(url), url.partition("?")[2]
    if not url.startswith("http") or not _FRONT_PAGE.fullmatch(path) or _ID.search(query):
        return False
    folder = _FOLDER.fullmatch(path)
    return folder is None or _MONTH_OR_DAY.fullmatch(folder["name"]) is not None


def read_generic(tree: Element, url: str, memory: Boilerplate | None = None, markup: str = "") -> GenericExtraction:
    """Read of any page what is most like an article on it, which may be nothing.

    Where `markup` is given, a page whose text the parser lost is parsed again by a more forgiving one.
    """
    page_blocks, markup = read_blocks(tree), trim_long_tags(markup)
    shown = sum(len(block.text) for block in page_blocks.blocks)
    if markup and is_text_lost(markup, shown, tree):
        tree = parse(flatten(markup))
        page_blocks = read_blocks(tree)
    blocks = page_blocks.blocks
    metas, json_ld = read_metas(tree), read_json_ld(tree)

    def read_fields(headline: int, chosen: Sequence[int]) -> dict[str, Field]:
        return read_metadata(PageView(tree, url, blocks, headline, chosen, metas, json_ld, markup, page_blocks.marked))

    if may_be_post(markup, shown):
        description = metas.get("og:description") or metas.get("description") or ""
        if post := read_picture_post(tree, description):
            fields = (
                read_fields(find_clues(tree, blocks, metas, json_ld).headline, []) if blocks else read_fields(-1, [])
            )
            pictures = make_images(((address, "") for address in post.pictures), base_of(tree, url))
            return GenericExtraction(Found("generic", post.text, fields, pictures), "")
    if not blocks:
        text = _read_unshown(url, memory, markup, json_ld) or metas.get("og:description") or metas.get("description")
        return GenericExtraction(Found("generic", (text or "").strip(), read_fields(-1, [])), "")
    clues = find_clues(tree, blocks, metas, json_ld)
    probabilities = predict(compute_features(page_blocks, load_model().vocabulary, *clues))
    candidates = find_candidates(blocks, probabilities, clues.headline)
    if memory:
        probabilities = suppress_boilerplate(memory, blocks, probabilities, clues.headline)
    own = drop_teasers(blocks, choose_blocks(blocks, probabilities), page_blocks.links)
    own = complete_sections(blocks, own, page_blocks.links)
    chosen, tables = make_whole(page_blocks, own, probabilities)
    fields = read_fields(clues.headline, chosen)
    base = base_of(tree, url)
    images = _find_images(page_blocks.images, blocks, chosen, base)
    attached = list(find_block_links(page_blocks.links, blocks, chosen[0], chosen[-1]))
    attachments = make_attachments((link for _, link in attached), base)
    captions = {image.caption for image in images}
    of_images = [n for n in chosen if blocks[n].tag == _CAPTION and to_line(blocks[n].text) in captions]
    running = [n for n in chosen if n not in of_images] or chosen
    text = _lay_out_all(blocks, running, tables)
    if count_words(text) < _LEAST_WORDS:
        unshown = _read_unshown(url, memory, markup, json_ld)
        if count_words(unshown) >= _LEAST_WORDS and _SENTENCE_END.search(unshown):
            return GenericExtraction(Found("generic", unshown, fields, images, attachments=attachments), "")
    elif attached:  # their lines are text of a notice, though all of them is links, as in a menu
        text = _lay_out_all(blocks, {*running, *(n for n, _ in attached if n < len(blocks))}, tables)
    found = Found("generic", text, fields, images, blocks=candidates, attachments=attachments)
    listing = explain_listing(url, blocks, chosen, page_blocks.links, clues.headline)
    if (
        not listing
        and not _is_dated(fields)
        and measure_links(blocks) > _LINKS_OF_FRONT_PAGE * sum(map(len, text.split()))
    ):
        element = find_title_element(tree)
        named = fold(f"{metas.get('og:title')} {text_of(element) if element is not None else ''}")
        if "title" not in fields or fields["title"].where == "title" or fold(fields["title"].value) not in named:
            listing = "links all around a short text, without a day or a headline of its own: a front page"
    return GenericExtraction(found, listing, float(probabilities[chosen].mean()))


def _read_unshown(url: str, memory: Boilerplate | None, markup: str, json_ld: Sequence[dict[str, Any]]) -> str:
    """Read the text of a page that shows none itself: the body in its JSON-LD, or what it keeps for other readers."""
    bodies = (item["articleBody"].strip() for item in json_ld if isinstance(item.get("articleBody"), str))
    body = max(bodies, key=len, default="")
    if body and not _MARKUP.search(body):
        return body
    revealed = (body or reveal(markup)) if markup else ""  # once: a body may hold a page that holds a body
    with contextlib.suppress(RefusedError):
        return read_generic(parse(revealed), url, memory).found.text
    return ""


def choose_blocks(blocks: Sequence[Block], probabilities: NDArray[np.float32]) -> list[int]:
    """Choose the blocks of the article, by their numbers: one at least, the likeliest, also on a page without one. Of a
    text that the page holds twice one copy is chosen."""
    chosen = np.flatnonzero(probabilities > _THRESHOLD).tolist()
    return drop_repeats(blocks, chosen) or [int(probabilities.argmax())]


def _lay_out_all(blocks: Sequence[Block], numbers: Iterable[int], tables: Sequence[tuple[Element, range]] = ()) -> str:
    """Lay out blocks as paragraphs; of a table of data all rows are one."""
    texts = {number: _lay_out(blocks[number]) for number in numbers}
    for table, held in tables:
        if not texts.keys().isdisjoint(held):
            texts.update(dict.fromkeys(held, ""))
            texts[held.start] = read_table(table)
    return "\n\n".join(texts[number] for number in sorted(texts) if texts[number])


def _lay_out(block: Block) -> str:
    """Lay out the text of a block: tabs between the cells of a table, line breaks as on the page.

    Two line breaks, or an indented line, begin a new paragraph.
    """
    text = block.text if block.tag != _PRE else re.sub(r"\r?\n", "\v", block.text)
    if not block.cells:
        return _lay_out_lines(text)
    cells = (text[start:end] for start, end in pairwise((0, *block.cells, len(text))))
    return "\t".join(filter(None, map(_lay_out_lines, cells)))


def _lay_out_lines(text: str) -> str:
    if "\v" not in text:
        return strip_invisible(collapse_spaces(text.strip()))
    lines = "\n".join(map(collapse_spaces, text.split("\v")))
    paragraphs = ("\n".join(filter(None, map(strip_invisible, part.split("\n")))) for part in EMPTY_LINES.split(lines))
    return "\n\n".join(filter(None, paragraphs))


def _find_images(
    elements: Sequence[Element], blocks: Sequence[Block], chosen: Sequence[int], base: str
) -> tuple[Image, ...]:
    """Find the pictures between the first and the last block of the article, each with the caption that follows it."""
    first, last = blocks[chosen[0]].images_before, blocks[min(len(blocks) - 1, chosen[-1] + 1)].images_before
    captions = {block.images_before - 1: to_line(block.text) for block in blocks if block.tag == _CAPTION}
    numbers = range(max(0, first - 1), min(last, len(elements)))
    return make_images(((address_of(elements[number]), captions.get(number, "")) for number in numbers), base)
