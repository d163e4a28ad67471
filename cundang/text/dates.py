"""Dates as pages write them, the Chinese forms and the western ones."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from cundang.text.calendars import find_matches, read_day
from cundang.text.clock import parse_offset, read_clock
from cundang.text.fold import fold

_FIRST = date(1990, 1, 1)  # before any site of ours; an older date is one that the text is about
_FIRST_MOMENT = datetime(1990, 1, 1, tzinfo=UTC)
_DAY_OF_NOTHING = date(1970, 1, 1)  # with a clock: the moment nought, which programs write for no moment
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,9})?", re.ASCII)  # from September 2001
_LONGEST = 2000  # characters of a raw string that are looked at
# As Java and C print a moment, the year last: Sat Oct 03 07:23:11 HKT 2026. CST is China's as often as Chicago's.
_YEAR_LAST = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<month>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) (?P<clock>\d\d:\d\d:\d\d)"
    r"(?: (?P<zone>[A-Z]{3,4})(?P<offset>[+-]\d\d:?\d\d)?)? (?P<year>\d{4})\b",
    re.ASCII,
)
_ZONES = {"HKT": "+08:00", "SGT": "+08:00", "GMT": "+00:00", "UTC": "+00:00"}
_YEARLESS = re.compile(r"(?<![\d年/.-])\d{1,2} ?月 ?\d{1,2} ?[日号]")


def parse_date(
    raw: str, zone: tzinfo | None, fetched_at: datetime, *, of_republic: bool = False, is_given: bool = False
) -> str | None:
    """Parse the first possible date in a string, as ISO 8601; None where there is none.

    It comes with clock and offset, with the clock alone where no zone is known, or as the day alone where the string
    has no clock. Impossible are days that are not in the calendar, before 1990, or later than a day after the page was
    fetched; where a record or a layout gives the day outright (`is_given`), it may be before 1990. Ten or thirteen
    digits alone are the seconds or milliseconds since 1970, as databases export a moment. `of_republic`: 113-05-18 is a
    day of 2024, see calendars.py.

    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> parse_date("2020-01-31 21:09:08 来源", timezone(timedelta(hours=8)), now)
    '2020-01-31T21:09:08+08:00'
    >>> parse_date("Published January 31st, 2020", None, now)
    '2020-01-31'
    >>> parse_date("Fri Jan 31 21:09:08 HKT 2020", None, now)
    '2020-01-31T21:09:08+08:00'
    >>> parse_date("1580476148000", timezone(timedelta(hours=8)), now)
    '2020-01-31T21:09:08+08:00'
    """
    if epoch := _EPOCH.fullmatch(raw.strip()):
        moment = datetime.fromtimestamp(int(epoch[1]), zone or UTC)
        return moment.isoformat() if moment.date() <= fetched_at.date() + timedelta(days=1) else None
    raw = _YEAR_LAST.sub(_put_year_first, raw[:_LONGEST])
    text = fold(raw)
    for match in find_matches(raw, text, of_republic):
        day = _read_possible(match)
        if not day or day > fetched_at.date() + timedelta(days=1) or (day < _FIRST and not is_given):
            continue
        clock = read_clock(text, match.end())
        if not clock:
            return day.isoformat()
        if day == _DAY_OF_NOTHING:
            continue
        return datetime.combine(day, clock.time.replace(tzinfo=clock.offset or zone)).isoformat()
    return None


def _put_year_first(moment: re.Match[str]) -> str:
    offset = moment["offset"] or _ZONES.get(moment["zone"], "")
    return f"{moment['day']} {moment['month']} {moment['year']} {moment['clock']}{offset}"


def _read_possible(match: re.Match[str]) -> date | None:
    try:
        return read_day(match)
    except (ValueError, KeyError):
        return None


def list_days(raw: str) -> list[str]:
    """List the days in a string that the calendar has, as ISO 8601, by one way to read each."""
    raw = raw[:_LONGEST]
    days = (_read_possible(match) for match in find_matches(raw, fold(raw), of_republic=False))
    return [day.isoformat() for day in days if day]


def is_epoch(raw: str) -> bool:
    """Whether a string is the seconds or milliseconds since 1970, as `parse_date` reads them."""
    return _EPOCH.fullmatch(raw.strip()) is not None


def explain_impossible(raw: str, fetched_at: datetime) -> str:
    """Explain why a string that holds dates has no possible one; empty where it has one, or holds none at all.

    >>> explain_impossible("2020-02-30 10:00", datetime(2026, 1, 1, tzinfo=UTC))
    'not in the calendar'
    """
    if parse_date(raw, None, fetched_at):
        return ""
    raw = raw[:_LONGEST]
    text = fold(raw)
    for match in find_matches(raw, text, of_republic=False):
        day = _read_possible(match)
        if not day:
            return "not in the calendar"
        return f"before {_FIRST.year}" if day < _FIRST else "later than a day after the page was fetched"
    return "a day without a year" if _YEARLESS.search(text) else ""


def parse_month_first(raw: str) -> str | None:
    """Parse the first date of a string with the month first, as Americans write it; `parse_date` reads the day first.

    03/09/2026 is the 9th of March, as ISO 8601. None where there is but one way to read the date.
    """
    match = next(find_matches(raw[:_LONGEST], fold(raw[:_LONGEST]), of_republic=False), None)
    if not match or not match.groupdict().get("a") or match["a"] == match["b"]:
        return None
    day, month = int(match["b"]), int(match["a"])
    return date(int(match["y"]), month, day).isoformat() if 1 <= month <= 12 and 1 <= day <= 12 else None


def infer_zone(moment: str, local: str) -> tzinfo | None:
    """Infer the zone of a page from a moment in UTC and the same moment by the page's own clock.

    Both are as `parse_date` gives them. None where either has no clock, or what they differ by is no zone.
    """
    if not moment.endswith("+00:00") or len(local) != len("2020-01-31T21:09:08"):
        return None
    in_utc = datetime.fromisoformat(moment).replace(second=0, tzinfo=None)
    offset = datetime.fromisoformat(local).replace(second=0) - in_utc
    half_a_day = timedelta(hours=-12)  # no place on earth, but a clock of twelve hours: 3:48 for 15:48
    if offset in (timedelta(), half_a_day) or offset % timedelta(minutes=15) or abs(offset) > timedelta(hours=14):
        return None
    return timezone(offset)


def localize(moment: str, zone: str) -> str:
    """Convert a moment in UTC to the clock of a zone, given as its offset.

    >>> localize("2023-11-09T06:35:29+00:00", "-08:00")
    '2023-11-08T22:35:29-08:00'
    """
    return datetime.fromisoformat(moment).astimezone(parse_offset(zone)).isoformat()


def is_possible_fetch(moment: datetime, imported_at: datetime) -> bool:
    """Whether a page that is imported can have been fetched at a moment: since 1990, and not after a day from now."""
    return _FIRST_MOMENT <= moment <= imported_at + timedelta(days=1)


def parse_stamp(digits: str) -> datetime | None:
    """Parse a moment in UTC of 14 digits, as the Wayback Machine writes it; None where the calendar has no such.

    >>> parse_stamp("20120611024252").isoformat(), parse_stamp("20121311024252")
    ('2012-06-11T02:42:52+00:00', None)
    """
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def is_later(one: str | None, other: str | None) -> bool:
    """Whether a time in ISO 8601 is known to be later than another one: of the same day, only where both have a clock.

    >>> is_later("2026-11-17T09:00:00+08:00", "2026-11-17"), is_later("2026-11-18", "2026-11-17T23:00:00+08:00")
    (False, True)
    """
    if not one or not other:
        return False
    if len(one) > len("2026-11-17") < len(other):
        moments = datetime.fromisoformat(one), datetime.fromisoformat(other)
        if all(moment.tzinfo for moment in moments):
            return moments[0] > moments[1]
    return one[:10] > other[:10]
