"""Draw the picture of a study: the marks of an SVG, in percent of its plot, so that text keeps its size."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from datasette_config.drawing.scales import (
    Tick,
    choose_steps,
    find_step,
    label_periods,
    label_steps,
    make_periods,
    make_ticks,
    place_on_steps,
    shorten,
)

MOST_MARKS = 150
MOST_SERIES = 6  # as many as archive.css has colours for; the rest are drawn as one
_MOST_NAMES = 12  # rows, and columns, of a matrix
_WIDEST = 12  # percent that a bar takes where there are few
_MOST_LANES = 20  # of a timeline
_OTHERS = object()

Row = dict[str, Any]
Say = Callable[[str, Any], str]  # reads out a value of a column


@dataclass(frozen=True, slots=True)
class Form:
    """What a picture draws: its kind, the columns on its axes, and the one that parts it into series."""

    kind: str
    x: str
    y: str = ""  # of bars and lines their height; empty: the number of rows
    series: str = ""
    value: str = ""  # of a matrix or heat map: what the colour tells
    scale: str = "hours"  # one of STEPS
    weight: str = ""  # of lines: those with most of it are drawn
    label: str = ""  # of a timeline: what a dot is called
    share: bool = False  # each bar is drawn as a whole, its parts in percent

    @property
    def columns(self) -> set[str]:
        """The columns that it draws."""
        return {self.x, self.y, self.series, self.value, self.weight, self.label} - {""}


class Mark(NamedTuple):
    """A rectangle, or a dot if it has no size, in percent; `said` tells what it is."""

    x: float
    y: float
    width: float
    height: float
    series: int
    said: str
    strength: float = 1.0  # of its colour
    text: str = ""  # within it


@dataclass(slots=True)
class Picture:
    """What the template draws. The points of a line are `x,y` in percent; y runs downwards, as in SVG."""

    kind: str
    marks: list[Mark] = field(default_factory=list)
    lines: list[tuple[int, str, str]] = field(default_factory=list)  # series, points, what it is
    x: list[Tick] = field(default_factory=list)
    y: list[Tick] = field(default_factory=list)
    legend: list[tuple[int, str]] = field(default_factory=list)
    lanes: int = 0  # rows of a matrix or timeline
    highest: float = 0  # value of a matrix or heat map
    undrawn: int = 0  # series, rows, columns or dots for which there is no room


def draw(form: Form, rows: Sequence[Row], say: Say, others: str) -> Picture | None:
    """Draw rows; returns None where there is nothing to draw. `others` is what series without a colour are called."""
    return DRAWERS[form.kind](form, rows, say, others)


def _draw_bars(form: Form, rows: Sequence[Row], say: Say, others: str) -> Picture | None:
    found = [(row[form.x], row[form.series] if form.series else "", _count(row, form.y)) for row in rows]
    found = [each for each in found if each[0] is not None and each[2] > 0]
    weights = _add_up((one, height) for _, one, height in found)
    series: list[Any] = _take_heaviest(weights, MOST_SERIES)
    if len(weights) > len(series):
        series.append(_OTHERS)
    if not found:
        return None
    periods, get_period = make_periods((x for x, _, _ in found), MOST_MARKS // len(series))
    parts = _add_up(((get_period(x), one if one in series else _OTHERS), height) for x, one, height in found)
    totals = _add_up((period, height) for (period, _), height in parts.items() if period is not None)
    top, ticks = make_ticks(100, "%") if form.share else make_ticks(max(totals.values()))
    picture = Picture("bars", x=label_periods(periods), y=ticks)
    names = [others if one is _OTHERS else say(form.series, one) for one in series] if form.series else [""]
    numbers = [MOST_SERIES if one is _OTHERS else number for number, one in enumerate(series)]
    step = 100 / len(periods)
    wide = min(step * 0.8, _WIDEST)
    for place, period in enumerate(periods):
        under = 0.0
        for number, name, one in zip(numbers, names, series, strict=True):
            if height := parts.get((period, one)):
                height, unit = (100 * height / totals[period], "%") if form.share else (height, "")
                said = " · ".join(filter(None, (say(form.x, period), name, f"{_trim(height)}{unit}")))
                tall = 100 * height / top
                picture.marks.append(
                    Mark((place + 0.5) * step - wide / 2, 100 - under - tall, wide, tall, number, said)
                )
                under += tall
    picture.legend = list(zip(numbers, names, strict=True)) if form.series else []
    return picture


def _draw_histogram(form: Form, rows: Sequence[Row], say: Say, _: str) -> Picture | None:
    values = [row[form.x] for row in rows if _is_number(row[form.x])]
    if not values:
        return None
    edges = choose_steps(form.scale, max(values))
    counts = _add_up((find_step(value, edges), 1) for value in values)
    top, ticks = make_ticks(max(counts.values()))
    step = 100 / (len(edges) - 1)
    picture = Picture("bars", x=label_steps(edges, lambda edge: say(form.x, edge)), y=ticks)
    for place, count in sorted(counts.items()):
        span = f"{say(form.x, edges[place])} – {say(form.x, edges[place + 1])}"
        if place == len(edges) - 2 and max(values) > edges[-1]:
            span = f"> {say(form.x, edges[place])}"
        tall = 100 * count / top
        picture.marks.append(Mark((place + 0.04) * step, 100 - tall, step * 0.92, tall, 0, f"{span} · {_trim(count)}"))
    return picture


def _draw_lines(form: Form, rows: Sequence[Row], say: Say, _: str) -> Picture | None:
    drawable = [row for row in rows if _is_number(row[form.x]) and _is_number(row[form.y])]
    if not drawable:
        return None
    weights = _add_up((row[form.series], _count(row, form.weight)) for row in drawable)
    edges = choose_steps(form.scale, max(row[form.x] for row in drawable))
    top, ticks = make_ticks(max(row[form.y] for row in drawable), "%" if form.share else "")
    picture = Picture("lines", x=label_steps(edges, lambda edge: say(form.x, edge)), y=ticks)
    for number, one in enumerate(_take_heaviest(weights, MOST_SERIES)):
        line = sorted((row[form.x], row[form.y]) for row in drawable if row[form.series] == one)
        points = " ".join(f"{place_on_steps(x, edges):.2f},{100 - 100 * y / top:.2f}" for x, y in line)
        picture.lines.append((number, points, say(form.series, one)))
        picture.legend.append((number, say(form.series, one)))
    picture.undrawn = len(weights) - len(picture.lines)
    return picture


def _draw_matrix(form: Form, rows: Sequence[Row], say: Say, _: str) -> Picture | None:
    """Draw the rows and columns with the highest sums."""
    cells = _add_up(((row[form.x], row[form.y]), _count(row, form.value)) for row in rows)
    across = _add_up((x, value) for (x, _), value in cells.items())
    down = _add_up((y, value) for (_, y), value in cells.items())
    columns, lines = _take_heaviest(across, _MOST_NAMES), _take_heaviest(down, _MOST_NAMES)
    picture = _fill_cells(form, cells, columns, lines, say)
    if picture:
        picture.undrawn = len(across) + len(down) - len(columns) - len(lines)
        picture.marks = [mark._replace(text=mark.said.rpartition(" ")[2]) for mark in picture.marks]
    return picture


def _draw_heat(form: Form, rows: Sequence[Row], say: Say, _: str) -> Picture | None:
    """Draw all hours of a day, and the values of y in their order."""
    cells = _add_up(((row[form.x], row[form.y]), _count(row, form.value)) for row in rows if _is_number(row[form.x]))
    picture = _fill_cells(form, cells, list(range(24)), sorted({y for _, y in cells}, key=str), say)
    if picture:
        picture.x = [Tick(tick.at, tick.label, bool(hour % 6)) for hour, tick in enumerate(picture.x) if hour % 3 == 0]
    return picture


def _fill_cells(form: Form, cells: dict[Any, float], columns: list[Any], lines: list[Any], say: Say) -> Picture | None:
    highest = max(cells.values(), default=0)
    if highest <= 0:
        return None
    wide, high = 100 / len(columns), 100 / len(lines)
    picture = Picture(form.kind, lanes=len(lines), highest=highest)
    picture.x = [Tick((place + 0.5) * wide, shorten(say(form.x, x))) for place, x in enumerate(columns)]
    picture.y = [Tick((place + 0.5) * high, shorten(say(form.y, y))) for place, y in enumerate(lines)]
    for i, x in enumerate(columns):
        for j, y in enumerate(lines):
            if value := cells.get((x, y)):
                said = f"{say(form.y, y)} · {say(form.x, x)} · {_trim(value)}"
                strength = round(0.06 + 0.49 * value / highest, 3)  # the strongest leaves text upon it readable
                picture.marks.append(Mark(i * wide, j * high, wide, high, 0, said, strength))
    return picture


def _draw_timeline(form: Form, rows: Sequence[Row], say: Say, _: str) -> Picture | None:
    """Draw a dot for each row that has a time, in a lane for each value of y, in the order of the rows."""
    timed = [row for row in rows if _is_number(row[form.x])]
    if not timed:
        return None
    lanes = list(dict.fromkeys(row[form.y] for row in timed))[:_MOST_LANES]
    drawn = [row for row in timed if row[form.y] in lanes][:MOST_MARKS]
    series = list(dict.fromkeys(row[form.series] for row in drawn))
    edges = choose_steps(form.scale, max(row[form.x] for row in drawn))
    high = 100 / len(lanes)
    picture = Picture("timeline", lanes=len(lanes), undrawn=len(timed) - len(drawn))
    for row in drawn:
        said = " · ".join(say(name, row[name]) for name in (form.label, form.y, form.x, form.series) if name)
        y = (lanes.index(row[form.y]) + 0.5) * high
        picture.marks.append(Mark(place_on_steps(row[form.x], edges), y, 0, 0, series.index(row[form.series]), said))
    picture.x = label_steps(edges, lambda edge: say(form.x, edge))
    picture.y = [Tick((place + 0.5) * high, shorten(say(form.y, lane))) for place, lane in enumerate(lanes)]
    picture.legend = [(number, say(form.series, one)) for number, one in enumerate(series)]
    return picture


DRAWERS: dict[str, Callable[[Form, Sequence[Row], Say, str], Picture | None]] = {
    "bars": _draw_bars,
    "stacked": _draw_bars,
    "histogram": _draw_histogram,
    "lines": _draw_lines,
    "matrix": _draw_matrix,
    "heat": _draw_heat,
    "timeline": _draw_timeline,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _count(row: Row, column: str) -> float:
    """What a row counts: the number in a column; 1 without one."""
    value: Any = row[column] if column else 1
    return value if _is_number(value) else 0


def _add_up(pairs: Iterable[tuple[Any, float]]) -> dict[Any, float]:
    sums: dict[Any, float] = {}
    for key, value in pairs:
        sums[key] = sums.get(key, 0) + value
    return sums


def _take_heaviest(weights: dict[Any, float], most: int) -> list[Any]:
    return sorted(weights, key=lambda one: (-weights[one], str(one)))[:most]


def _trim(value: float) -> str:
    """A number with thousands separators, without decimals that say nothing."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
