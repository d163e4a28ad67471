"""What a page's metadata say of it: JSON-LD and meta elements; and which block is its headline."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipelines.extract.blocks import TAGS, Block
from pipelines.extract.elements import HEADINGS
from pipelines.extract.tree import Element, to_line

_ARTICLE = re.compile(r"Article|NewsArticle|BlogPosting|Report|Posting|Review|Recipe|WebPage", re.IGNORECASE)
_HEADING_TAGS = frozenset(TAGS[tag] for tag in HEADINGS)
_BEGINNING = 40  # characters of a headline that the title must have; for one in Chinese that is all of it
_LEAST_SHARE = 0.25  # of the title, that a heading of lower rank must have
SEPARATOR = re.compile(r"\s{1,3}[-|–—·•»«:/]\s{1,3}|\s{0,3}[|｜]\s{0,3}|_{1,3}|[－—–]{1,2}")
_LONGEST_TITLE = 2_000  # characters that are compared with each heading of the page
_LONGEST_BODY = 200_000  # characters that are compared with each block
_LEAST_BODY = 200  # characters; less is a summary
_LONGEST_LD = 2_000_000  # characters; more is no metadata


class Clues(NamedTuple):
    """The number of the headline's block, or -1; the description of the page; its body, where the metadata have it."""

    headline: int
    description: str
    body: str


def read_metas(tree: Element) -> dict[str, str]:
    """Read the content of the meta elements, by name, property or itemprop in lower case; of several, the first."""
    contents: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and (content := (meta.get("content") or "").strip()):
            contents.setdefault(name.strip().lower(), content)
    return contents


def read_json_ld(tree: Element) -> list[dict[str, Any]]:
    """Read the objects of the page's JSON-LD that may describe an article, those that surely do first."""
    objects: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        text = script.text or "" if "ld+json" in script.get("type", "") else ""
        if not text.strip() or len(text) > _LONGEST_LD:
            continue
        text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        try:
            objects += list(_iterate_objects(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
    articles = [item for item in objects if _ARTICLE.search(str(item.get("@type") or ""))]
    return sorted(articles, key=lambda item: "WebPage" in str(item.get("@type")))


def _iterate_objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 3:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _iterate_objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _iterate_objects(value.get(name), depth + 1)


def find_title_element(tree: Element) -> Element | None:
    """Find the title of a page. `.//title` alone goes through all of a page, for it looks for the next one at once."""
    element = tree.find("head/title")
    return element if element is not None else tree.find(".//title")


def find_headline(blocks: Sequence[Block], title: str) -> int:
    """Find the number of the block that is the headline; -1 where there is none.

    It is one that the title element or og:title begins with, a heading before others; else the first h1.
    """
    title = to_line(title[:_LONGEST_TITLE]).casefold()
    site = SEPARATOR.split(title)[-1].strip()
    best, best_rank, best_length = -1, 0, 0
    for number, block in enumerate(blocks):
        if len(block.text) > 600:
            continue
        is_heading, is_h1 = block.tag in _HEADING_TAGS, block.tag == TAGS["h1"]
        text = (block.line if block.line.isascii() else to_line(block.text)).casefold()
        # a short heading of lower rank is a tag, or the name of a series
        is_long_enough = is_h1 or not is_heading or len(text) > _LEAST_SHARE * len(title)
        is_candidate = len(text) >= 6 and title and is_long_enough
        if is_candidate and (text[:_BEGINNING] in title or (len(title) > 10 and title in text)):
            rank = (4 if is_heading else 2) + is_h1 + (len(text) > 0.5 * len(title))
        elif is_h1 and not (site != title and (site in text or text in site)):
            rank = 1
        else:
            continue  # not a headline, or the name of the site
        if rank > best_rank or (rank == best_rank > 3 and is_heading and len(text) > 2 * best_length):
            best, best_rank, best_length = number, rank, len(text)
    return best


def find_clues(
    tree: Element, blocks: Sequence[Block], metas: dict[str, str], json_ld: Sequence[dict[str, Any]]
) -> Clues:
    """Find what the metadata of a page say of its text."""
    element = find_title_element(tree)
    title = metas.get("og:title") or (element.text if element is not None else "") or ""
    description = to_line(metas.get("og:description") or metas.get("description") or "")
    body = max((to_line(item.get("articleBody")) for item in json_ld), key=len, default="")
    return Clues(find_headline(blocks, title), description, body[:_LONGEST_BODY] if len(body) >= _LEAST_BODY else "")
