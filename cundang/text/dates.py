"""Dates as pages write them, the Chinese forms and the western ones."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from cundang.text.fold import fold

# 2020-01-31 21:09:08 | 2019年05月02日 09:03 | 2023 11/ 17 20:52:15 | 2024-05-15T08:58:52+08:00 | ９月３日 is folded first
DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d) ?[-/.年 ] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d| ?月)日?"
)  # 2014年1-7月 is no day
CLOCK = re.compile(
    r"(?:[T ,]{0,3}|[ ,]{0,3}(?:[^\W\d_]{1,9}|[-–|·@(/]) {0,2})(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?(?!\d)( ?[ap]\.?m\b)?",
    re.IGNORECASE,
)
# The first letters of the months in the languages that most of the web is in. A month is told by its beginning; the
# longer beginnings come first, so that `juil` is not read as `jui`.
_MONTHS = {
    1: "jan ene gen sty янв led ocak", 2: "feb fév fev lut фев úno şub", 3: "mar mär mrt maa mrz мар bře", 4: "apr avr abr kwi апр dub nis",
    5: "may mai mei mag maj май мая kvě", 6: "jun juin giu cze июн haz", 7: "jul juil lug lip июл tem", 8: "aug août aou ago sie авг ağu",
    9: "sep set wrz сен eyl", 10: "oct okt ott out paź окт eki", 11: "nov lis ноя kas", 12: "dec dez déc dic gru дек pro ara",
}  # fmt: skip
_BEGINNINGS = sorted(((b, m) for m, all_ in _MONTHS.items() for b in all_.split()), key=lambda pair: -len(pair[0]))
MONTH_NAME = "(?:" + "|".join(beginning for beginning, _ in _BEGINNINGS) + r")[^\W\d_]{0,8}\.?"
_NUMERAL = "[〇零○一二三四五六七八九十百]"
_OTHERS = (
    # 31 January 2020 | 31. Januar 2020 | 31 de enero de 2020 | 1st of May, 2020 | 26-Nov-2019
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:of |de |d')?(?P<m>{MONTH_NAME})[ ,/-]{{0,2}}(?:de |del )?(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    # January 31, 2020 | Jan. 31st 2020
    # (?-i:...): a month in capitals may be glued to the word before it, which was in an element of its own: HealthMAY 2, 2020
    re.compile(rf"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))(?P<m>{MONTH_NAME}) ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d.])(?P<d>\d{1,2}) ?\. ?(?P<m>\d{1,2}) ?\. ?(?P<y>(?:19|20)\d\d|\d\d(?![.\d]))(?!\d)"),  # 31.01.2020
    re.compile(r"(?<![\d/])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?![\d/])"),  # 31/01/2020 or 01/31/2020
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d{4}|\d{6}(?!\d)|(?!\d))"),  # 20200131
    # 民國109年1月31日 | 中華民國一百一十三年五月二日 | 民國元年
    re.compile(rf"民国 ?(?P<roc>\d{{1,3}}|{_NUMERAL}{{1,6}}|元) ?年 ?(?P<rm>\d{{1,2}}|{_NUMERAL}{{1,3}}) ?月 ?(?P<rd>\d{{1,2}}|{_NUMERAL}{{1,3}}) ?[日号]"),
    re.compile(r"(?P<zy>[二一][〇零○九][〇零○一二三四五六七八九]{2})年(?P<zm>[一二三四五六七八九十]{1,3})月(?P<zd>[一二三四五六七八九十]{1,3})日"),  # 二〇二〇年一月三十一日
)  # fmt: skip
_FIRST = date(1990, 1, 1)  # before any site of ours; older dates on a page are what it tells of
_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_LONGEST = 2000  # characters of a raw string that are looked at


_YEARLESS = re.compile(r"(?<![\d年/.-])\d{1,2} ?月 ?\d{1,2} ?[日号]")


def parse_date(raw: str, zone: tzinfo | None, fetched_at: datetime) -> str | None:
    """The first possible date in a string, as ISO 8601: with clock and offset, with the clock alone where no zone is
    known, or the day alone where the string has no clock. None where there is no date, or only impossible ones (not in
    the calendar, before 1990, or later than a day after the page was fetched).

    >>> parse_date("2020-01-31 21:09:08 来源", timezone(timedelta(hours=8)), datetime(2026, 1, 1, tzinfo=timezone.utc))
    '2020-01-31T21:09:08+08:00'
    >>> parse_date("Published January 31st, 2020", None, datetime(2026, 1, 1, tzinfo=timezone.utc))
    '2020-01-31'
    """
    text = fold(raw[:_LONGEST])
    for when, end in _days(text):
        if not _FIRST <= when <= fetched_at.date() + timedelta(days=1):
            continue
        clock = CLOCK.match(text, end)
        if clock and int(clock[1]) < 24 and int(clock[2]) < 60 and int(clock[3] or 0) < 60:
            hour = int(clock[1]) % 12 + (12 if "p" in clock[5].lower() else 0) if clock[5] else int(clock[1])
            moment = datetime(
                when.year,
                when.month,
                when.day,
                hour,
                int(clock[2]),
                int(clock[3] or 0),
                tzinfo=_offset(clock[4]) or zone,
            )
            return moment.isoformat()
        return when.isoformat()
    return None


def explain_impossible(raw: str, fetched_at: datetime) -> str:
    """Why a string that holds dates has no possible one; empty where it has one, or holds none at all.

    >>> explain_impossible("2020-02-30 10:00", datetime(2026, 1, 1, tzinfo=timezone.utc))
    'not in the calendar'
    """
    if parse_date(raw, None, fetched_at):
        return ""
    text = fold(raw[:_LONGEST])
    for match in _matches(text):
        try:
            when = _day(match)
        except (ValueError, KeyError):
            return "not in the calendar"
        return f"before {_FIRST.year}" if when < _FIRST else "later than a day after the page was fetched"
    return "a day without a year" if _YEARLESS.search(text) else ""


def parse_month_first(raw: str) -> str | None:
    """The other day that a string may mean whose first date is in figures, 03/09/2026, as ISO 8601: we read the day first,
    Americans the month. None where there is but one way to read it."""
    text = fold(raw[:_LONGEST])
    match = next(_matches(text), None)
    if not match or not match.groupdict().get("a") or match["a"] == match["b"]:
        return None
    day, month = int(match["b"]), int(match["a"])
    return date(int(match["y"]), month, day).isoformat() if 1 <= month <= 12 and 1 <= day <= 12 else None


def infer_zone(moment: str, shown: str) -> tzinfo | None:
    """The zone of a page that says `moment` in UTC and shows the same moment by its own clock, both as published_at()
    gives them. None where either has no clock, or what they differ by is no zone."""
    if not moment.endswith("+00:00") or len(shown) != len("2020-01-31T21:09:08"):
        return None
    ahead = datetime.fromisoformat(shown).replace(second=0) - datetime.fromisoformat(moment).replace(
        second=0, tzinfo=None
    )
    half_a_day = timedelta(hours=-12)  # no place on earth, but a clock of twelve hours: 3:48 for 15:48
    if ahead in (timedelta(), half_a_day) or ahead % timedelta(minutes=15) or abs(ahead) > timedelta(hours=14):
        return None
    return timezone(ahead)


def localize(moment: str, zone: str) -> str:
    """A moment in UTC by the clock of a zone, given as its offset.

    >>> localize("2023-11-09T06:35:29+00:00", "-08:00")
    '2023-11-08T22:35:29-08:00'
    """
    return datetime.fromisoformat(moment).astimezone(_offset(zone)).isoformat()


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What looks like a date in a text: those written year first, else all others, in the order of the text."""
    found = list(DAY.finditer(text)) or [match for pattern in _OTHERS for match in pattern.finditer(text)]
    yield from sorted(found, key=lambda match: match.start())


def _days(text: str) -> Iterator[tuple[date, int]]:
    """The days of the calendar that a text names, and where each ends."""
    for match in _matches(text):
        try:
            yield _day(match), match.end()
        except (ValueError, KeyError):
            continue


def _day(match: re.Match[str]) -> date:
    parts = match.groupdict()
    if not parts:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if parts.get("roc"):
        year = 1 if parts["roc"] == "元" else _numeral(parts["roc"])
        return date(1911 + year, _numeral(parts["rm"]), _numeral(parts["rd"]))
    if parts.get("zy"):
        return date(_numeral(parts["zy"]), _numeral(parts["zm"]), _numeral(parts["zd"]))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if parts.get("a"):
        day, month = int(parts["a"]), int(parts["b"])
        if month > 12:  # the American order, where only that can be
            day, month = month, day
        return date(year, month, day)
    name = parts["m"]
    month = int(name) if name.isdigit() else next(m for b, m in _BEGINNINGS if name.lower().startswith(b))
    return date(year, month, int(parts["d"]))


def _numeral(text: str) -> int:
    """A number in figures, by its Chinese numerals one by one, or with hundreds and tens: 113, 一一三, 一百一十三."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[c]) for c in text))
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS[hundreds or "一"] * bool(hundred) + 10 * _DIGITS[tens.strip("零〇") or "一"] * bool(ten)
    return total + (_DIGITS[ones.strip("零〇")] if ones.strip("零〇") else 0)


def _offset(written: str | None) -> tzinfo | None:
    """The offset that a clock is written with; None where there is none, or one that no place on earth has."""
    if not written:
        return None
    if written in "Zz":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        return None
    return timezone((-1 if written[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
