"""Draw curves over time: lines, dots, axes and labels in percent of the plot, so that text keeps its size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cundang.search.trends import Period
from datasette_config.drawing.scales import Tick, make_ticks

MOST_DOTS = 62  # periods of which each has a dot, and each dot a link; of more there is the line alone
_MOST_TICKS = 12
_MOST_ON_A_PHONE = 5
_APART = 7.5  # percent between two labels of lines, one above the other
_ONE_DAY = timedelta(days=1)
_Start = Callable[[date], object]
# What parts an axis of time, from fine to coarse, and how many characters of a day name its beginning.
_PARTS: tuple[tuple[_Start, int], ...] = (
    (lambda day: day, 10),
    (lambda day: day.isocalendar()[:2], 10),
    (lambda day: (day.year, day.month), 7),
    (lambda day: (day.year, (day.month - 1) // 3), 7),
    (lambda day: day.year, 4),
    (lambda day: day.year // 2, 4),
    (lambda day: day.year // 5, 4),
    (lambda day: day.year // 10, 4),
    (lambda day: day.year // 20, 4),
    (lambda day: day.year // 50, 4),
    (lambda day: day.year // 100, 4),
    (lambda day: day.year // 500, 4),
)


class Dot(NamedTuple):
    """A point of a curve: the place of its series, and of its period, and where it is."""

    series: int
    place: int
    x: float
    y: float


@dataclass(slots=True)
class Chart:
    """What the template draws. The points of a line are `x,y`; y runs downwards, as in SVG, from the value `top`."""

    top: float
    y: list[Tick]
    x: list[Tick]
    lines: list[tuple[int, str]] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    empty: list[tuple[float, float]] = field(default_factory=list)  # x and width of times without any article
    labels: list[tuple[int, float]] = field(default_factory=list)  # series, and the height of its name


def draw_curves(
    periods: Sequence[Period], curves: Sequence[Sequence[float | None]], totals: Sequence[int], unit: str = ""
) -> Chart:
    """Draw curves of a value for each period (None: a gap), beside the totals of the periods; `unit` is `%` of shares,
    or nothing of counts.
    """
    highest = max((value for curve in curves for value in curve if value is not None), default=0)
    top, ticks = make_ticks(highest, unit, whole=not unit)
    chart = Chart(top, ticks, label_times(periods))
    step = 100 / len(periods)
    for series, curve in enumerate(curves):
        points = [
            None if value is None else Dot(series, place, (place + 0.5) * step, 100 - 100 * value / top)
            for place, value in enumerate(curve)
        ]
        for run in _part(points):
            if len(run) > 1:
                chart.lines.append((series, " ".join(f"{dot.x:.2f},{dot.y:.2f}" for dot in run)))
            chart.dots += run if len(periods) <= MOST_DOTS or len(run) == 1 else []
        if last := next((point for point in reversed(points) if point), None):
            chart.labels.append((series, last.y))
    chart.labels = spread_labels(chart.labels)
    nothing = [Dot(0, place, place * step, 0) if not total else None for place, total in enumerate(totals)]
    chart.empty = [(run[0].x, len(run) * step) for run in _part(nothing)]
    return chart


def spread_labels(labels: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Move labels apart that would stand upon each other, in their order and within the plot.

    >>> spread_labels([(0, 98), (1, 100), (2, 10)])
    [(2, 10), (0, 92.5), (1, 100)]
    """
    placed: list[tuple[int, float]] = []
    lowest = 100.0
    for series, y in sorted(labels, key=lambda label: label[1], reverse=True):  # from the bottom up
        placed.append((series, min(y, lowest)))
        lowest = placed[-1][1] - _APART
    highest, spread = 0.0, []
    for series, y in reversed(placed):
        spread.append((series, max(y, highest)))
        highest = spread[-1][1] + _APART
    return spread


def label_times(periods: Sequence[Period]) -> list[Tick]:
    """Label the periods in which a day, week, month, quarter, year ... begins: the finest of them for which there is
    room. Of many labels only some are left on a telephone.
    """
    parted = (
        ([n for n, each in enumerate(periods) if start(each.last) != start(each.first - _ONE_DAY)], length)
        for start, length in _PARTS
    )
    places, length = next(found for found in parted if len(found[0]) <= _MOST_TICKS)
    if not places:  # the whole lies within a part
        places, length = [0], 10
    every = -(-len(places) // _MOST_ON_A_PHONE)
    step = 100 / len(periods)
    ticks = []
    years = {True: "", False: ""}  # of the label before: of all, and of those that a telephone shows
    for number, place in enumerate(places):
        is_minor = number % every > 0
        # A month may begin within a week; a week, and all that is as fine as the axis, has its own name.
        name = periods[place].name if length == 10 else periods[place].last.isoformat()[:length]
        is_short = years[is_minor] == name[:4] and (len(name) == 10 or "W" in name)
        ticks.append(Tick((place + 0.5) * step, name[5:] if is_short else name, is_minor))
        years |= {True: name[:4]} if is_minor else {True: name[:4], False: name[:4]}
    return ticks


def _part(points: Sequence[Dot | None]) -> list[list[Dot]]:
    """The runs of points between those that are None."""
    runs: list[list[Dot]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
