"""Who wrote a page of no known layout: a byline that says so, JSON-LD, metas, then what else a reader sees."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cundang.model.article import Field
from cundang.text.fold import fold
from pipelines.extract.bylines import (
    PERSON,
    ROLE,
    clean_name,
    find_bylines,
    find_visible_authors,
    looks_named,
)
from pipelines.extract.json_ld import SEPARATOR, find_title_element, squeeze_key
from pipelines.extract.page_view import PageView, find_site_names, read_machine_field
from pipelines.extract.sources import ORGANISATION, is_chinese
from pipelines.extract.visible_dates import beside_headline

_MOST_OBJECTS = 100  # of JSON-LD that are asked for names: each is compared with all
_SLUG = re.compile(r"[a-z]+(?:[-_][a-z]+)*")  # jane-doe: a name for machines
_WORD, _PARTS = re.compile(r"\w+"), re.compile(r", | and | und | & ")


def find_author(page: PageView, near: Sequence[int]) -> Field | None:
    """Who wrote it: a byline that says so (By Jane Doe), unless machines are told the same names and more; then what they
    are told. An author that is the site itself counts only where nothing else is named."""
    houses = _houses(page)
    house: Field | None = None
    told: Field | None = None
    for found in _named_by_machine(page):
        if ORGANISATION.fullmatch(found.value) and is_chinese(page):
            continue
        if not _SLUG.fullmatch(found.value) and not _is_house(found.value, houses):
            told = found
            break
        house = house or found
    if told:
        said = next(find_bylines(page, beside_headline(page, near)), told)
        return told if _says_no_more(said.value, told.value) else said
    if house and is_chinese(page) and ("_" in house.value or _is_house(house.value, houses)):
        house = None
    return next(find_visible_authors(page, near), house)


def find_organisation(page: PageView) -> Field | None:
    """An organisation in Chinese, not the site itself, that machines are told as the author: the source."""
    for found in _named_by_machine(page):
        if ORGANISATION.fullmatch(found.value) and is_chinese(page):
            return None if _is_house(found.value, _houses(page)) else found
    return None


def _is_house(name: str, houses: set[str]) -> bool:
    folded = fold(name).casefold().replace(" ", "")
    return any(house in folded or folded in house for house in houses if len(house) > 1)


def _houses(page: PageView) -> set[str]:
    """What the site of a page and its publisher are called: folded, in lower case, without spaces."""
    element = find_title_element(page.tree)
    titled = SEPARATOR.split(squeeze_key("".join(element.itertext())))[1:] if element is not None else []
    named = [name for found in page.data[:_MOST_OBJECTS] for name in _names_of(found.get("publisher"))]
    named += [page.meta.get(key, "") for key in ("publisher", "dc.publisher", "copyright")]
    named += titled[-1:]
    return {fold(name).casefold().replace(" ", "") for name in (*named, *find_site_names(page.meta, page.url)) if name}


def _says_no_more(said: str, told: str) -> bool:
    """Whether a byline has no other names than machines are told: Jane Doe, Reporter, for Jane Doe."""
    if set(_WORD.findall(said.casefold())) - {"and", "und"} <= set(_WORD.findall(told.casefold())):
        return True
    is_of_several = len([part for part in _PARTS.split(said) if PERSON.fullmatch(part)]) > 1
    return told.casefold() in said.casefold() and (not is_of_several or ROLE.search(said) is not None)


def _named_by_machine(page: PageView) -> Iterator[Field]:
    for found in page.data[:_MOST_OBJECTS]:
        if names := list(dict.fromkeys(_names_of(found.get("author") or found.get("creator")))):
            yield Field(", ".join(names), "JSON-LD author")
    for field in read_machine_field("author", page.meta, page.data):
        if (name := clean_name(field.value)) and (field.where != "meta twitter:data1" or looks_named(name)):
            yield Field(name, field.where)


def _names_of(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names_of(item)
    elif isinstance(value, dict):
        yield from _names_of(value.get("name"))
    elif isinstance(value, str) and (name := clean_name(value)):
        yield name
