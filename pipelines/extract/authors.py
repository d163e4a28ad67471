"""Who wrote a page of no known layout: JSON-LD, metas, then the lines near the headline."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from pipelines.article import Field
from pipelines.extract.seen import BIT, Seen, by_machine, site_names
from pipelines.extract.structured import squeezed
from pipelines.extract.walk import TAGS
from pipelines.fold import CJK, fold

_BY = re.compile(r"^\s{0,3}(?:(?:written|posted|published|reported|words|story|text|reviewed)?\s{0,3}by|von|par|por|di|door|av|af|przez|autor(?:e|en|in)?|author|auteur|text)\b\s{0,3}:?\s{0,3}", re.IGNORECASE)  # fmt: skip
_CUT = re.compile(r"\s{1,3}[|·•–—/]\s{0,3}|\s{0,3}[|·•]\s{0,3}|\s{1,3}-\s{1,3}|\n|\s{3,}|\(|,?\s{1,3}(?:on|am|le|el|il|published|updated|posted|and updated)\s{1,3}(?=\S*\d|\w+day)|,?\s{1,3}\d{1,2}[./ ]|(?<=\w)\s{1,3}(?:19|20)\d\d", re.IGNORECASE)  # fmt: skip
_NO_NAME = re.compile(r"https?:|www\.|@|[\d<>{}=]|^(?:admin|administrator|staff|editor|none|null|undefined|redaktion|guest|contributor|by|author|writer|(?:written|posted|published|article|insights|story) (?:by|on|from|in))$", re.IGNORECASE)  # fmt: skip
_BY_WITHIN = re.compile(r"(?:\d|[|·•,]|^\w{1,20})\s{1,3}(?:by|von|par|por)\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_WRITTEN_BY = re.compile(r"\s{0,3}written by\s{0,3}:?\s{1,3}(.{2,80})", re.IGNORECASE)
_LABEL_ALONE = re.compile(r"(?:(?:written|posted|published|article|words|story|text) )?by ?:?|(?:the )?authors? ?:?|autor(?:in)?(?:/autor(?:in)?)? ?:?|auteur ?:?|作者 ?[:：]?", re.IGNORECASE)  # fmt: skip
_HEADINGS = frozenset(TAGS[tag] for tag in ("h1", "h2", "h3"))
_PERSON = re.compile(r"[^\W\d_a-z][\w'’.-]{1,30}(?: [^\W\d_a-z][\w'’.-]{0,30}){1,3}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bmin(?:ute)?s? read\b")
_SLUG = re.compile(r"[a-z]+(?:[-_][a-z]+)*")  # jane-doe: a name for machines
_CAPITAL = re.compile(f"^[^\\W\\d_a-z]|[{CJK}]")


def author(page: Seen, near: Sequence[int]) -> Field | None:
    """Who wrote it. An author that is the site itself counts only where nothing else is named."""
    sites = {name.replace(" ", "") for name in site_names(page.meta, page.url)}
    publishers = (name for found in page.data for name in _names_of(found.get("publisher")))
    sites |= {fold(name).casefold().replace(" ", "") for name in publishers}
    house: Field | None = None
    for found in _named_by_machine(page.meta, page.data):
        folded = fold(found.value).casefold().replace(" ", "")
        if not _SLUG.fullmatch(found.value) and not any(s in folded or folded in s for s in sites if len(s) > 1):
            return found
        house = house or found
    return next(_shown_authors(page, near), house)


def _shown_authors(page: Seen, near: Sequence[int]) -> Iterator[Field]:
    """Authors that a reader sees: by markup, in a byline near the headline, beside the date, at the end."""
    blocks = page.blocks
    marked = [
        clean_name("".join(found.itertext()))
        for found in page.marked_as("author", "creator")[:8]
        if not found.get("content")
    ]
    if names := list(dict.fromkeys(filter(None, marked)))[:3]:
        yield Field(", ".join(names), "rel author")
    lines = {number: squeezed(blocks[number].text) for number in near if len(blocks[number].text) <= 300}
    for number, line in lines.items():
        by = _BY.match(line) or blocks[number].near & BIT["byline"]
        if by and len(line) <= 160 and (name := clean_name(line)) and _looks_named(name):
            yield Field(name, "byline")
    for number, line in lines.items():
        if _LABEL_ALONE.fullmatch(line) and (name := clean_name(lines.get(number + 1, ""))) and _looks_named(name):
            yield Field(name, "line after a label")
    for line in lines.values():
        if (within := _BY_WITHIN.search(line)) and (name := clean_name(within[1])) and _looks_named(name):
            yield Field(name, "byline")
    for number, line in lines.items():
        beside = f"{lines.get(number - 1, '')} {lines.get(number + 1, '')}"
        if (
            blocks[number].tag not in _HEADINGS
            and _PERSON.fullmatch(line)
            and clean_name(line)
            and len(beside) < 200
            and _YEAR.search(beside)
        ):
            yield Field(line, "name beside the date")
    for block in blocks:
        if (
            len(block.text) < 200
            and "ritten" in block.text.lower()
            and (written := _WRITTEN_BY.match(squeezed(block.text)))
        ):
            name = clean_name(written[1])
            if name and _looks_named(name):
                yield Field(name, "byline")


def _named_by_machine(meta: dict[str, str], data: list[dict[str, Any]]) -> Iterator[Field]:
    for found in data:
        if names := list(dict.fromkeys(_names_of(found.get("author") or found.get("creator")))):
            yield Field(", ".join(names), "JSON-LD author")
    for field in by_machine("author", meta, data):
        if (name := clean_name(field.value)) and (field.where != "meta twitter:data1" or _looks_named(name)):
            yield Field(name, field.where)


def _names_of(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names_of(item)
    elif isinstance(value, dict):
        yield from _names_of(value.get("name"))
    elif isinstance(value, str) and (name := clean_name(value)):
        yield name


def _looks_named(name: str) -> bool:
    words = name.split()
    return len(words) <= 12 and sum(bool(_CAPITAL.match(word)) for word in words) >= len(words) / 2


def clean_name(text: str) -> str:
    """A name without `by` before it and a date or a role behind it; empty where it is no name.

    >>> clean_name("By Jane Doe | 12 May 2020")
    'Jane Doe'
    """
    text = squeezed(unescape(text))
    if len(text) > 300:
        return ""
    text = _BY.sub("", text, count=1)
    text = _CUT.split(text, maxsplit=1)[0].strip(" ,;:-–|\u3000")
    return "" if len(text) < 2 or len(text) > 120 or _NO_NAME.search(text) else text
