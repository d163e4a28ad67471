"""The day of an article, as its address or the source that names it gives it."""

import re
from datetime import date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_IN_ADDRESS = re.compile(r"/(20\d\d|19\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LONGEST = 64  # characters of a date
_UNSET = {"1900-01-01", "1969-12-31", "1970-01-01"}  # what programs write that know no date; .NET writes the year 1


def find_day(url: str) -> str | None:
    """The day that an address gives.

    >>> find_day("http://www.xiongan.gov.cn/2020-01/31/c_1210457253.htm")
    '2020-01-31'
    """
    found = _IN_ADDRESS.search(urlsplit(url).path)
    return "-".join(found.groups()) if found else None


def parse_day(raw: str | None, zone: tzinfo, fetched_at: datetime) -> str | None:
    """The day in `zone` of a date as feeds (RFC 822) and sitemaps (ISO 8601) write it; one without an offset is of `zone`.

    None where it is no whole date, one of a program that knows none, or later than a day after it was fetched.

    >>> from datetime import UTC, timezone
    >>> beijing, now = timezone(timedelta(hours=8)), datetime(2026, 1, 9, tzinfo=UTC)
    >>> parse_day("Thu, 01 Jan 2026 23:30:00 GMT", beijing, now), parse_day("2026-01-01T23:30:00-05:00", beijing, now)
    ('2026-01-02', '2026-01-02')
    >>> parse_day("2026-01-01", beijing, now), parse_day("9999-12-31T23:59:59-12:00", beijing, now)
    ('2026-01-01', None)
    """
    text = (raw or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        day = date.fromisoformat(text) if len(text) <= len("2026-01-01") else _moment(text, zone).date()
    except (ValueError, OverflowError, TypeError):  # TypeError: "0 0 0" as email.utils reads it
        return None
    latest = fetched_at.astimezone(zone).date() + timedelta(days=1)
    return None if day > latest or day.year < 1900 or day.isoformat() in _UNSET else day.isoformat()


def _moment(text: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
