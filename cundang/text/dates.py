"""Dates as pages write them, the Chinese forms and the western ones."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cundang.text.fold import fold

# 2020-01-31 | 2019年05月02日 | 2023 11/ 17 | ９月３日 is folded first | 2014年1-7月 is no day
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.年 ] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d| ?月)日?")
# 21:09:08 | 09:03 | T08:58:52+08:00 | at 10:15 pm
CLOCK = re.compile(
    r"(?:[T ,]{0,3}|[ ,]{0,3}(?:[^\W\d_]{1,9}|[-–|·@(/]) {0,2})"
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?(?!\d)( ?[ap]\.?m\b)?",
    re.IGNORECASE,
)
# The first letters of the months in the languages that most of the web is in. A month is known by its beginning; the
# longer beginnings come first, so that `juil` is not read as `jui`.
_MONTHS = {
    1: "jan ene gen sty янв led ocak",
    2: "feb fév fev lut фев úno şub",
    3: "mar mär mrt maa mrz мар bře",
    4: "apr avr abr kwi апр dub nis",
    5: "may mai mei mag maj май мая kvě",
    6: "jun juin giu cze июн haz",
    7: "jul juil lug lip июл tem",
    8: "aug août aou ago sie авг ağu",
    9: "sep set wrz сен eyl",
    10: "oct okt ott out paź окт eki",
    11: "nov lis ноя kas",
    12: "dec dez déc dic gru дек pro ara",
}
_BEGINNINGS = sorted(
    ((beginning, month) for month, beginnings in _MONTHS.items() for beginning in beginnings.split()),
    key=lambda pair: -len(pair[0]),
)
MONTH_NAME = "(?:" + "|".join(beginning for beginning, _ in _BEGINNINGS) + r")[^\W\d_]{0,8}\.?"
_NUMERAL = "[〇零○一二三四五六七八九十百]"
_OTHER_DAYS = (
    # 31 January 2020 | 31. Januar 2020 | 31 de enero de 2020 | 1st of May, 2020 | 26-Nov-2019
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:of |de |d')?(?P<m>{MONTH_NAME})"
        r"[ ,/-]{0,2}(?:de |del )?(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    # January 31, 2020 | Jan. 31st 2020
    # A month in capitals may be glued to the word before it, which was in an element of its own: HealthMAY 2, 2020
    re.compile(
        rf"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))(?P<m>{MONTH_NAME}) ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}"
        r"(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    # 31.01.2020
    re.compile(r"(?<![\d.])(?P<d>\d{1,2}) ?\. ?(?P<m>\d{1,2}) ?\. ?(?P<y>(?:19|20)\d\d|\d\d(?![.\d]))(?!\d)"),
    # 31/01/2020 or 01/31/2020
    re.compile(r"(?<![\d/])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?![\d/])"),
    # 20200131
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d{4}|\d{6}(?!\d)|(?!\d))"),
    # 民國109年1月31日 | 中華民國一百一十三年五月二日 | 民國元年
    re.compile(
        rf"民国 ?(?P<roc>\d{{1,3}}|{_NUMERAL}{{1,6}}|元) ?年 ?(?P<rm>\d{{1,2}}|{_NUMERAL}{{1,3}}) ?月 ?"
        rf"(?P<rd>\d{{1,2}}|{_NUMERAL}{{1,3}}) ?[日号]"
    ),
    # 二〇二〇年一月三十一日
    re.compile(
        r"(?P<zy>[二一][〇零○九][〇零○一二三四五六七八九]{2})年"
        r"(?P<zm>[一二三四五六七八九十]{1,3})月(?P<zd>[一二三四五六七八九十]{1,3})日"
    ),
)
_FIRST = date(1990, 1, 1)  # before any site of ours; an older date is one that the text is about
_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,9})?", re.ASCII)  # from September 2001
_LONGEST = 2000  # characters of a raw string that are looked at
_YEARLESS = re.compile(r"(?<![\d年/.-])\d{1,2} ?月 ?\d{1,2} ?[日号]")


def parse_date(raw: str, zone: tzinfo | None, fetched_at: datetime) -> str | None:
    """Parse the first possible date in a string, as ISO 8601; None where there is none.

    It comes with clock and offset, with the clock alone where no zone is known, or as the day alone where the string
    has no clock. Impossible are days that are not in the calendar, before 1990, or later than a day after the page was
    fetched. Ten or thirteen digits alone are the seconds or milliseconds since 1970, as databases export a moment.

    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> parse_date("2020-01-31 21:09:08 来源", timezone(timedelta(hours=8)), now)
    '2020-01-31T21:09:08+08:00'
    >>> parse_date("Published January 31st, 2020", None, now)
    '2020-01-31'
    >>> parse_date("1580476148000", timezone(timedelta(hours=8)), now)
    '2020-01-31T21:09:08+08:00'
    """
    if epoch := _EPOCH.fullmatch(raw.strip()):
        moment = datetime.fromtimestamp(int(epoch[1]), zone or UTC)
        return moment.isoformat() if moment.date() <= fetched_at.date() + timedelta(days=1) else None
    text = fold(raw[:_LONGEST])
    for day, end in _iterate_days(text):
        if not _FIRST <= day <= fetched_at.date() + timedelta(days=1):
            continue
        clock = CLOCK.match(text, end)
        if not clock:
            return day.isoformat()
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if hour >= 24 or minute >= 60 or second >= 60:
            return day.isoformat()
        if clock[5]:  # am or pm
            hour = hour % 12 + (12 if "p" in clock[5].lower() else 0)
        return datetime.combine(day, time(hour, minute, second, tzinfo=_parse_offset(clock[4]) or zone)).isoformat()
    return None


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
    text = fold(raw[:_LONGEST])
    for match in _find_matches(text):
        try:
            day = _read_day(match)
        except (ValueError, KeyError):
            return "not in the calendar"
        return f"before {_FIRST.year}" if day < _FIRST else "later than a day after the page was fetched"
    return "a day without a year" if _YEARLESS.search(text) else ""


def parse_month_first(raw: str) -> str | None:
    """Parse the first date of a string with the month first, as Americans write it; `parse_date` reads the day first.

    03/09/2026 is the 9th of March, as ISO 8601. None where there is but one way to read the date.
    """
    text = fold(raw[:_LONGEST])
    match = next(_find_matches(text), None)
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
    return datetime.fromisoformat(moment).astimezone(_parse_offset(zone)).isoformat()


def parse_stamp(digits: str) -> datetime | None:
    """Parse a moment in UTC of 14 digits, as the Wayback Machine writes it; None where the calendar has no such.

    >>> parse_stamp("20120611024252").isoformat(), parse_stamp("20121311024252")
    ('2012-06-11T02:42:52+00:00', None)
    """
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _find_matches(text: str) -> Iterator[re.Match[str]]:
    """Find what looks like a date in a text: those written year first, else all others, in the order of the text."""
    matches = list(DAY.finditer(text)) or [match for pattern in _OTHER_DAYS for match in pattern.finditer(text)]
    yield from sorted(matches, key=lambda match: match.start())


def _iterate_days(text: str) -> Iterator[tuple[date, int]]:
    """The days in a text that the calendar has, and the position where each ends."""
    for match in _find_matches(text):
        try:
            yield _read_day(match), match.end()
        except (ValueError, KeyError):
            continue


def _read_day(match: re.Match[str]) -> date:
    """The day of a match. Raises ValueError or KeyError where the calendar has no such day."""
    parts = match.groupdict()
    if not parts:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if parts.get("roc"):
        year = 1 if parts["roc"] == "元" else _read_numeral(parts["roc"])
        return date(1911 + year, _read_numeral(parts["rm"]), _read_numeral(parts["rd"]))
    if parts.get("zy"):
        return date(_read_numeral(parts["zy"]), _read_numeral(parts["zm"]), _read_numeral(parts["zd"]))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if parts.get("a"):
        day, month = int(parts["a"]), int(parts["b"])
        if month > 12:  # the American order, where only that can be
            day, month = month, day
        return date(year, month, day)
    name = parts["m"]
    month = int(name) if name.isdigit() else next(m for b, m in _BEGINNINGS if name.lower().startswith(b))
    return date(year, month, int(parts["d"]))


def _read_numeral(text: str) -> int:
    """Read a number in digits, in Chinese numerals one by one, or with hundreds and tens: 113, 一一三, 一百一十三."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[c]) for c in text))
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS[hundreds or "一"] * bool(hundred) + 10 * _DIGITS[tens.strip("零〇") or "一"] * bool(ten)
    return total + (_DIGITS[ones.strip("零〇")] if ones.strip("零〇") else 0)


def _parse_offset(offset: str | None) -> tzinfo | None:
    """Parse the offset behind a clock; None where there is none, or one that no place on earth has."""
    if not offset:
        return None
    if offset in "Zz":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        return None
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
