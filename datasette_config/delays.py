"""How long after one another two articles were published, and a line of time on which that is drawn."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOUR, _DAY_LONG = 60, 24 * 60  # in minutes
_TICKS = (("minutes", 10), ("hours", _HOUR), ("days", _DAY_LONG), ("days", 7 * _DAY_LONG), ("days", 30 * _DAY_LONG),
          ("days", 365 * _DAY_LONG))  # fmt: skip
_MARGIN, _WIDTH = 3.0, 94.0  # of the line, in percent
_APART = 2.4  # percent; dots that are nearer stand above one another
_TICKS_APART = 18.0
_MOST_LANES = 8


class Delay(NamedTuple):
    """A time between two publications for readers: so many `minutes`, `hours` or `days`, 0 minutes, or 0 days where
    one of the two has no clock; `unknown` where one has no time at all. Below 0: the second came first.
    """

    unit: str
    n: int


class Dot(NamedTuple):
    """A publication on the line: the key of its article, and where it is drawn: percent from the left, and lane."""

    key: int
    x: float
    lane: int


class Tick(NamedTuple):
    """A mark on the line: how long after the first publication, and where, in percent."""

    delay: Delay
    x: float


class TimeLine(NamedTuple):
    """Publications on a line whose scale is logarithmic: the first minutes are as long as the last months."""

    dots: list[Dot]
    ticks: list[Tick]
    lanes: int


def measure_delay(first: str | None, second: str | None) -> Delay:
    """Measure the time between two publications, ISO 8601 times as in `articles.published_at`.

    >>> measure_delay("2024-05-07T09:00:00+08:00", "2024-05-07T11:10:00+08:00")
    Delay(unit='hours', n=2)
    """
    minutes, has_clock = _count_minutes(first, second)
    if minutes is None:
        return Delay("unknown", 0)
    size, sign = abs(minutes), -1 if minutes < 0 else 1
    if not has_clock:
        return Delay("days", sign * round(size / _DAY_LONG))
    if size < _HOUR:
        return Delay("minutes", sign * size)
    if size < 2 * _DAY_LONG:
        return Delay("hours", sign * max(1, int(size / _HOUR + 0.5)))
    return Delay("days", sign * int(size / _DAY_LONG + 0.5))


def _count_minutes(first: str | None, second: str | None) -> tuple[int | None, bool]:
    """Count the minutes from one time to another; whether both have a clock: without one, days are compared."""
    if not (first and second and _DAY.match(first) and _DAY.match(second)):
        return None, False
    try:
        if len(first) < 16 or len(second) < 16:
            return (date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days * _DAY_LONG, False
        times = [datetime.fromisoformat(time) for time in (first, second)]
        if (times[0].tzinfo is None) != (times[1].tzinfo is None):
            times = [time.replace(tzinfo=None) for time in times]
        return math.floor((times[1] - times[0]).total_seconds() / _HOUR), True
    except ValueError:
        return None, False


def draw_timeline_of_copies(original: str | None, times: Iterable[tuple[int, str | None]]) -> TimeLine | None:
    """Draw publications (key, time) after that of an original; None where fewer than two have a time."""
    counted = [(key, _count_minutes(original, time)[0]) for key, time in times]
    known = sorted((minutes, key) for key, minutes in counted if minutes is not None)
    if len(known) < 2:
        return None
    low, high = _scale(min(known[0][0], 0)), _scale(max(known[-1][0], _HOUR))

    def place(minutes: int) -> float:
        return round(_MARGIN + _WIDTH * (_scale(minutes) - low) / (high - low), 2)

    lanes: list[float] = []  # where the last dot of each lane stands
    dots = []
    for minutes, key in known:
        x = place(minutes)
        lane = next((lane for lane, last in enumerate(lanes) if x - last >= _APART), len(lanes))
        lane = min(lane, _MOST_LANES - 1)
        lanes[lane : lane + 1] = [x]
        dots.append(Dot(key, x, lane))
    ticks = [Tick(Delay("minutes", 0), place(0))]
    for unit, minutes in _TICKS:
        x = place(minutes)
        if minutes <= known[-1][0] and x - ticks[-1].x >= _TICKS_APART and x <= 100 - _TICKS_APART / 2:
            divisor = {"minutes": 1, "hours": _HOUR, "days": _DAY_LONG}[unit]
            ticks.append(Tick(Delay(unit, minutes // divisor), x))
    return TimeLine(dots, ticks, len(lanes))


def _scale(minutes: int) -> float:
    return math.copysign(math.log1p(abs(minutes) / 5), minutes)  # about linear within five minutes
