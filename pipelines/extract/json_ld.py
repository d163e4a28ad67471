"""What a page tells of itself to machines: JSON-LD and meta elements, and which block is its headline."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.extract.blocks import TAGS, Block
from pipelines.extract.tree import Element, squeeze

_ARTICLE = re.compile(r"Article|NewsArticle|BlogPosting|Report|Posting|Review|Recipe|WebPage", re.IGNORECASE)
_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3", "h4", "h5"))
_BEGINNING = 40  # characters of a headline that the title must have; for one in Chinese that is all of it
_LEAST_SHARE = 0.25  # of the title, that a heading of lower rank must have
SEPARATOR = re.compile(r"\s{1,3}[-|–—·•»«:/]\s{1,3}|\s{0,3}[|｜]\s{0,3}|_{1,3}|[－—–]{1,2}")
_LONGEST_TITLE = 2_000  # characters that are compared with each heading of the page
_LONGEST_BODY = 200_000  # the same, with each block
_MOST_LD = 2_000_000  # characters; more is no metadata


def read_metas(tree: Element) -> dict[str, str]:
    """The content of each meta element by its name, property or itemprop in lower case; the first of a name."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and (content := (meta.get("content") or "").strip()):
            found.setdefault(name.strip().lower(), content)
    return found


def read_json_ld(tree: Element) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD that may describe an article, those that are one first."""
    objects = []
    for script in tree.iter("script"):
        text = script.text or "" if "ld+json" in script.get("type", "") else ""
        if not text.strip() or len(text) > _MOST_LD:
            continue
        text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        try:
            objects += list(_objects(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
    typed = [(str(found.get("@type") or ""), found) for found in objects]
    articles = [found for kind, found in typed if _ARTICLE.search(kind)]
    return sorted(articles, key=lambda found: "WebPage" in str(found.get("@type")))


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 3:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def find_title_element(tree: Element) -> Element | None:
    """The title of a page; `.//title` alone goes through all of a page, for it looks for the next one at once."""
    element = tree.find("head/title")
    return element if element is not None else tree.find(".//title")


def squeeze_key(value: Any) -> str:
    """A string of the metadata on one line; empty where it is no string."""
    return squeeze(value) if isinstance(value, str) else ""


def find_headline(blocks: Sequence[Block], title: str) -> int:
    """The number of the block that is the headline: one that the title element or og:title begins with, a heading
    before others; else the first h1. -1 where there is none."""
    title = squeeze_key(title[:_LONGEST_TITLE]).casefold()
    site = SEPARATOR.split(title)[-1].strip()
    best, rank, length = -1, 0, 0
    for number, block in enumerate(blocks):
        if len(block.text) > 600:
            continue
        h = block.tag in _HEADINGS
        text = (block.line if block.line.isascii() else squeeze_key(block.text)).casefold()
        is_first = block.tag == TAGS["h1"]
        long_enough = is_first or not h or len(text) > _LEAST_SHARE * len(title)  # else a tag, or the name of a series
        if (
            len(text) >= 6
            and title
            and long_enough
            and (text[:_BEGINNING] in title or (len(title) > 10 and title in text))
        ):
            r = (4 if h else 2) + is_first + (len(text) > 0.5 * len(title))
        elif is_first and not (site != title and (site in text or text in site)):
            r = 1
        else:
            continue  # not a headline, or the name of the site
        if r > rank or (r == rank > 3 and h and len(text) > 2 * length):
            best, rank, length = number, r, len(text)
    return best


def find_clues(tree: Element, blocks: Sequence[Block], meta: dict[str, str], data: list[dict[str, Any]]) -> tuple[int, str, str]:  # fmt: skip
    """The number of the headline's block, the description, and the body if the metadata have a whole one."""
    element = find_title_element(tree)
    title = meta.get("og:title") or (element.text if element is not None else "") or ""
    description = squeeze_key(meta.get("og:description") or meta.get("description") or "")
    body = max((squeeze_key(found.get("articleBody")) for found in data), key=len, default="")
    return find_headline(blocks, title), description, body[:_LONGEST_BODY] if len(body) >= 200 else ""
