"""Parse the day of an article as the source that names it gives it."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from cundang.text.dates import parse_date

_LONGEST = 64  # characters of a date
_STAMP = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds since 1970: 2001 to 2286
_OFFSET = re.compile(r":\d\d(?:\.\d{1,9})? ?[+-](\d\d):?(\d\d)$")
# China's zone as its servers write it, who mean no Central Standard Time: CST, GMT+8, UTC+08:00
_CHINA = re.compile(r"\b(?:CST\b|(?:GMT|UTC) ?\+ ?0?8(?::?00)?(?!\d))")
_CHINA_OFFSET = timedelta(hours=8)
_UNSET = {"1900-01-01", "1969-12-31", "1970-01-01"}  # what programs write for an unknown date; .NET writes the year 1


def parse_day(raw: str | float | None, zone: tzinfo, fetched_at: datetime) -> str | None:
    """Parse the date of a feed (RFC 822), a sitemap (ISO 8601), an API (seconds or milliseconds since 1970) or a list
    (2024年5月1日) into its day in `zone`, as 2024-01-31.

    A date without an offset is of `zone`; CST is China's time where `zone` has its clock. None where it is incomplete,
    a placeholder for an unknown date, or more than a day after `fetched_at`.

    >>> from datetime import UTC, timezone
    >>> beijing, now = timezone(timedelta(hours=8)), datetime(2026, 1, 9, tzinfo=UTC)
    >>> parse_day("Thu, 01 Jan 2026 23:30:00 GMT", beijing, now), parse_day("2026-01-01T23:30:00-05:00", beijing, now)
    ('2026-01-02', '2026-01-02')
    >>> parse_day("2026-01-01", beijing, now), parse_day("9999-12-31T23:59:59-12:00", beijing, now)
    ('2026-01-01', None)
    >>> parse_day(1767283200000, beijing, now), parse_day("2026年1月2日", beijing, now)
    ('2026-01-02', '2026-01-02')
    """
    text = (str(int(raw)) if isinstance(raw, int | float) and abs(raw) < 1e15 else str(raw or "")).strip()
    if "+" in text or zone.utcoffset(fetched_at.replace(tzinfo=None)) == _CHINA_OFFSET:
        text = _CHINA.sub("+0800", text)
    if not text or len(text) > _LONGEST:
        return None
    try:
        day = _parse_day(text, zone, fetched_at)
    except (ValueError, OverflowError, TypeError):  # TypeError: "0 0 0" as email.utils reads it
        return None
    latest = fetched_at.astimezone(zone).date() + timedelta(days=1)
    return None if day > latest or day.year < 1900 or day.isoformat() in _UNSET else day.isoformat()


def _parse_day(text: str, zone: tzinfo, fetched_at: datetime) -> date:
    if _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(zone).date()
    if (offset := _OFFSET.search(text)) and (int(offset[1]), int(offset[2])) > (14, 0):
        raise ValueError("no zone on earth has this offset")
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-01-01") else _parse_moment(text, zone).date()
    except (ValueError, OverflowError, TypeError):
        return date.fromisoformat((parse_date(text, zone, fetched_at) or "")[:10])


def _parse_moment(text: str, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
