"""Dates as Chinese pages write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from pipelines.fold import fold

# 2020-01-31 21:09:08 | 2019年05月02日 09:03 | 2023 11/ 17 20:52:15 | 2024-05-15T08:58:52+08:00 | ９月３日 is folded first
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.年 ] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d)日?")
CLOCK = re.compile(r"[T ]{0,3}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?(?!\d)")
_FIRST = date(1990, 1, 1)  # before any site of ours; older dates on a page are what it tells of


def published_at(raw: str, zone: tzinfo | None, fetched_at: datetime) -> str | None:
    """The first possible date in a string, as ISO 8601: with clock and offset, with the clock alone where no zone is
    known, or the day alone where the string has no clock. None where there is no date, or only impossible ones (not in
    the calendar, before 1990, or later than a day after the page was fetched).

    >>> published_at("2020-01-31 21:09:08 来源", timezone(timedelta(hours=8)), datetime(2026, 1, 1, tzinfo=timezone.utc))
    '2020-01-31T21:09:08+08:00'
    """
    text = fold(raw)
    for day in DAY.finditer(text):
        try:
            when = date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            continue
        if not _FIRST <= when <= fetched_at.date() + timedelta(days=1):
            continue
        clock = CLOCK.match(text, day.end())
        if clock and int(clock[1]) < 24 and int(clock[2]) < 60 and int(clock[3] or 0) < 60:
            moment = datetime(
                when.year,
                when.month,
                when.day,
                int(clock[1]),
                int(clock[2]),
                int(clock[3] or 0),
                tzinfo=_offset(clock[4]) or zone,
            )
            return moment.isoformat()
        return when.isoformat()
    return None


def _offset(written: str | None) -> tzinfo | None:
    """The offset that a clock is written with; None where there is none, or one that no place on earth has."""
    if not written:
        return None
    if written == "Z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        return None
    return timezone((-1 if written[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
