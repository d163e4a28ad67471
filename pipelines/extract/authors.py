"""The author of a page of no known layout: a byline, JSON-LD, metas, then what else a reader sees."""

import re
from collections.abc import Iterator
from typing import Any

from cundang.model.article import Field
from cundang.text.fold import fold
from cundang.text.people import read_people
from cundang.text.surnames import is_person
from pipelines.extract.bylines import (
    PERSON,
    ROLE,
    clean_name,
    find_bylines,
    find_visible_authors,
    is_capitalised,
)
from pipelines.extract.json_ld import SEPARATOR, find_title_element
from pipelines.extract.page_view import PageView, find_site_names, read_machine_field
from pipelines.extract.sources import ORGANISATION, is_chinese
from pipelines.extract.tree import to_line

_MOST_OBJECTS = 100  # of JSON-LD that are asked for names: each is compared with all
_SLUG = re.compile(r"[a-z]+(?:[-_][a-z]+)*")  # jane-doe: a name for machines
# What stands before the name of somebody who did not write the text, but put it on the page. Folded.
_EDITED_BY = r"(?:编辑|责编|选稿|校对|审核|审校|制作|录入|监制|排版|网编|编审|值班)(?:人|员)?[^。，！？]{0,12}?"
_LONGEST_NAME = 3  # characters: what stands before it may be a house
_LONGEST_CREDIT = 200  # characters of a block that names an editor
_WORD, _PARTS = re.compile(r"\w+"), re.compile(r", | and | und | & ")


def find_author(view: PageView) -> Field | None:
    """Find who wrote a page.

    A byline (By Jane Doe) is best, unless the metadata name the same authors and more; then the metadata are. An author
    that is the site itself counts only where nobody else is named.
    """
    publishers = _list_publisher_names(view)
    publisher: Field | None = None
    author: Field | None = None
    for named_author in _iterate_machine_authors(view):
        if is_chinese(view) and (ORGANISATION.fullmatch(named_author.value) or _is_editor(view, named_author.value)):
            continue
        if not _SLUG.fullmatch(named_author.value) and not _is_publisher(named_author.value, publishers):
            author = named_author
            break
        publisher = publisher or named_author
    if is_chinese(view):
        if publisher and ("_" in publisher.value or _is_publisher(publisher.value, publishers)):
            publisher = None
        shown = next(filter(lambda field: _may_be_author(view, field.value), find_visible_authors(view)), publisher)
        is_other = author and shown and not _is_shown(view, author.value) and is_person(shown.value)
        return shown if not author or is_other else _prefer_byline(view, author)
    return _prefer_byline(view, author) if author else next(find_visible_authors(view), publisher)


def _prefer_byline(view: PageView, author: Field) -> Field:
    """The byline, unless it has no other names than the metadata."""
    byline = next(find_bylines(view, view.byline_area), author)
    return author if _adds_no_name(byline.value, author.value) else byline


def _may_be_author(view: PageView, name: str) -> bool:
    return not ORGANISATION.fullmatch(name) and not _is_editor(view, name)


def _is_editor(view: PageView, author: str) -> bool:
    """Whether a page in Chinese shows all whom machines are told of as its editors: systems put them in the metas."""
    names = [fold(person.name) for person in read_people(author)]
    credits_ = [fold(block.text) for block in view.blocks if len(block.text) <= _LONGEST_CREDIT]
    return bool(names) and all(
        any(
            name[-_LONGEST_NAME:] in credit and re.search(_EDITED_BY + re.escape(name[-_LONGEST_NAME:]), credit)
            for credit in credits_
        )
        for name in names
    )


def _is_shown(view: PageView, author: str) -> bool:
    """Whether a page shows the name of one of its authors anywhere."""
    names = [person.name for person in read_people(author)]
    return any(name in block.text for block in view.blocks for name in names)


def find_organisation(view: PageView) -> Field | None:
    """Find an organisation in Chinese, not the site itself, that the metadata name as the author: it is the source."""
    for author in _iterate_machine_authors(view):
        if ORGANISATION.fullmatch(author.value) and is_chinese(view):
            return None if _is_publisher(author.value, _list_publisher_names(view)) else author
    return None


def _is_publisher(name: str, publishers: set[str]) -> bool:
    folded = _fold_name(name)
    return any(publisher in folded or folded in publisher for publisher in publishers if len(publisher) > 1)


def _list_publisher_names(view: PageView) -> set[str]:
    """The names of a page's site and its publisher: folded, in lower case, without spaces."""
    element = find_title_element(view.tree)
    title_parts = SEPARATOR.split(to_line("".join(element.itertext())))[1:] if element is not None else []
    names = [name for item in view.json_ld[:_MOST_OBJECTS] for name in _iterate_names(item.get("publisher"))]
    names += [view.metas.get(key, "") for key in ("publisher", "dc.publisher", "copyright")]
    names += title_parts[-1:]
    return {_fold_name(name) for name in (*names, *find_site_names(view)) if name}


def _fold_name(name: str) -> str:
    return fold(name).casefold().replace(" ", "")


def _adds_no_name(byline: str, author: str) -> bool:
    """Whether a byline has no other names than the metadata: Jane Doe, Reporter, for Jane Doe."""
    if set(_WORD.findall(byline.casefold())) - {"and", "und"} <= set(_WORD.findall(author.casefold())):
        return True
    is_of_several = len([part for part in _PARTS.split(byline) if PERSON.fullmatch(part)]) > 1
    return author.casefold() in byline.casefold() and (not is_of_several or ROLE.search(byline) is not None)


def _iterate_machine_authors(view: PageView) -> Iterator[Field]:
    """The authors that JSON-LD and metas name, the most telling first."""
    for item in view.json_ld[:_MOST_OBJECTS]:
        if names := list(dict.fromkeys(_iterate_names(item.get("author") or item.get("creator")))):
            yield Field(", ".join(names), "JSON-LD author")
    for field in read_machine_field("author", view):
        if (name := clean_name(field.value)) and (field.where != "meta twitter:data1" or is_capitalised(name)):
            yield Field(name, field.where)


def _iterate_names(value: Any) -> Iterator[str]:
    """The names in a value of JSON-LD: a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        for item in value[:20]:
            yield from _iterate_names(item)
    elif isinstance(value, dict):
        yield from _iterate_names(value.get("name"))
    elif isinstance(value, str) and (name := clean_name(value)):
        yield name
