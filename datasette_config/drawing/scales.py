"""Scales of the axes of a picture, in percent: steps of time, periods, round numbers."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from datasette_config.drawing.timeline import list_months

# Delays run from minutes to years: every step of these scales is as wide as the next, and about twice as long.
STEPS = {
    "hours": (0, 1, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760),
    "days": (0, 1, 2, 4, 7, 14, 30, 90, 180, 365, 730, 1825, 3650),
}
_MOST_TICKS = 10
_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


class Tick(NamedTuple):
    """A label of an axis, in percent; a `minor` one is left out where there is little room."""

    at: float
    label: str
    minor: bool = False


def make_ticks(highest: float, unit: str = "", whole: bool = True) -> tuple[float, list[Tick]]:
    """Make the top of an axis that begins at 0, and its ticks, at most six: multiples of 1, 2, 5 times a power of ten;
    of whole numbers, or smaller ones too.

    >>> make_ticks(7)
    (8, [Tick(at=100.0, label='0', minor=False), Tick(at=75.0, label='2', minor=False), \
Tick(at=50.0, label='4', minor=False), Tick(at=25.0, label='6', minor=False), Tick(at=0.0, label='8', minor=False)])
    >>> [tick.label for tick in make_ticks(0.31, "%", whole=False)[1]]
    ['0%', '0.1%', '0.2%', '0.3%', '0.4%']
    """
    if not whole and 0 < highest < 10:
        power = 1 - math.floor(math.log10(highest))
        top, ticks = make_ticks(round(highest * 10**power, 6))
        numbers = [float(tick.label.replace(",", "")) / 10**power for tick in ticks]
        return top / 10**power, [Tick(tick.at, f"{n:g}{unit}") for tick, n in zip(ticks, numbers, strict=True)]
    size = 10 ** (len(str(int(highest))) - 1)
    steps = (max(1, int(factor * size)) for factor in (0.2, 0.5, 1, 2))
    step = next(step for step in steps if highest / step <= 5)
    top = max(step, int(step * -(-highest // step)))
    return top, [Tick(100 - 100 * n / top, f"{n:,}{unit}") for n in range(0, top + 1, step)]


def shorten(name: str, most: int = 18) -> str:
    """Shorten the name of a lane to a width; a Chinese character is two wide.

    >>> shorten("岚坪日报"), shorten("岚坪县融媒体中心新闻客户端")
    ('岚坪日报', '岚坪县融媒体中心…')
    """
    width, kept = 0, ""
    for character in name:
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > most:
            return f"{kept}…"
        kept += character if width <= most - 1 else ""
    return name


def choose_steps(scale: str, highest: float) -> tuple[int, ...]:
    """Choose the steps of a scale up to the one that holds the highest value, or all of them.

    >>> choose_steps("hours", 5)
    (0, 1, 3, 6)
    """
    steps = STEPS[scale]
    return steps[: max(2, sum(step < highest for step in steps) + 1)]


def find_step(value: float, edges: Sequence[float]) -> int:
    """Find the step that holds a value; the last one holds all beyond it."""
    return min(max(0, sum(edge <= value for edge in edges) - 1), len(edges) - 2)


def place_on_steps(value: float, edges: Sequence[float]) -> float:
    """Place a value on a scale of steps, in percent; what is beyond the last is at its end.

    >>> place_on_steps(2, (0, 1, 3)), place_on_steps(9, (0, 1, 3)), place_on_steps(-1, (0, 1, 3))
    (75.0, 100.0, 0.0)
    """
    index = find_step(value, edges)
    within = (min(max(value, 0), edges[-1]) - edges[index]) / (edges[index + 1] - edges[index])
    return 100 * (index + within) / (len(edges) - 1)


def label_steps(edges: Sequence[int], say: Callable[[Any], str]) -> list[Tick]:
    """Label the edges of the steps."""
    return [Tick(100 * place / (len(edges) - 1), say(edge), place % 2 > 0) for place, edge in enumerate(edges)]


def make_periods(found: Iterable[Any], most: int) -> tuple[list[Any], Callable[[Any], Any]]:
    """Make the periods of an axis, at most so many, and the function that tells the period of a value.

    Months are filled up from the first to the last, and drawn as quarters or years where they are too many. Other
    values stand in their order; those for which there is no room have no period (None).

    >>> make_periods({"2024-11", "2025-02", "?"}, 9)[0], make_periods({"2023-11", "2025-02"}, 6)[0]
    (['2024-11', '2024-12', '2025-01', '2025-02'], ['2023-Q4', '2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4', '2025-Q1'])
    """
    values = set(found)
    months = {value for value in values if isinstance(value, str) and _MONTH.fullmatch(value)}
    if not months:
        kept = sorted(values, key=str)[:most]
        return kept, lambda value: value if value in kept else None
    for convert in (str, _get_quarter, _get_year):
        periods = list(dict.fromkeys(map(convert, list_months(min(months), max(months)))))
        if len(periods) <= most:
            break
    return periods, lambda value: convert(value) if value in months else None


def _get_quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _get_year(month: str) -> str:
    return month[:4]


def label_periods(periods: Sequence[Any]) -> list[Tick]:
    """Label periods, of many only some, every second of these as minor."""
    step, every = 100 / len(periods), -(-len(periods) // _MOST_TICKS)
    ticks = [Tick((place + 0.5) * step, str(period)) for place, period in enumerate(periods)]
    return [Tick(tick.at, tick.label, place % 2 > 0) for place, tick in enumerate(ticks[::every])]
