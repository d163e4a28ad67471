"""The chart of a result that has two columns, a label or time and a number: bars of the one for the other."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from datasette_config.drawing.pictures import MOST_MARKS, Mark, Picture
from datasette_config.drawing.scales import label_periods, make_ticks
from datasette_config.drawing.timeline import list_months
from datasette_config.sql_result import is_chinese

MOST_LABELS = 30  # bars that lie, one a row
_MOST_POINTS = 2_000
_HIGHEST = 10**15
_TIME = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?|\d{1,2}", re.ASCII)  # a year, month or day; an hour, weekday or week


class Bar(NamedTuple):
    """A lying bar: its label, its number as it is shown, and its width in percent."""

    label: str
    said: str
    width: float
    is_chinese: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: which column is the label and which the number; a picture over time, or lying bars of the first
    rows; how many rows are not drawn.
    """

    label: str
    number: str
    picture: Picture | None = None
    bars: Sequence[Bar] = ()
    undrawn: int = 0


def draw_result(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Chart | None:
    """Draw a result; None where it has not two columns, of which one is of numbers, none below zero."""
    if len(columns) != 2 or not 2 <= len(rows) <= _MOST_POINTS:
        return None
    places = [place for place in (1, 0) if all(row[place] is None or _is_number(row[place]) for row in rows)]
    if not places:
        return None
    at = places[0]
    pairs = [(row[1 - at], row[at]) for row in rows if row[at] is not None]
    if len(pairs) < 2 or max(number for _, number in pairs) <= 0:
        return None
    label, number = columns[1 - at], columns[at]
    timed = {str(each): value for each, value in pairs if each is not None and _TIME.fullmatch(str(each))}
    if len(timed) == sum(each is not None for each, _ in pairs) and len({len(each) > 2 for each in timed}) == 1:
        return Chart(label, number, picture=_draw_time(timed))
    shown = pairs[:MOST_LABELS]
    highest = max(value for _, value in shown)
    if highest <= 0 or any(isinstance(each, bytes) for each, _ in shown):
        return None
    labels = ["–" if each in (None, "") else str(each)[:80] for each, _ in shown]
    bars = [
        Bar(each, _say(value), 100 * value / highest, is_chinese(each))
        for each, (_, value) in zip(labels, shown, strict=True)
    ]
    return Chart(label, number, bars=bars, undrawn=len(pairs) - len(shown))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value < _HIGHEST


def _say(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def _draw_time(timed: dict[str, float]) -> Picture:
    """Draw bars, or a line where they would be too many; months without a number leave a gap."""
    order: Callable[[str], Any] = int if all(len(each) <= 2 for each in timed) else str
    periods = sorted(timed, key=order)
    if all(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", each) for each in periods):
        months = list(list_months(periods[0], periods[-1]))
        periods = months if len(months) <= _MOST_POINTS else periods
    top, ticks = make_ticks(max(timed.values()))
    step = 100 / len(periods)
    picture = Picture("bars", x=label_periods(periods), y=ticks)
    if len(periods) > MOST_MARKS:
        points = (
            f"{(i + 0.5) * step:.3f},{100 - 100 * timed.get(each, 0) / top:.2f}" for i, each in enumerate(periods)
        )
        picture.kind, picture.lines = "lines", [(0, " ".join(points), f"{periods[0]} – {periods[-1]}")]
        return picture
    wide = min(step * 0.8, 12)
    for place, each in enumerate(periods):
        if value := timed.get(each):
            tall = 100 * value / top
            said = f"{each} · {_say(value)}"
            picture.marks.append(Mark((place + 0.5) * step - wide / 2, 100 - tall, wide, tall, 0, said))
    return picture
