"""When a page of no known layout was published: JSON-LD, metas, what a reader sees, the address, scripts, htmldate."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain

from lxml import html

from cundang.model.article import Field
from cundang.text.dates import explain_impossible, infer_zone, parse_date, parse_month_first
from pipelines.extract.json_ld import squeeze_key
from pipelines.extract.page_view import PageView, read_machine_field
from pipelines.extract.visible_dates import (
    beside,
    beside_headline,
    changes,
    date_lines,
    dateline,
    elsewhere,
    is_labelled,
    labelled,
    near_lines,
    shown,
    times,
    wordy_lines,
)

_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # extraction has no clock; normalising knows when the page was fetched
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?=[/_.\-]|[^\d]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)")
# Names of metas that tell of publishing, beside the common ones in seen.py: publishedDate, article:published_at, pub_date,
# vr:published-time, date-pub, date.available, citation_online_date ...
_OF_PUBLISHING = re.compile(
    r"(?:^|(?<!last)[^a-z])(?:first[_-]?)?(?:pub(?:li(?:sh(?:ed)?|cation))?|release|online)[^a-z]?(?:date|time|at|on)?$|(?:^|[^a-z])date[^a-z]?(?:pub(?:lished)?|issued|available)$"
)
# Metas that say no more than "date": some systems have the day of the last change there, so that what a reader is shown
# beside the headline goes before them.
_OF_ANY_KIND = frozenset(f"meta {name}" for name in ("date", "dc.date", "dcterms.date"))
_MOST_TIMES = 12
_MOST_LETTERS = 24  # of a line that is but a date: Mittwoch, 26. September 2022; Published January 8, 2026
_YEAR = re.compile(r"(?:19|20)\d\d")
# Release: 14.11.2019, or a date for machines glued to another one: Jane Doe2022-12-07T10:10:52+01:0025. Dezember 2022
_OF_ELSE = re.compile(r"^(?!publi|posted|date|datum)[^\W\d]{1,24}\s{0,2}:|\d-\d\dT\d\d:", re.IGNORECASE)
_SIGN = r"(?:[\"'\\]|&quot;|&#34;){0,4}"
_WRITTEN = re.compile(
    rf"""(?:published_?(?:at|date|time|first|on)?|publication_?date|publish_?(?:date|time)|publi(?:shed?|cation)(?:date)?|pub_?(?:date|time)|entry-date[^>]{{0,40}}datetime){_SIGN}\s{{0,3}}(?:[:=]|content=)\s{{0,3}}{_SIGN}((?:19|20)\d\d-\d\d-\d\d[T \d:.+Z-]{{0,30}}|\d\d\.\d\d\.(?:19|20)\d\d[ \d:]{{0,9}}|(?:19|20)\d\d[01]\d[0-3]\d(?!\d))""",
    re.IGNORECASE,
)
_BEGINNINGS = ("pub", "entry-date")  # of what that pattern finds: a plain search is ten times as fast as the pattern


def find_published(page: PageView, near: Sequence[int]) -> Field | None:
    """When the page was published: the first possible date, in the order above. Where it is in figures that can be read
    two ways, and a reader is shown the other day, that one; where no date is possible, an impossible one, as it stands."""
    refused: Field | None = None
    for found in _candidates(page, near):
        if not (moment := _moment(found.value)):
            refused = refused or (found if explain_impossible(found.value, _LATE) else None)
            continue
        if other := parse_month_first(found.value):
            seen = [(text, _moment(text.value)[:10]) for text in shown(page, near)]
            confirming = [text for text, when in seen if when == other and not parse_month_first(text.value)]
            if confirming and moment[:10] not in [when for _, when in seen]:
                return confirming[0]
        return _as_shown(page, near, found, moment) if found.where.startswith(("JSON-LD", "meta")) else found
    return refused or _by_htmldate(page)


def find_modified(page: PageView, near: Sequence[int]) -> Field | None:
    """When the page was last changed: by machine, or by a line that says so."""
    told = chain(read_machine_field("modified", page.meta, page.data), changes(page, near))
    return next((found for found in told if _moment(found.value)), None)


def find_zone(page: PageView, near: Sequence[int], moment: Field) -> Field | None:
    """The zone of a page, by a line that shows its `moment` of publication, given in UTC, by the page's own clock."""
    at = _moment(moment.value)
    for line in near_lines(page, near) if at.endswith("+00:00") else ():
        if found := infer_zone(at, _moment(line)):
            return Field(f"{found}".removeprefix("UTC"), f"clock of the line: {line}")
    return None


def _candidates(page: PageView, near: Sequence[int]) -> Iterator[Field]:
    told = list(read_machine_field("published", page.meta, page.data))
    yield from (field for field in told if field.where not in _OF_ANY_KIND)
    others = (
        Field(squeeze_key(value), f"meta {name}") for name, value in page.meta.items() if _OF_PUBLISHING.search(name)
    )
    yield from sorted(others, key=lambda field: _moment(field.value) or "~")  # what is later may be a change
    day = _in_address(page)
    placed = times(page, near)
    close = list(_on_day(day, beside(page, near, placed)))
    weak = [field for field in told if field.where in _OF_ANY_KIND]
    latest = min((_moment(field.value)[:10] or "~" for field in weak), default="~")
    yield from (field for field in close if field.where == "time" or _moment(field.value)[:10] <= latest)
    yield from weak
    yield from close
    yield from _on_day(day, elsewhere(page, near, placed))
    if day:
        yield Field(day, "url")
    yield from _written_in(page.markup)
    yield from changes(page, near)
    yield from placed.changed
    yield from wordy_lines(page, near)
    yield from dateline(page)


def _as_shown(page: PageView, near: Sequence[int], found: Field, moment: str) -> Field:
    """What machines are told, unless the page shows another day: the same moment by its own clock; the day that its
    address has too, where the moment is in UTC; an earlier day, where machines are told of no later change, as
    by systems that tell the day of the last change as that of the publication."""
    if moment.endswith("+00:00") and (by_own_clock := _of_one_moment(page, moment)):
        return by_own_clock
    changed = [_moment(field.value)[:10] for field in read_machine_field("modified", page.meta, page.data)]
    is_stamped = max(changed, default="") <= moment[:10]
    in_address = _in_address(page)
    is_of_another_day = moment.endswith("+00:00") and not moment.startswith(in_address)
    if not is_stamped and not is_of_another_day:
        return found
    days = [(_moment(line.value)[:10], line) for line in _days_alone(page, near)]
    if len({day for day, _ in days if day}) > 1:  # the entries of a chronicle
        return found
    day, line = next((pair for pair in days if pair[0]), (moment[:10], found))
    month = _URL_MONTH.search(page.url)
    if moment[:10] in [day for day, _ in days] or (month and not day.startswith("-".join(month.groups()))):
        return found
    later = (datetime.fromisoformat(moment[:10]) - datetime.fromisoformat(day)).days
    if abs(later) == 1 and moment.endswith("+00:00"):
        return line if day == in_address and not find_zone(page, near, found) else found
    return line if is_stamped and later > 0 else found


def _days_alone(page: PageView, near: Sequence[int]) -> list[Field]:
    """The lines between the headline and the text that are but a day, or begin with a word for publishing, and can be read in
    one way only; where there is none, such lines elsewhere."""
    lines = date_lines(page, beside_headline(page, near))
    alone = [line for line in lines if is_labelled(line.value) or sum(c.isalpha() for c in line.value) <= _MOST_LETTERS]
    alone = alone or list(labelled(page))
    dated = [line for line in alone if _YEAR.search(line.value) and not _OF_ELSE.search(line.value)]
    return [line for line in dated if not parse_month_first(line.value)]


def _of_one_moment(page: PageView, moment: str) -> Field | None:
    """The time element that has a moment, given in UTC, by the page's own clock."""
    for element in [element for element in page.marked if element.tag == "time"][:_MOST_TIMES]:
        text = squeeze_key(element.get("datetime"))
        own = _moment(text)
        if len(own) == len(moment) and own != moment and datetime.fromisoformat(own) == datetime.fromisoformat(moment):
            return Field(text, "time")
    return None


def _in_address(page: PageView) -> str:
    """The day in the address of a page, or an empty string."""
    day = _URL_DAY.search(page.url)
    return "-".join(day.groups()) if day else ""


def _on_day(day: str, fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that have a day, where one is given."""
    return (field for field in fields if not day or _moment(field.value).startswith(day))


def _moment(text: str) -> str:
    return parse_date(text, None, _LATE) or ""


def _written_in(markup: str) -> Iterator[Field]:
    """Dates in scripts, broken JSON-LD and attributes of the markup, by the names they go under."""
    lower = markup.replace("İ", "i").lower()  # the one letter that becomes two in lower case
    for beginning in _BEGINNINGS:
        at = lower.find(beginning)
        while at >= 0:
            if match := _WRITTEN.match(markup, at):
                yield Field(match[1], "script")
            at = lower.find(beginning, at + 1)


def _by_htmldate(page: PageView) -> Field | None:
    """The last resort: what htmldate finds in its fast mode, unless that is when the page was changed. It is given a tree, since
    it fetches what looks like an address, and a latest date, since it has a clock."""
    if not page.markup:
        return None
    from htmldate import find_date  # noqa: PLC0415 - its parser of dates takes a third of a second to load

    tree = html.document_fromstring(page.markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    changed = [_moment(found.value) for found in read_machine_field("modified", page.meta, page.data)]
    try:
        day = find_date(tree, extensive_search=False, original_date=True, max_date=f"{_LATE:%Y-%m-%d}")
    except ValueError:  # it moves texts, and lxml takes no control character back that it has itself read
        return None
    return Field(day, "htmldate") if day and not any(moment.startswith(day) for moment in changed) else None
