"""Dates that a reader sees on a page of no known layout, by the place where they stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from cundang.model.article import Field
from pipelines.extract.hints import BITS
from pipelines.extract.page_view import PageView
from pipelines.extract.tree import Element, to_line

_LONGEST = 1000  # characters of a time element that are looked at
_MOST_TIMES = 12  # time elements that are looked at; the times of a list go on and on
_NO_ARTICLE = BITS["related"] | BITS["footer"] | BITS["side"] | BITS["comment"]
_DIGIT = re.compile(r"\d")
# What stands before a date, in the languages that most of the web is in.
_PUBLISHED = re.compile(
    r"(?:\bpubli(?:shed|cation date|é|cado|cato|cerad)|\bposted|\bcreated|\bdate\b|\bdatum\b|\bfecha\b|\bdata\b"
    r"|\bveröffentlicht|\berschienen|\bpublikováno|\bopublikowano|опубликовано|发布|發布|发表|發表|日期|时间|時間)",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:\bupdated?|\b(?:last )?(?:modified|edited|reviewed|revised)|\baktualisiert|\bgeändert|\bmis(?:e)? à jour"
    r"|\bmodifié|\bactualizado|\batualizado|\baggiornat|\bgüncelle|обновлено|最后更新|最後更新|修改)",
    re.IGNORECASE,
)
# When somebody became a member, which forums and comments show beside the names.
_MEMBER_SINCE = re.compile(
    r"(?:registriert|registered|joined|member since|mitglied seit|dabei seit|beiträge|注册)\b", re.IGNORECASE
)
_DATELINE = re.compile(
    r"(\d{1,2}\. ?(?:\d{1,2}\.|\w{3,10}) ?(?:19|20)\d\d|\w{3,10} \d{1,2}, (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
    r" ?[-–—:.„“]"
)
_POSTED_SENTENCE = re.compile(
    r"\b(?:entry|post|article|story|beitrag|artikel)\s{1,3}(?:was|wurde)\s{1,9}(?:\w{1,12}\s{1,9}){0,3}"
    r"(?:published|posted|written|am)\b",
    re.IGNORECASE,
)
_MODIFIED_NAMES = re.compile(r"updated|modified|changed", re.IGNORECASE)
_PUBLISHED_NAMES = re.compile(r"publi|entry-date|created", re.IGNORECASE)
_LABELLED = re.compile(rf"{_PUBLISHED.pattern}[^.\d]{{0,24}}\d", re.IGNORECASE)
_MOST_LETTERS = 40  # beside a date; a line with more of them says something else about the day


class TimeElements(NamedTuple):
    """The dates in time elements: between headline and text, elsewhere, and those of a modification."""

    in_byline: list[Field]
    elsewhere: list[Field]
    modified: list[Field]


def sort_time_elements(view: PageView) -> TimeElements:
    """Sort the time elements of a page by their places; those of links to other articles are left out."""
    elements = list(islice(filter(_is_dated, view.marked), _MOST_TIMES))
    lines = [view.blocks[number].line for number in view.byline_area] if elements else []
    in_byline: list[tuple[int, int, Field]] = []
    elsewhere: list[Field] = []
    modified: list[Field] = []
    for element in elements:
        value = element.get("datetime") or element.get("content") or _read_beginning(element)
        field = Field(to_line(value), "time")
        if _is_of_modification(element):
            modified.append(field)
        elif not _is_teaser(element):
            place = _find_line(element, lines)
            if place < 0:
                elsewhere.append(field)
            else:
                in_byline.append((place, len(in_byline), field))
    return TimeElements([field for _, _, field in sorted(in_byline)], elsewhere, modified)


def find_visible_dates(view: PageView) -> Iterator[Field]:
    """Find all dates that a reader sees, the most telling first."""
    times = sort_time_elements(view)
    return chain(find_byline_dates(view, times), find_other_dates(view, times))


def find_byline_dates(view: PageView, times: TimeElements) -> Iterator[Field]:
    """Find dates between the headline and the text."""
    yield from times.in_byline
    yield from list_date_lines(view, view.byline_area)


def find_other_dates(view: PageView, times: TimeElements) -> Iterator[Field]:
    """Find dates in other places.

    These are, in order: other time elements, lines above the headline, sentences about the publication, labelled dates,
    and lines whose elements are named for a date.
    """
    yield from times.elsewhere
    yield from list_date_lines(view, [number for number in view.headline_area if number not in view.byline_area])
    yield from _find_sentences(view)
    yield from find_labelled_dates(view)
    yield from _find_hinted_lines(view)


def list_date_lines(view: PageView, numbers: Sequence[int]) -> list[Field]:
    """The lines among some blocks that are there for their dates, each up to a word for a modification."""
    return list(_iterate_lines(view, numbers, is_wordy=False))


def find_wordy_lines(view: PageView) -> Iterator[Field]:
    """Find the lines around the headline that have a date and say something else about it."""
    return _iterate_lines(view, view.headline_area, is_wordy=True)


def is_labelled(line: str) -> bool:
    """Whether a line begins with a word for publishing."""
    return _PUBLISHED.match(line) is not None


def list_short_lines(view: PageView, numbers: Sequence[int]) -> list[str]:
    """The short lines with digits among some blocks."""
    blocks = (view.blocks[number] for number in numbers)
    return [to_line(block.text) for block in blocks if 4 < len(block.line) <= 160 and _DIGIT.search(block.line)]


def _iterate_lines(view: PageView, numbers: Sequence[int], is_wordy: bool) -> Iterator[Field]:
    for number in numbers:
        for line in map(cut_before_modified, list_short_lines(view, [number])):
            is_hinted = view.blocks[number].near_hints & BITS["time"] or _LABELLED.search(line)
            if line and is_wordy == (not is_hinted and sum(c.isalpha() for c in line) > _MOST_LETTERS):
                yield Field(line, "line near the title")


def find_modified_lines(view: PageView) -> Iterator[Field]:
    """Find lines that say when a page was modified; the date of publication only where nothing else is."""
    for line in list_short_lines(view, view.headline_area):
        if word := _MODIFIED.search(line):
            yield Field(line[word.start() :], "line of a change")


def cut_before_modified(line: str) -> str:
    """Cut a line off at a word for a modification.

    Where the word comes before any date, what follows a word for publishing is left; empty where there is none.
    """
    if _MEMBER_SINCE.match(line):
        return ""
    modified = _MODIFIED.search(line)
    if not modified:
        return line
    before = line[: modified.start()]
    if _DIGIT.search(before):
        return before
    published = _PUBLISHED.search(line, modified.end())
    return line[published.start() :] if published else ""


def _read_beginning(element: Element) -> str:
    """The text of an element on one line; the beginning of what is too long for a date."""
    return to_line("".join(element.itertext())[:_LONGEST])


def _is_dated(element: Element) -> bool:
    """Whether an element is marked as a date, and not empty."""
    if element.get("itemprop") == "datePublished":
        return True
    return element.tag == "time" and ("datetime" in element.attrib or any(map(str.strip, element.itertext())))


def _is_of_modification(element: Element) -> bool:
    """Whether a time element is that of a modification, by its names or its text."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if "pubdate" in element.attrib or _PUBLISHED_NAMES.search(names):
        return False
    return bool(_MODIFIED_NAMES.search(names)) or not cut_before_modified(_read_beginning(element) or "-")


def _find_line(element: Element, lines: Sequence[str]) -> int:
    """Find the line that a time element stands in, by its number; -1 where in none."""
    text = _read_beginning(element)
    return next((number for number, line in enumerate(lines) if text in line), -1) if text else -1


def _is_teaser(element: Element) -> bool:
    """Whether a time element belongs to a link to another article."""
    if "publish" in (names := element.get("class") or "") or "entry-date" in names:
        return False
    return any(above.tag in ("a", "li", "aside", "footer", "nav") for above in element.iterancestors())


def _find_sentences(view: PageView) -> Iterator[Field]:
    """Find sentences about the publication: This entry was posted on 3 December 2011."""
    for block in view.blocks:
        line = block.line
        if len(line) < 400 and (" was " in line or " wurde " in line) and (posted := _POSTED_SENTENCE.search(line)):
            yield Field(line[posted.start() :], "sentence")


def find_labelled_dates(view: PageView) -> Iterator[Field]:
    """Find dates behind a label, in one block or in the next: Published: 8 July 2025."""
    label = ""
    for block in view.blocks:
        if len(block.line) > 80 or block.hints & _NO_ARTICLE:
            label = ""
            continue
        text = block.line
        published = _PUBLISHED.match(text)
        if _DIGIT.search(text):
            if label or (published and len(text) - published.end() <= _MOST_LETTERS):
                yield Field(f"{label} {text}".strip(), "labelled date")
            label = ""
        else:
            label = text if len(text) <= 20 and published else ""


def _find_hinted_lines(view: PageView) -> Iterator[Field]:
    """Find lines whose elements are named for a date."""
    for block in view.blocks:
        is_hinted = len(block.line) < 200 and block.near_hints & BITS["time"] and not block.hints & _NO_ARTICLE
        if is_hinted and (text := cut_before_modified(to_line(block.text))):
            yield Field(text, "line of a date")


def find_dateline(view: PageView) -> Iterator[Field]:
    """Find the day that a text begins with, as some have it: 27.1.2022 - The bridge ..."""
    for number in view.chosen[:3]:
        if dateline := _DATELINE.match(view.blocks[number].line[:60]):
            yield Field(dateline[1], "beginning of the text")
