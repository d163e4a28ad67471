"""When a page of no known layout was published: JSON-LD, metas, what a reader sees, the address, scripts, htmldate."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from lxml import html

from cundang.model.article import Field
from cundang.text.address import find_day
from cundang.text.dates import explain_impossible, infer_zone, list_days, localize, parse_month_first
from pipelines.extract import chinese_dates
from pipelines.extract.page_view import LATE, PageView, read_machine_field
from pipelines.extract.script_dates import find_script_dates
from pipelines.extract.tree import to_line
from pipelines.extract.visible_dates import (
    find_byline_dates,
    find_dateline,
    find_labelled_dates,
    find_modified_lines,
    find_other_dates,
    find_visible_dates,
    find_wordy_lines,
    is_labelled,
    list_date_lines,
    list_short_lines,
    sort_time_elements,
)

_MONTH_IN_URL = re.compile(r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)")
# Names of metas that hold a date of publication, beside the common ones in page_view.py: publishedDate,
# article:published_at, pub_date, vr:published-time, date-pub, date.available, citation_online_date ...
_PUBLISHED_META = re.compile(
    r"(?:^|(?<!last)[^a-z])(?:first[_-]?)?"
    r"(?:pub(?:li(?:sh(?:ed)?|cation))?|release|online)[^a-z]?(?:date|time|at|on)?$"
    r"|(?:^|[^a-z])date[^a-z]?(?:pub(?:lished)?|issued|available)$"
)
# Metas that say no more than "date": some systems put the day of the last modification there, so that what a reader is
# shown beside the headline goes before them.
_VAGUE_METAS = frozenset(f"meta {name}" for name in ("date", "dc.date", "dcterms.date"))
_MOST_TIMES = 12  # time elements that are looked at
_MOST_LETTERS = 24  # of a line that is but a date: Mittwoch, 26. September 2022; Published January 8, 2026
_YEAR = re.compile(r"(?:19|20)\d\d")
# Release: 14.11.2019, or a date for machines glued to another one: Jane Doe2022-12-07T10:10:52+01:0025. Dezember 2022
_OTHER_DATE = re.compile(r"^(?!publi|posted|date|datum)[^\W\d]{1,24}\s{0,2}:|\d-\d\dT\d\d:", re.IGNORECASE)
_QUOTE = r"(?:[\"'\\]|&quot;|&#34;){0,4}"
_NAMED_DATE = re.compile(
    r"(?:published_?(?:at|date|time|first|on)?|publication_?date|publish_?(?:date|time)|publi(?:shed?|cation)(?:date)?"
    r"|pub_?(?:date|time)|entry-date[^>]{0,40}datetime)"
    rf"{_QUOTE}\s{{0,3}}(?:[:=]|content=)\s{{0,3}}{_QUOTE}"
    r"((?:19|20)\d\d-\d\d-\d\d[T \d:.+Z-]{0,30}|\d\d\.\d\d\.(?:19|20)\d\d[ \d:]{0,9}"
    r"|(?:19|20)\d\d[01]\d[0-3]\d(?!\d))",
    re.IGNORECASE,
)
_MOST_YEARS = 2000  # occurrences of a year in the markup that are looked at
_BEFORE_YEAR, _BEHIND_YEAR = 24, 12  # characters around a year that its month and day stand in
_BEGINNINGS = ("pub", "entry-date")  # of what that pattern finds: a plain search is ten times as fast as the pattern


def find_published(view: PageView) -> Field | None:
    """Find when a page was published: the first possible date, in the order above.

    Where its digits can be read two ways, and a reader is shown the other day, that one. Where no date is possible, an
    impossible one, as it stands.
    """
    impossible: Field | None = None
    for field in _find_candidates(view):
        moment = view.parse_date(field.value)
        if not moment:
            impossible = impossible or (field if explain_impossible(field.value, LATE) else None)
            continue
        if other_day := parse_month_first(field.value):
            shown = _list_own_lines(view) if view.is_chinese else find_visible_dates(view)
            visible = [(date, view.parse_date(date.value)[:10]) for date in shown]
            confirming = [date for date, day in visible if day == other_day and not parse_month_first(date.value)]
            if confirming and moment[:10] not in [day for _, day in visible]:
                return confirming[0]
        is_of_machine = field.where.startswith(("JSON-LD", "meta"))
        return _correct_by_visible(view, field, moment) if is_of_machine else field
    return impossible or (None if view.is_chinese else _find_by_htmldate(view))


def find_modified(view: PageView) -> Field | None:
    """Find when a page was last modified: in the metadata, or in a line that says so."""
    of_language = chinese_dates.find_modified_lines if view.is_chinese else find_modified_lines
    candidates = chain(read_machine_field("modified", view), of_language(view))
    return next((field for field in candidates if view.parse_date(field.value)), None)


def find_zone(view: PageView, published: Field) -> Field | None:
    """Find the zone of a page, by a line that shows its time of publication, given in UTC, by the page's own clock."""
    moment = view.parse_date(published.value)
    if moment.endswith("+00:00") and view.is_chinese:
        local = localize(moment, "+08:00")
        if local[:10] in (view.parse_date(line.value) for line in chinese_dates.find_head_dates(view)):
            return Field("+08:00", "day of a line near the title")
    for line in list_short_lines(view, view.headline_area) if moment.endswith("+00:00") else ():
        if zone := infer_zone(moment, view.parse_date(line)):
            return Field(f"{zone}".removeprefix("UTC"), f"clock of the line: {line}")
    return None


def _find_candidates(view: PageView) -> Iterator[Field]:
    """All dates that may be that of the publication, the most telling first."""
    by_machine = list(read_machine_field("published", view))
    yield from (field for field in by_machine if field.where not in _VAGUE_METAS)
    others = [
        Field(to_line(value), f"meta {name}") for name, value in view.metas.items() if _PUBLISHED_META.search(name)
    ]
    yield from sorted(
        others, key=lambda field: view.parse_date(field.value) or "~"
    )  # what is later may be a modification
    if view.is_chinese:
        yield from _find_on_chinese_page(view, [field for field in by_machine if field.where in _VAGUE_METAS])
        return
    day = _find_day_in_url(view)
    times = sort_time_elements(view)
    in_byline = list(_filter_by_day(view, day, find_byline_dates(view, times)))
    vague = [field for field in by_machine if field.where in _VAGUE_METAS]
    latest = min((view.parse_date(field.value)[:10] or "~" for field in vague), default="~")
    yield from (field for field in in_byline if field.where == "time" or view.parse_date(field.value)[:10] <= latest)
    yield from vague
    yield from in_byline
    yield from _filter_by_day(view, day, find_other_dates(view, times))
    if day:
        yield Field(day, "url")
    yield from _find_in_markup(view.markup)
    yield from find_modified_lines(view)
    yield from times.modified
    yield from find_wordy_lines(view)
    yield from find_dateline(view)


def _find_on_chinese_page(view: PageView, vague: list[Field]) -> Iterator[Field]:
    """The dates of a page in Chinese behind those for machines. Others than its own are not guessed at."""
    day = _find_day_in_url(view)
    head = list(_filter_by_day(view, day, _find_in_head(view)))
    latest = min((view.parse_date(field.value)[:10] or "~" for field in vague), default="~")
    scripts = list(find_script_dates(view))
    if head and len(shown := view.parse_date(head[0].value)) == len("2024-01-31"):  # a script may tell its clock
        yield from (field for field in scripts if shown in _list_days(view, field) and _has_clock(view, field))
    yield from (field for field in head if view.parse_date(field.value)[:10] <= latest)
    yield from vague
    yield from head
    if day:
        yield from (field for field in scripts if day in _list_days(view, field))
    of_text = chain(
        chinese_dates.find_labelled_dates(view),
        chinese_dates.find_dateline(view),
        chinese_dates.find_signature(view),
    )
    yield from _filter_by_day(view, day, of_text)
    if day:
        yield Field(day, "url")
    yield from scripts
    yield from chinese_dates.find_modified_lines(view)


def _has_clock(view: PageView, field: Field) -> bool:
    return view.parse_date(field.value)[10:] not in ("", "T00:00:00")


def _find_in_head(view: PageView) -> Iterator[Field]:
    """The dates around the headline of a page in Chinese; of one in a time element, what that tells machines."""
    lines = list(chinese_dates.find_head_dates(view))
    times = sort_time_elements(view)
    for line in lines:
        own = view.parse_date(line.value)
        for field in times.in_byline:
            moment = view.parse_date(field.value)
            if own and len(moment) > len(own) and own in (day[: len(own)] for day in _list_days(view, field)):
                yield field
        yield line


def _list_days(view: PageView, field: Field) -> list[str]:
    """The day of a moment as the page writes it, and in China, where it is one in UTC or a number of seconds."""
    moment = view.parse_date(field.value)
    if not moment.endswith("+00:00"):
        return [moment[:10]]
    return [moment[:10], localize(moment, "+08:00")[:10]]


def _correct_by_visible(view: PageView, field: Field, moment: str) -> Field:
    """Choose between the date in the metadata, which is `moment`, and another that the page shows.

    The other one is: the same moment by the page's own clock; the day that the address has too, where the moment is in
    UTC; an earlier day, where the metadata have no later modification, as with systems that state the day of the last
    modification as that of the publication.
    """
    by_own_clock = _find_same_moment(view, moment) if moment.endswith("+00:00") else None
    if by_own_clock := by_own_clock or (_find_own_clock(view, moment) if view.is_chinese else None):
        return by_own_clock
    modified = [view.parse_date(machine.value)[:10] for machine in read_machine_field("modified", view)]
    is_stamped = max(modified, default="") <= moment[:10]
    day_in_url = _find_day_in_url(view)
    is_of_another_day = moment.endswith("+00:00") and not moment.startswith(day_in_url)
    if not is_stamped and not is_of_another_day:
        return field
    days = [(view.parse_date(line.value)[:10], line) for line in _list_pure_dates(view)]
    if len({day for day, _ in days if day}) > 1:  # the entries of a chronicle
        return field
    day, line = next((pair for pair in days if pair[0]), (moment[:10], field))
    month = _MONTH_IN_URL.search(view.url)
    if moment[:10] in [day for day, _ in days] or (month and not day.startswith("-".join(month.groups()))):
        return field
    days_later = (datetime.fromisoformat(moment[:10]) - datetime.fromisoformat(day)).days
    if abs(days_later) == 1 and moment.endswith("+00:00"):
        return line if day == day_in_url and not find_zone(view, field) else field
    return line if is_stamped and days_later > 0 else field


def _find_own_clock(view: PageView, moment: str) -> Field | None:
    """Find the line of a page in Chinese that shows the day of a moment with its clock.

    That is the page's own clock where machines are told the same of UTC, as systems do that know no zone, and where
    they are told of no clock, of midnight, of a clock of twelve hours (03:20 for 下午03:20), or of a later one, when the
    page was put up: what the page shows was before. Its first line with a clock counts.
    """
    in_china = localize(moment, "+08:00") if moment.endswith("+00:00") else moment
    is_first = True
    for line in chinese_dates.find_head_dates(view):
        shown = view.parse_date(line.value)
        has_clock = len(shown) > len(moment[:10])
        if has_clock and is_first and _is_later(in_china, shown, is_utc=moment.endswith("+00:00")):
            return line
        is_first = is_first and not has_clock
        is_same = moment.endswith("+00:00") and shown[:16] == moment[:16]
        is_of_no_clock = moment[10:19] in ("", "T00:00:00") and shown[:10] == moment[:10]
        if len(shown) > len(moment[:10]) and (is_same or is_of_no_clock or _is_half_a_day_later(shown, moment)):
            return line
    return None


def _is_later(moment: str, shown: str, *, is_utc: bool) -> bool:
    """Whether a moment is minutes later on the day of the one shown. UTC differs by whole half hours."""
    if shown[:10] != moment[:10] or shown[:16] >= moment[:16]:
        return False
    later, earlier = (datetime.fromisoformat(each[:16]) for each in (moment, shown))
    return not is_utc or (later - earlier) % timedelta(minutes=30) != timedelta(0)


def _is_half_a_day_later(shown: str, moment: str) -> bool:
    later = datetime.fromisoformat(shown).replace(tzinfo=None, second=0)
    earlier = datetime.fromisoformat(moment).replace(tzinfo=None, second=0)
    return later.date() == earlier.date() and later - earlier == timedelta(hours=12)


def _list_pure_dates(view: PageView) -> list[Field]:
    """The lines between headline and text that are but a date; where there is none, such lines elsewhere.

    A line that begins with a word for publishing is one too. Left out are days that can be read in two ways.
    """
    lines = _list_own_lines(view)
    pure = [line for line in lines if is_labelled(line.value) or sum(c.isalpha() for c in line.value) <= _MOST_LETTERS]
    pure = pure or list((chinese_dates.find_labelled_dates if view.is_chinese else find_labelled_dates)(view))
    with_year = [line for line in pure if _YEAR.search(line.value) and not _OTHER_DATE.search(line.value)]
    return [line for line in with_year if not parse_month_first(line.value)]


def _list_own_lines(view: PageView) -> list[Field]:
    if view.is_chinese:
        return list(chinese_dates.find_head_dates(view))
    return list_date_lines(view, view.byline_area)


def _find_same_moment(view: PageView, moment: str) -> Field | None:
    """Find the time element that has a moment, given in UTC, by the page's own clock."""
    for element in [element for element in view.marked if element.tag == "time"][:_MOST_TIMES]:
        text = to_line(element.get("datetime"))
        own = view.parse_date(text)
        if len(own) == len(moment) and own != moment and datetime.fromisoformat(own) == datetime.fromisoformat(moment):
            return Field(text, "time")
    return None


def _find_day_in_url(view: PageView) -> str:
    """The day in the address of a page; empty where it has none."""
    return find_day(view.url) or ""


def _filter_by_day(view: PageView, day: str, fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that have a day, or all where none is given."""
    return (field for field in fields if not day or view.parse_date(field.value).startswith(day))


def _find_in_markup(markup: str) -> Iterator[Field]:
    """Find dates in scripts, broken JSON-LD and attributes of the markup, by the names they go under."""
    lower = markup.replace("İ", "i").lower()  # the one letter that becomes two in lower case
    for beginning in _BEGINNINGS:
        at = lower.find(beginning)
        while at >= 0:
            if named_date := _NAMED_DATE.match(markup, at):
                yield Field(named_date[1], "script")
            at = lower.find(beginning, at + 1)


def _find_by_htmldate(view: PageView) -> Field | None:
    """The last resort: what htmldate finds in its fast mode, unless that is the day of a modification.

    It is given a tree, since it fetches what looks like an address, and a latest date, since it has a clock.
    """
    if not view.markup:
        return None
    from htmldate import find_date  # noqa: PLC0415 - its parser of dates takes a third of a second to load

    tree = html.document_fromstring(view.markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    modified = [view.parse_date(field.value) for field in read_machine_field("modified", view)]
    try:
        day = find_date(tree, extensive_search=False, original_date=True, max_date=f"{LATE:%Y-%m-%d}")
    except ValueError:  # it moves texts, and lxml takes no control character back that it has itself read
        return None
    if not day or any(moment.startswith(day) for moment in modified) or not _is_written(day, view):
        return None
    return Field(day, "htmldate")


def _is_written(day: str, view: PageView) -> bool:
    """Whether a day stands in the markup of a page: htmldate also makes days of other figures."""
    at = view.markup.find(day[:4])
    for _ in range(_MOST_YEARS):
        if at < 0:
            return False
        around = view.markup[max(0, at - _BEFORE_YEAR) : at + _BEHIND_YEAR]
        if day in list_days(around):
            return True
        at = view.markup.find(day[:4], at + 1)
    return True
