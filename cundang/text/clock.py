"""The clock behind a day, as pages write it: 21:09:08, 下午 3:15, PM 8:15, 9时30分, 晚八点."""

import re
from datetime import UTC, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from cundang.text.numerals import read_numeral

# Words for a part of the day, folded. By them a clock of twelve hours is read.
_MORNING = "上午|早上|早晨|早间|清晨|清早|凌晨|[早晨]"
_NOON = "中午|正午"
_AFTERNOON = "下午|午后|傍晚"
_EVENING = "晚上|晚间|夜晚|夜间|夜里|深夜|半夜|午夜|[晚夜]"
_WORD = f"{_MORNING}|{_NOON}|{_AFTERNOON}|{_EVENING}"
_WEEKDAY = r"[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?"
_NUMERAL = "[〇零一二三四五六七八九十]{1,3}"
# Behind a day. 21:09:08 | 09:03 | T08:58:52+08:00 | at 10:15 pm | (星期三) 下午 3:15 | 9时30分 | 二十时
CLOCK = re.compile(
    rf"(?:[T ,]{{0,3}}|[ ,]{{0,3}}(?:{_WEEKDAY}|[^\W\d_]{{1,9}}?|[-–|·@(/]) {{0,2}})"
    rf"({_WORD}|(?<![^\W\d_])[ap]\.?m(?![a-z])\.?)?[ :]{{0,2}}"
    r"(?:(\d{1,2})[:∶︰](\d\d)(?:[:∶︰](\d\d)(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d|(?:GMT|UTC)(?![+-]))?(?!\d)"
    rf"(?: ?([ap]\.?m(?![a-z\d])|(?:{_WORD})(?![\u4e00-\u9fff])))?"
    rf"|(\d{{1,2}}|{_NUMERAL}) ?(?:[时点] ?(?:(\d{{1,2}}|{_NUMERAL})(?: ?分(?:(\d{{1,2}}|{_NUMERAL})秒)?|(?![\w.:]))|([半整]))"
    r"|[时点]钟?(?!\w)))",
    re.IGNORECASE,
)
_IS_MORNING = re.compile(rf"(?:{_MORNING}|a)", re.IGNORECASE)
_IS_NOON = re.compile(_NOON)
_IS_AFTERNOON = re.compile(rf"(?:{_AFTERNOON}|p)", re.IGNORECASE)
_MIDNIGHT = 12  # o'clock, as a clock of twelve hours writes it
_FURTHEST = 14  # hours from UTC


class Clock(NamedTuple):
    """A time of day and, where the page writes it, its offset."""

    time: time
    offset: tzinfo | None


def read_clock(text: str, start: int) -> Clock | None:
    """Read the clock that follows a day in a folded text; None where none does, or an impossible one.

    >>> read_clock("2023-04-12 下午3:15", 10).time.isoformat(), read_clock("2023-04-12 12:15 AM", 10).time.isoformat()
    ('15:15:00', '00:15:00')
    """
    match = CLOCK.match(text, start)
    if not match:
        return None
    before, hour, minute, second, offset, after, in_words, minutes, seconds, half = match.groups()
    try:
        if in_words:
            hour, second = read_numeral(in_words), read_numeral(seconds or "0")
            minute = 30 if half == "半" else read_numeral(minutes or "0")
        return Clock(
            time(_to_24_hours(int(hour), before or after or ""), int(minute), int(second or 0)), parse_offset(offset)
        )
    except (ValueError, KeyError):
        return None


def _to_24_hours(hour: int, word: str) -> int:
    """The hour of a clock of 24 hours. What is later than noon already stays: 下午 20:15.

    Twelve is midnight in the morning and at night (凌晨12:15), and noon else.
    """
    if not word or hour > _MIDNIGHT:
        return hour
    if _IS_MORNING.match(word):
        return hour % 12
    if _IS_NOON.match(word):
        return hour + 12 if hour < 3 else hour  # 中午 1:15, and 11:30
    if _IS_AFTERNOON.match(word):
        return hour % 12 + 12
    return hour % 12 + 12 if 5 <= hour < 12 else hour % 12  # 深夜 2:15 is behind midnight


def parse_offset(offset: str | None) -> tzinfo | None:
    """Parse the offset behind a clock; None where there is none, or one that no place on earth has."""
    if not offset:
        return None
    if offset.upper() in ("Z", "GMT", "UTC"):
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > _FURTHEST or minutes > 59:
        return None
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
