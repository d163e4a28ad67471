"""Dates as pages write them, the Chinese forms and the western ones."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from pipelines.fold import fold

# 2020-01-31 21:09:08 | 2019年05月02日 09:03 | 2023 11/ 17 20:52:15 | 2024-05-15T08:58:52+08:00 | ９月３日 is folded first
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.年 ] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d)日?")
CLOCK = re.compile(
    r"(?:[T ,]{0,3}|[ ,]{0,3}(?:[^\W\d_]{1,9}|[-–|·@(]) {0,2})(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?(?!\d)( ?[ap]\.?m\b)?",
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
_NAME = "(?:" + "|".join(beginning for beginning, _ in _BEGINNINGS) + r")[^\W\d_]{0,8}\.?"
_WESTERN = (
    # 31 January 2020 | 31. Januar 2020 | 31 de enero de 2020 | 1st of May, 2020 | 26-Nov-2019
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?(?:of |de |d')?(?P<m>{_NAME})[ ,/-]{{0,2}}(?:de |del )?(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    # January 31, 2020 | Jan. 31st 2020
    re.compile(rf"(?<!\w)(?P<m>{_NAME}) ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d.])(?P<d>\d{1,2}) ?\. ?(?P<m>\d{1,2}) ?\. ?(?P<y>(?:19|20)\d\d|\d\d(?![.\d]))(?!\d)"),  # 31.01.2020
    re.compile(r"(?<![\d/])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?![\d/])"),  # 31/01/2020 or 01/31/2020
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d{4}|\d{6}(?!\d)|(?!\d))"),  # 20200131
    re.compile(r"民国 ?(?P<roc>\d{2,3}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日"),  # 民國109年1月31日
    re.compile(r"(?P<zy>[二一][〇零○九][〇零○一二三四五六七八九]{2})年(?P<zm>[一二三四五六七八九十]{1,3})月(?P<zd>[一二三四五六七八九十]{1,3})日"),  # 二〇二〇年一月三十一日
)  # fmt: skip
_FIRST = date(1990, 1, 1)  # before any site of ours; older dates on a page are what it tells of
_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_LONGEST = 2000  # characters of a raw string that are looked at


def published_at(raw: str, zone: tzinfo | None, fetched_at: datetime) -> str | None:
    """The first possible date in a string, as ISO 8601: with clock and offset, with the clock alone where no zone is
    known, or the day alone where the string has no clock. None where there is no date, or only impossible ones (not in
    the calendar, before 1990, or later than a day after the page was fetched).

    >>> published_at("2020-01-31 21:09:08 来源", timezone(timedelta(hours=8)), datetime(2026, 1, 1, tzinfo=timezone.utc))
    '2020-01-31T21:09:08+08:00'
    >>> published_at("Published January 31st, 2020", None, datetime(2026, 1, 1, tzinfo=timezone.utc))
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


def _days(text: str) -> Iterator[tuple[date, int]]:
    """The days that a text names, and where each ends: those written year first, then others, in the order of the text."""
    found = [(match.start(), match) for match in DAY.finditer(text)]
    if not found:
        found = sorted(
            ((m.start(), m) for pattern in _WESTERN for m in pattern.finditer(text)), key=lambda pair: pair[0]
        )
    for _, match in found:
        try:
            yield _day(match), match.end()
        except (ValueError, KeyError):
            continue


def _day(match: re.Match[str]) -> date:
    parts = match.groupdict()
    if not parts:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if parts.get("roc"):
        return date(1911 + int(parts["roc"]), int(parts["m"]), int(parts["d"]))
    if parts.get("zy"):
        return date(int("".join(str(_DIGITS[c]) for c in parts["zy"])), _numeral(parts["zm"]), _numeral(parts["zd"]))
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
    """A Chinese numeral up to 99: 三十一 is 31."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


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
