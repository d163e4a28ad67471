"""What a profile read of a page, doubted where the page itself says otherwise: its site may have a new layout.

Whether there is a doubt costs little to see: a field is missing, or what was found disagrees with the metadata or the
address. Only then is the page read by the generic extractor, too, which costs several times a parse. A profile's value
gives way where two independent signs are against it; `where` of the new value is no selector of the profile, by which
`archive check` counts such pages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cundang.model.article import Field, Found, GenericComparison
from cundang.text.address import find_day
from cundang.text.calendars import DAY
from cundang.text.dates import parse_date
from cundang.text.fold import CJK, fold
from pipelines.extract.generic import read_generic
from pipelines.extract.json_ld import find_title_element, read_metas
from pipelines.extract.own_names import complete_names
from pipelines.extract.profiled import is_no_name, is_value
from pipelines.extract.title_parts import is_no_title, may_be_site_name, share_words, strip_site_name, tidy_title
from pipelines.extract.tree import Element, to_line

_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # extraction has no clock
_WORD = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
_FILLED = ("title", "source_name", "author", "editor", "section", "keywords")
_OF_DATE = ("published", "modified", "zone")  # one reading has all three
_DATE_METAS = ("article:published_time", "publishdate", "pubdate", "datepublished", "og:release_date", "apub:time")
_BEHIND = r"\s{0,3}[:：](?:\s|&nbsp;|　|<[^<>]{0,200}>){0,6}+[\w《]"
# Labels of names (来源：, 记者：, 责任编辑：) by their last character: to look for one is ten times as fast as for two.
# Where a label stands in the text, cleaning reads it there.
_LABELS = {
    "source_name": {"源": re.compile(rf"源(?<=[来來稿]源){_BEHIND}")},
    "author": {"者": re.compile(rf"者(?<=[作记記]者){_BEHIND}")},
    "editor": {sign: re.compile(rf"{sign}(?<=[编編]{sign}){_BEHIND}") for sign in "辑輯"},
}
_SHOWN = ("headline", "line above the date")  # where the generic extractor finds a title that a reader sees
_CHANNEL = re.compile(rf"[{CJK}]{{2,5}}")
_TOLD_BY_MACHINES = ("meta ", "JSON-LD", "script", "url", "htmldate")
_SHORTEST_TITLE = 8  # characters of one in `title` alone; a shorter one is the name of a channel
_SHORT_TEXT = 300  # characters; a longer text is no first paragraph, nor the box of a banner
_MUCH_LONGER = 1.5
_LEAST_DESCRIPTION = 16  # characters at the beginning of a description that the text has, too


def doubt(found: Found, tree: Element, url: str, text: str, is_compared: bool) -> Found | None:
    """Put the generic reading where a profile's is missing, or wrong by two signs; None where its text is wrong.

    `text` is the decoded page; where `is_compared`, both texts are compared in any case.
    """
    metas = read_metas(tree)
    doubted, titles = [*_find_missing(found, text)], list[str]()
    if "title" in found.fields and not _is_plain(found.raw("title"), tree):
        titles = _list_titles(tree, metas)
        doubted += ["title"] * _is_title_doubtful(found, titles)
    days = {name: day for name, day in _list_days(url, metas).items() if day}
    own_day = _read_day(found.raw("published"))
    doubted += ["published"] * (own_day is not None and bool(days) and not _is_among(own_day, days.values()))
    is_of_machine = _is_clock_of_machine(found.fields.get("published"))
    description = _read_description(found, metas)
    is_text_doubtful = len(found.text) <= _SHORT_TEXT and _is_elsewhere(description, found.text, text)
    if not doubted and not is_of_machine and not is_text_doubtful:
        completed = complete_names(found)
        return (
            replace(completed, comparison=_compare(found, read_generic(tree, url).found)) if is_compared else completed
        )
    generic = read_generic(tree, url, None, text).found
    if is_text_doubtful and _is_whole(generic.text, found.text, description):
        return None
    fields = dict(found.fields)
    for name in _FILLED:
        value = generic.fields.get(name)
        is_wanted = name not in fields or (name == "title" and "title" in doubted)
        if value and is_wanted and _is_value(name, value) and (name not in fields or _is_better(value, found, titles)):
            fields[name] = value
    is_shown = is_of_machine and own_day is not None and _is_shown_that_day(generic, own_day)
    if is_shown or ("published" in doubted and (own_day is None or _is_supported(generic, days))):
        fields |= {name: generic.fields[name] for name in _OF_DATE if name in generic.fields}
    comparison = _compare(found, generic) if is_compared else None
    return complete_names(replace(found, fields=fields, comparison=comparison))


def _is_value(name: str, field: Field) -> bool:
    """Whether the generic extractor's value is one that a profile's page may be given."""
    if name == "title":
        return field.where != "title" or len(field.value) >= _SHORTEST_TITLE
    return is_value(name, field.value) and not (name in _LABELS and is_no_name(field.value))


def _find_missing(found: Found, text: str) -> Iterable[str]:
    """The fields that a page should have, and that its profile does not give: names where the page has their label."""
    for name in ("title", "published"):
        if name not in found.fields:
            yield name
    for name, labels in _LABELS.items():
        if name not in found.fields and any(
            sign in text and len(label.findall(text)) > len(label.findall(found.text)) for sign, label in labels.items()
        ):
            yield name


def _list_titles(tree: Element, metas: Mapping[str, str]) -> list[str]:
    """The titles in the metadata that may be of an article, without the name of the site."""
    element = find_title_element(tree)
    own = "".join(element.itertext()) if element is not None else ""
    titles = [tidy_title(raw) for raw in (metas.get("og:title"), metas.get("articletitle"), own) if raw]
    names = {fold(metas[name]).casefold() for name in ("og:site_name", "application-name") if name in metas}
    stripped = [strip_site_name(title, names, may_guess=True) for title in titles]
    return [title for title in stripped if not is_no_title(title) and not may_be_site_name(title)]


def _is_plain(title: str, tree: Element) -> bool:
    """Whether a title is what the page's own begins with, as on most pages: nothing else need be looked at."""
    element = find_title_element(tree)
    begins = element is not None and to_line(element.text)[: len(title)] == title
    return begins and len(title) > _SHORTEST_TITLE and not may_be_site_name(title)


def _is_title_doubtful(found: Found, titles: list[str]) -> bool:
    title = found.raw("title")
    if _is_weak(title, titles):
        return True
    if not titles:
        return "published" not in found.fields
    return not any(title in other or share_words(title, other) for other in titles)


def _is_weak(title: str, titles: list[str]) -> bool:
    """Whether a title is by itself no headline: of a template, a site or a channel, or one with date and source."""
    if is_no_title(title) or (DAY.search(fold(title)) is not None and "来源" in title):
        return True
    is_short = _CHANNEL.fullmatch(title) is not None or may_be_site_name(title)
    return is_short and bool(titles) and not any(other.startswith(title) for other in titles)


def _is_better(value: Field, found: Found, titles: list[str]) -> bool:
    """Whether another title has two signs for it, and the profile's has none."""
    other, own = value.value, found.raw("title")
    if fold(other) == fold(own):
        return False
    agrees = any(share_words(other, title) for title in titles)
    if _is_weak(own, titles):
        return agrees or value.where in _SHOWN
    return value.where in _SHOWN and (agrees or "published" not in found.fields)


def _list_days(url: str, metas: Mapping[str, str]) -> dict[str, date | None]:
    address = find_day(url)
    told = next((metas[name] for name in _DATE_METAS if name in metas), "")
    return {"address": date.fromisoformat(address) if address else None, "meta": _read_day(told)}


def _read_day(raw: str) -> date | None:
    moment = parse_date(raw, None, _LATE) if raw else None
    return date.fromisoformat(moment[:10]) if moment and len(moment) >= len("2024-01-31") else None


def _is_among(day: date, others: Iterable[date | None]) -> bool:
    """Whether a day is one of others, or beside one: the clocks of machines differ."""
    return any(other and abs(day - other) <= timedelta(days=1) for other in others)


def _is_clock_of_machine(field: Field | None) -> bool:
    """Whether a time of a meta has no clock, or one in UTC: the page may show the clock that it means."""
    if field is None or not field.where.startswith("meta"):
        return False
    moment = parse_date(field.value, None, _LATE) or ""
    return moment[10:] in ("", "T00:00:00") or moment.endswith("+00:00")


def _is_shown_that_day(generic: Found, day: date) -> bool:
    """Whether the generic reading has a time that a reader is shown, of a day or one beside it."""
    field = generic.fields.get("published")
    if field is None or ("zone" not in generic.fields and field.where.startswith(_TOLD_BY_MACHINES)):
        return False
    return _is_among(day, [_read_day(field.value)]) and len(parse_date(field.value, None, _LATE) or "") > len(
        "2024-01-31"
    )


def _is_supported(generic: Found, days: Mapping[str, date | None]) -> bool:
    """Whether the generic reading's day has two signs for it, of address, metas, and what a reader sees."""
    field = generic.fields.get("published")
    day = _read_day(field.value) if field else None
    if field is None or day is None:
        return False
    is_shown = not field.where.startswith(_TOLD_BY_MACHINES)
    return is_shown + sum(_is_among(day, [other]) for other in days.values()) > 1


def _read_description(found: Found, metas: Mapping[str, str]) -> str:
    """Read the beginning of the description; empty where it is short, or the title once more."""
    start = to_line(metas.get("og:description") or metas.get("description") or "")[:_LEAST_DESCRIPTION]
    return "" if len(start) < _LEAST_DESCRIPTION or found.raw("title").startswith(start) else start


def _is_elsewhere(description: str, text: str, markup: str) -> bool:
    """Whether a text lacks the beginning of the description, which the page shows elsewhere."""
    if not description or description in to_line(text):
        return False
    return markup.count(description) > markup.count(f'"{description}') + markup.count(f"'{description}")


def _is_whole(generic: str, own: str, description: str) -> bool:
    """Whether the generic extractor's text is the article, and the profile's is not."""
    return len(generic) > _MUCH_LONGER * len(own) and description in to_line(generic)


def _compare(found: Found, generic: Found) -> GenericComparison:
    return GenericComparison(found.extractor, generic.text, measure_agreement(found.text, generic.text))


def measure_agreement(one: str, other: str) -> float:
    """Measure how far two texts have the same words (a CJK character is one), each as often: 0 to 1.

    >>> measure_agreement("一二三四", "一二三")
    0.8571428571428571
    """
    a, b = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())
