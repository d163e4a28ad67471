"""Dates that a reader sees on a page of no known layout, by the place where they stand."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from cundang.model.article import Field
from pipelines.extract.json_ld import squeeze_key
from pipelines.extract.page_view import BIT, PageView
from pipelines.extract.tree import Element

_LONGEST = 1000  # characters of a time element that are looked at
_MOST_TIMES = 12  # time elements that are looked at; the times of a list go on and on
_ELSEWHERE = BIT["related"] | BIT["footer"] | BIT["side"] | BIT["comment"]
_APART = BIT["related"] | BIT["comment"]
_DIGIT = re.compile(r"\d")
# What stands before a date, in the languages that most of the web is in.
_PUBLISHED = re.compile(
    r"(?:\bpubli(?:shed|cation date|é|cado|cato|cerad)|\bposted|\bcreated|\bdate\b|\bdatum\b|\bfecha\b|\bdata\b|\bveröffentlicht|\berschienen|\bpublikováno|\bopublikowano|опубликовано|发布|發布|发表|發表|日期|时间|時間)",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"(?:\bupdated?|\b(?:last )?(?:modified|edited|reviewed|revised)|\baktualisiert|\bgeändert|\bmis(?:e)? à jour|\bmodifié|\bactualizado|\batualizado|\baggiornat|\bgüncelle|обновлено|最后更新|最後更新|修改)",
    re.IGNORECASE,
)
# When somebody became a member, as forums and comments have it beside the names.
_OF_A_PERSON = re.compile(r"(?:registriert|registered|joined|member since|mitglied seit|dabei seit|beiträge|注册)\b", re.IGNORECASE)  # fmt: skip
_DATELINE = re.compile(
    r"(\d{1,2}\. ?(?:\d{1,2}\.|\w{3,10}) ?(?:19|20)\d\d|\w{3,10} \d{1,2}, (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d) ?[-–—:.„“]"
)
_TOLD = re.compile(r"\b(?:entry|post|article|story|beitrag|artikel)\s{1,3}(?:was|wurde)\s{1,9}(?:\w{1,12}\s{1,9}){0,3}(?:published|posted|written|am)\b", re.IGNORECASE)  # fmt: skip
_CHANGED_NAMES = re.compile(r"updated|modified|changed", re.IGNORECASE)
_PUBLISHED_NAMES = re.compile(r"publi|entry-date|created", re.IGNORECASE)
_LABELLED = re.compile(rf"{_PUBLISHED.pattern}[^.\d]{{0,24}}\d", re.IGNORECASE)
_MOSTLY_DATE = 40  # letters beside the date; in a line with more of them the date is what it tells of


class Times(NamedTuple):
    """The time elements of a page: between the headline and the text, elsewhere, and those of a change."""

    beside: list[Field]
    elsewhere: list[Field]
    changed: list[Field]


def times(page: PageView, near: Sequence[int]) -> Times:
    """The time elements by their places; `near` are the blocks around the headline, see metadata()."""
    found = list(islice(filter(_is_dated, page.marked), _MOST_TIMES))
    texts = [page.blocks[number].line for number in beside_headline(page, near)] if found else []
    placed: list[tuple[int, int, Field]] = []
    elsewhere: list[Field] = []
    changed: list[Field] = []
    for element in found:
        value = element.get("datetime") or element.get("content") or _text_of(element)
        field = Field(squeeze_key(value), "time")
        if _is_of_change(element):
            changed.append(field)
        elif not _is_teaser(element):
            place = _place(element, texts)
            if place < 0:
                elsewhere.append(field)
            else:
                placed.append((place, len(placed), field))
    return Times([field for _, _, field in sorted(placed)], elsewhere, changed)


def shown(page: PageView, near: Sequence[int]) -> Iterator[Field]:
    """All dates that a reader sees, the most telling first."""
    placed = times(page, near)
    return chain(beside(page, near, placed), elsewhere(page, near, placed))


def beside(page: PageView, near: Sequence[int], placed: Times) -> Iterator[Field]:
    """Dates between the headline and the text."""
    yield from placed.beside
    yield from date_lines(page, beside_headline(page, near))


def elsewhere(page: PageView, near: Sequence[int], placed: Times) -> Iterator[Field]:
    """Dates in other time elements, above the headline, in sentences that tell of the publication, behind labels, and in
    lines that are named for their dates."""
    yield from placed.elsewhere
    numbers = beside_headline(page, near)
    yield from date_lines(page, [number for number in near if number not in numbers])
    yield from _sentences(page)
    yield from labelled(page)
    yield from _named(page)


def beside_headline(page: PageView, near: Sequence[int]) -> list[int]:
    """The blocks from the headline to the end of the text, and the two above it that are named for a date."""
    last = max(page.kept, default=near[0] if near else 0)
    below = [number for number in near if near[0] <= number <= last and not page.blocks[number].near & _APART]
    return below + [
        number for number in near if near[0] - 2 <= number < near[0] and page.blocks[number].near & BIT["time"]
    ]


def date_lines(page: PageView, numbers: Sequence[int]) -> list[Field]:
    """The lines among some blocks that are there for their dates, each up to where it tells of a change."""
    return list(_lines(page, numbers, is_wordy=False))


def wordy_lines(page: PageView, near: Sequence[int]) -> Iterator[Field]:
    """The lines around the headline that tell of something else than their dates."""
    return _lines(page, near, is_wordy=True)


def is_labelled(line: str) -> bool:
    """Whether a line begins with a word for publishing."""
    return _PUBLISHED.match(line) is not None


def near_lines(page: PageView, near: Sequence[int]) -> list[str]:
    """The short lines around the headline that have figures."""
    blocks = (page.blocks[number] for number in near)
    return [squeeze_key(block.text) for block in blocks if 4 < len(block.line) <= 160 and _DIGIT.search(block.line)]


def _lines(page: PageView, numbers: Sequence[int], is_wordy: bool) -> Iterator[Field]:
    for number in numbers:
        for line in map(before_change, near_lines(page, [number])):
            is_named = page.blocks[number].near & BIT["time"] or _LABELLED.search(line)
            if line and is_wordy == (not is_named and sum(c.isalpha() for c in line) > _MOSTLY_DATE):
                yield Field(line, "line near the title")


def changes(page: PageView, near: Sequence[int]) -> Iterator[Field]:
    """Lines that tell when a page was changed: of its publication only where nothing else does."""
    for line in near_lines(page, near):
        if found := _MODIFIED.search(line):
            yield Field(line[found.start() :], "line of a change")


def before_change(line: str) -> str:
    """A line up to where it tells of a change; empty where it does so from the beginning, before any date."""
    if _OF_A_PERSON.match(line):
        return ""
    found = _MODIFIED.search(line)
    if not found:
        return line
    before = line[: found.start()]
    if _DIGIT.search(before):
        return before
    later = _PUBLISHED.search(line, found.end())
    return line[later.start() :] if later else ""


def _text_of(element: Element) -> str:
    """What an element shows, on one line; the beginning of what is too long for a date."""
    return squeeze_key("".join(element.itertext())[:_LONGEST])


def _is_dated(element: Element) -> bool:
    """Whether an element is marked as a date, and not empty."""
    if element.get("itemprop") == "datePublished":
        return True
    return element.tag == "time" and ("datetime" in element.attrib or any(map(str.strip, element.itertext())))


def _is_of_change(element: Element) -> bool:
    """Whether a time element says by its names or its text that it is that of a change."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if "pubdate" in element.attrib or _PUBLISHED_NAMES.search(names):
        return False
    return bool(_CHANGED_NAMES.search(names)) or not before_change(_text_of(element) or "-")


def _place(element: Element, texts: Sequence[str]) -> int:
    """Which of the `texts` beside the headline a time element stands in; -1 where in none."""
    text = _text_of(element)
    return next((number for number, line in enumerate(texts) if text in line), -1) if text else -1


def _is_teaser(element: Element) -> bool:
    """Whether a link is around an element: the time of another article."""
    if "publish" in (names := element.get("class") or "") or "entry-date" in names:
        return False
    return any(above.tag in ("a", "li", "aside", "footer", "nav") for above in element.iterancestors())


def _sentences(page: PageView) -> Iterator[Field]:
    """Sentences that tell of the publication: This entry was posted on 3 December 2011."""
    for block in page.blocks:
        line = block.line
        if len(line) < 400 and (" was " in line or " wurde " in line) and (told := _TOLD.search(line)):
            yield Field(line[told.start() :], "sentence")


def labelled(page: PageView) -> Iterator[Field]:
    """Dates behind a label, in one block or in the next: Published: 8 July 2025."""
    label = ""
    for block in page.blocks:
        if len(block.line) > 80 or block.bits & _ELSEWHERE:
            label = ""
            continue
        text = block.line
        if _DIGIT.search(text):
            if label or ((named := _PUBLISHED.match(text)) and len(text) - named.end() <= _MOSTLY_DATE):
                yield Field(f"{label} {text}".strip(), "labelled date")
            label = ""
        else:
            label = text if len(text) <= 20 and _PUBLISHED.match(text) else ""


def _named(page: PageView) -> Iterator[Field]:
    """Lines whose elements are named for their dates."""
    for block in page.blocks:
        is_of_time = len(block.line) < 200 and block.near & BIT["time"] and not block.bits & _ELSEWHERE
        if is_of_time and (text := before_change(squeeze_key(block.text))):
            yield Field(text, "line of a date")


def dateline(page: PageView) -> Iterator[Field]:
    """The day that a text begins with, as some have it: 27.1.2022 - The bridge ..."""
    for number in page.kept[:3]:
        if found := _DATELINE.match(page.blocks[number].line[:60]):
            yield Field(found[1], "beginning of the text")
